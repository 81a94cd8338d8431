//! Headers of responses (OpenAPI 3.0.4, section 4.7.21). In: a documented response. Out: its headers as they are
//! written, and the value of each.

use serde_json::{Map, Value};

use super::super::description::{Location, Operation, Style, Writing, writing};
use super::super::sample::{Extent, Place, Sampler};
use super::super::told::Holds;

/// A header of a response.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::conformance) struct Header {
    pub(in crate::conformance) name: String,
    pub(in crate::conformance) text: String,
    pub(in crate::conformance) holds: Holds,
}

/// What HTTP itself acts on (RFC 9110, RFC 9112), so that no response can have just any value of it.
const OF_HTTP: [&str; 8] = [
    "connection",
    "content-encoding",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The headers that a response has to have, or all of them; and why some have no value.
pub(super) fn of<'d>(
    operation: &Operation<'d>,
    response: &'d Value,
    sampler: &Sampler<'d>,
    extent: Extent,
) -> (Vec<Header>, Vec<String>) {
    let (mut headers, mut left_out) = (Vec::new(), Vec::new());
    let documented = response.get("headers").and_then(Value::as_object).into_iter().flatten();
    for (name, header) in documented {
        let lower = name.to_ascii_lowercase();
        let is_required = header.get("required") == Some(&Value::Bool(true));
        // "If a response header is defined with the name "Content-Type", it SHALL be ignored" (4.7.17.1).
        if lower == "content-type" || (extent == Extent::Required && !is_required) {
            continue;
        }
        if OF_HTTP.contains(&lower.as_str()) {
            left_out.push(format!("the header `{name}`: it has a meaning in HTTP"));
            continue;
        }
        match of_one(sampler, header) {
            Ok((text, value)) => {
                let holds = match is_ambiguous(operation, name, header) {
                    true => Holds::Written(value, text.clone()),
                    false => holds(sampler, header, text.clone(), value),
                };
                headers.push(Header { name: name.clone(), text, holds });
            }
            Err(why) => left_out.push(format!("the header `{name}`: {why}")),
        }
    }
    (headers, left_out)
}

/// The text of a header, and its value.
fn of_one<'d>(sampler: &Sampler<'d>, header: &'d Value) -> Result<(String, Value), String> {
    let (writing, schema) = writing(Location::Header, header);
    let place = if writing.style == Style::Json { Place::Json } else { Place::Header };
    let value = match schema {
        Some(schema) => sampler.sample(schema, place)?,
        None => sampler.text(Place::Header)?,
    };
    let text = match writing.style {
        Style::Json => ascii(&value.to_string()),
        _ => written(writing, &value)?,
    };
    let is_sendable = text.trim() == text
        && !text.is_empty()
        && text.bytes().all(|it| (b' '..=b'~').contains(&it));
    match is_sendable {
        true => Ok((text, value)),
        false => Err(format!("`{text}` cannot stand in a header")),
    }
}

/// A value in the style `simple`, without percent-encoding (4.7.12.2.2).
fn written(writing: Writing<'_>, value: &Value) -> Result<String, String> {
    let delimiter = writing.delimiter.unwrap_or(",");
    Ok(match value {
        Value::Array(items) => {
            let items: Result<Vec<String>, String> =
                items.iter().map(|item| scalar(item, delimiter)).collect();
            items?.join(delimiter)
        }
        Value::Object(object) => properties(object, writing.explode)?,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

fn properties(object: &Map<String, Value>, explode: bool) -> Result<String, String> {
    let between = if explode { "=" } else { "," };
    let pairs: Result<Vec<String>, String> = object
        .iter()
        .map(|(name, value)| Ok(format!("{name}{between}{}", scalar(value, ",")?)))
        .collect();
    Ok(pairs?.join(","))
}

/// The text of an item, which holds no delimiter.
fn scalar(value: &Value, delimiter: &str) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err("the style `simple` has no form for what is nested".to_owned()),
    };
    match text.contains(delimiter) || text.trim() != text || text.is_empty() {
        true => Err(format!("`{text}` cannot stand between `{delimiter}`")),
        false => Ok(text),
    }
}

/// JSON in ASCII.
fn ascii(json: &str) -> String {
    let escaped = |letter: char| match letter.is_ascii() {
        true => letter.to_string(),
        false => {
            let units = letter.encode_utf16(&mut [0; 2]).to_vec();
            units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
    };
    json.chars().map(escaped).collect()
}

/// What the client has to make of a header. It keeps the text as it is where nothing says what that holds, where the value
/// is no scalar and no list, and where its items stand between other delimiters than commas.
fn holds<'d>(sampler: &Sampler<'d>, header: &'d Value, text: String, value: Value) -> Holds {
    let (writing, schema) = writing(Location::Header, header);
    let is_kept = match writing.style {
        Style::Json => false,
        Style::Text => true,
        _ => {
            let is_said = schema.is_some_and(|schema| sampler.is_said(schema));
            !is_said || value.is_object() || writing.delimiter.is_some_and(|it| it != ",")
        }
    };
    if is_kept { Holds::Text(text) } else { Holds::Json(value) }
}

/// Whether responses of the operation describe the header differently, so that the client may keep it as a string.
fn is_ambiguous(operation: &Operation<'_>, name: &str, header: &Value) -> bool {
    let headers =
        operation.responses.iter().filter_map(|(_, response)| response.get("headers")?.as_object());
    let same = headers.flatten().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    let schema = |header: &Value| (header.get("schema").cloned(), header.get("content").cloned());
    same.into_iter().any(|(_, other)| schema(other) != schema(header))
}
