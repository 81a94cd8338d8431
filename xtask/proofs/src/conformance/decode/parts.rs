//! Bodies of several parts (RFC 2046, section 5.1; RFC 7578). In: what was sent, and a body. Out: what is different.

use serde_json::Value;

use super::body::form;
use super::body::is_same_bytes;
use super::{Read, compare, style};
use crate::conformance::description::{
    Style, Writing, encoding_writing, essence, is_form, is_json,
};
use crate::conformance::parts::{self, Encodings};
use crate::conformance::schema::Schemas;

/// What was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent<'v> {
    pub(super) value: &'v Value,
    /// The values of the headers of each part.
    pub(super) headers: Option<&'v Value>,
    /// The schema of all, where it stands.
    pub(super) schema: Option<&'v Value>,
    pub(super) schemas: Schemas<'v>,
    /// Whether what has no type is bytes (3.1 and later).
    pub(super) is_binary: bool,
}

/// A part: its headers, and its content.
#[derive(Debug, PartialEq, Eq)]
struct Part<'b> {
    name: Option<String>,
    file_name: bool,
    headers: Vec<(String, String)>,
    content: &'b [u8],
}

/// Names what is different between the parts that were sent and those that arrived.
pub(super) fn differences(
    encodings: Encodings<'_>,
    sent: Sent<'_>,
    content_type: &str,
    body: &[u8],
    found: &mut Vec<String>,
) {
    let boundary = content_type.split_once("boundary=").map(|(_, it)| it.trim_matches('"'));
    let Some(mut parts) = boundary.and_then(|boundary| split(body, boundary)) else {
        found.push("the body has no parts between its boundary".to_owned());
        return;
    };
    let is_form = essence(content_type) == "multipart/form-data";
    match sent.value {
        Value::Object(object) => {
            for (name, value) in object {
                let encoding = encodings.named(name);
                let properties = sent.schema.and_then(|schema| schema.get("properties"));
                let own = properties.and_then(|properties| properties.get(name));
                let schema = own.or_else(|| sent.schema?.get("additionalProperties"));
                let one = sent.inside(name, value, schema);
                // In 3.0 a style counts in forms that are urlencoded alone (section 4.7.15.1.2).
                let is_styled = |encoding: &&Value| {
                    is_form && !is_bytes(value) && encoding.get("x-codegen-styled-form").is_none()
                };
                let writing = encoding.filter(is_styled).and_then(encoding_writing);
                match writing {
                    Some(writing) => styled(name, writing, value, &mut parts, found),
                    None => named(name, one, encoding, &mut parts, found),
                }
            }
            for part in parts {
                found.push(format!("there is a part {:?}, which was not sent", part.name));
            }
        }
        Value::Array(items) => {
            if items.len() != parts.len() {
                found.push(format!("there are {} parts, and not {}", parts.len(), items.len()));
            }
            for (index, (value, part)) in items.iter().zip(&parts).enumerate() {
                let token = encodings.token(index);
                let one = sent.inside(&token, value, sent.schema_at(index));
                part_differences(&format!("at {index}"), one, part, encodings.at(index), found);
            }
        }
        _ => found.push("what was sent has no parts".to_owned()),
    }
}

impl<'v> Sent<'v> {
    /// What was sent as a part.
    fn inside(self, token: &str, value: &'v Value, schema: Option<&'v Value>) -> Self {
        let headers = self.headers.and_then(|headers| headers.get(token));
        let schema = schema.map(|schema| self.schemas.target(schema).map_or(schema, |(_, it)| it));
        Self { value, headers, schema, ..self }
    }

    /// The schema of the item at a position.
    fn schema_at(self, index: usize) -> Option<&'v Value> {
        let key = self.schema?.get("x-codegen-tuple").and_then(|keys| keys.get(index)?.as_str());
        match key {
            Some(key) => self.schemas.named(key).map(|(_, schema)| schema),
            None => self.schema?.get("items"),
        }
    }
}

/// Whether a value is bytes, or a list of them, which have no style.
fn is_bytes(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(is_bytes) && !items.is_empty(),
        value => value.get("base64").is_some(),
    }
}

/// The parts of one name: one, or one for each item of a list.
fn named(
    name: &str,
    sent: Sent<'_>,
    encoding: Option<&Value>,
    parts: &mut Vec<Part<'_>>,
    found: &mut Vec<String>,
) {
    let own: Vec<_> = parts.extract_if(.., |it| it.name.as_deref() == Some(name)).collect();
    let items = match sent.value {
        Value::Array(items) => items.iter().collect(),
        value => vec![value],
    };
    if items.len() != own.len() {
        found.push(format!("`{name}` has {} parts, and should have {}", own.len(), items.len()));
    }
    for (value, part) in items.into_iter().zip(&own) {
        let schema = match sent.value {
            Value::Array(_) => sent.schema.and_then(|schema| schema.get("items")),
            _ => sent.schema,
        };
        part_differences(
            &format!("`{name}`"),
            Sent { value, schema, ..sent },
            part,
            encoding,
            found,
        );
    }
}

/// A value in a style: its pairs are parts, without percent-encoding (section 4.7.15.1.2).
fn styled(
    name: &str,
    writing: Writing<'_>,
    value: &Value,
    parts: &mut Vec<Part<'_>>,
    found: &mut Vec<String>,
) {
    // As pairs of a query they are read by the same rules.
    let encoded = |text: &str| {
        let delimiter = match writing.style {
            Style::SpaceDelimited => ' ',
            Style::PipeDelimited => '|',
            _ => ',',
        };
        let plain = text.replace('%', "%25").replace('+', "%2B");
        if delimiter == ' ' { plain.replace(' ', "%20") } else { plain }
    };
    let mut pairs: Vec<(String, String)> = parts
        .iter()
        .map(|part| {
            let content = String::from_utf8_lossy(part.content);
            (encoded(part.name.as_deref().unwrap_or_default()), encoded(&content))
        })
        .collect();
    let count = pairs.len();
    let read = style::in_pairs(name, writing, value, &mut pairs);
    let left: Vec<(String, String)> = pairs;
    parts.retain(|part| {
        let name = encoded(part.name.as_deref().unwrap_or_default());
        left.iter().any(|(other, _)| *other == name)
    });
    if count == left.len() && !matches!(value, Value::Null) {
        found.push(format!("there is no part of `{name}`"));
        return;
    }
    compare(&format!("part `{name}`"), value, read, found);
}

fn part_differences(
    place: &str,
    sent: Sent<'_>,
    part: &Part<'_>,
    encoding: Option<&Value>,
    found: &mut Vec<String>,
) {
    let value = sent.value;
    let wanted = encoding.and_then(|encoding| encoding.get("contentType")?.as_str());
    let given = essence(part.header("content-type"));
    let allowed = wanted.unwrap_or_else(|| usual(sent));
    let fits = allowed.split(',').map(essence).any(|allowed| {
        allowed == given
            || allowed == "*/*"
            || allowed.strip_suffix('*').is_some_and(|start| given.starts_with(start))
            // A string may leave out its own (RFC 7578, section 4.4).
            || (given.is_empty() && allowed == "text/plain")
    });
    if !fits {
        found.push(format!("part {place} is `{given}`, and should be `{allowed}`"));
    }
    header_differences(place, sent, part, encoding, found);
    if let Some(encoding) = encoding.filter(|_| parts::are(&given)) {
        let content_type = part.header("content-type");
        return differences(Encodings::inside(encoding), sent, content_type, part.content, found);
    }
    if value.get("base64").is_some() {
        if !is_same_bytes(value, part.content) {
            found.push(format!("part {place} has other bytes"));
        }
        if !part.file_name {
            found.push(format!("part {place} has no file name"));
        }
        return;
    }
    if is_form(&given) && value.is_object() {
        return form(&Value::Null, value, part.content, found);
    }
    let text = Read::Text(String::from_utf8_lossy(part.content).into_owned());
    let read = match (is_json(&given), serde_json::from_slice(part.content)) {
        (true, Ok(json)) => Read::Json(json),
        _ => text,
    };
    compare(&format!("part {place}"), value, Ok(read), found);
}

/// The usual types of parts (3.0.4, section 4.7.15.1; 3.1.1, section 4.8.15.1.1).
fn usual(sent: Sent<'_>) -> &'static str {
    let says = |key: &str| sent.schema.is_some_and(|schema| schema.get(key).is_some());
    let is_untyped = sent.schema.is_some_and(|schema| {
        schema.as_object().is_some_and(|keys| !keys.keys().any(|key| !key.starts_with("x-")))
    });
    match sent.value {
        Value::Object(object) if object.contains_key("base64") => "application/octet-stream",
        _ if is_untyped && sent.is_binary => "application/octet-stream",
        _ if says("x-codegen-content-encoding") => "application/octet-stream",
        Value::Object(_) | Value::Array(_) => "application/json",
        _ => "text/plain",
    }
}

fn header_differences(
    place: &str,
    sent: Sent<'_>,
    part: &Part<'_>,
    encoding: Option<&Value>,
    found: &mut Vec<String>,
) {
    for (name, header) in parts::headers(encoding) {
        let value = sent.headers.and_then(|headers| headers.get(name));
        let text = part.header(name);
        let place = format!("the header `{name}` of part {place}");
        match value {
            Some(value) => {
                let read = style::in_header(parts::writing(header).0, value, text);
                compare(&place, value, read, found);
            }
            None if header.get("required") == Some(&Value::Bool(true)) && text.is_empty() => {
                found.push(format!("{place} is missing"));
            }
            None => {}
        }
    }
}

impl Part<'_> {
    /// The text of a header; empty where there is none.
    fn header(&self, name: &str) -> &str {
        let own = self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
        own.map_or("", |(_, value)| value)
    }
}

/// The parts between lines of the boundary (RFC 2046, section 5.1.1).
fn split<'b>(body: &'b [u8], boundary: &str) -> Option<Vec<Part<'b>>> {
    let delimiter = format!("--{boundary}");
    let mut rest = body.strip_prefix(delimiter.as_bytes())?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        // A part without headers begins with the line that ends them.
        let head = if rest.starts_with(b"\r\n") { 0 } else { position(rest, b"\r\n\r\n")? + 2 };
        let end = position(rest, format!("\r\n{delimiter}").as_bytes())?;
        let headers = String::from_utf8_lossy(rest.get(..head)?).into_owned();
        parts.push(part(&headers, rest.get(head + 2..end)?));
        rest = rest.get(end + 2 + delimiter.len()..)?;
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn part<'b>(headers: &str, content: &'b [u8]) -> Part<'b> {
    let lines = headers.lines().filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> =
        lines.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let mut part = Part { name: None, file_name: false, headers, content };
    let disposition = part.header("content-disposition").to_owned();
    let name = disposition.split_once("; name=\"").and_then(|(_, rest)| rest.split_once('"'));
    part.name =
        name.map(|(name, _)| name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
    part.file_name = disposition.contains("; filename");
    part
}

#[cfg(test)]
mod tests {
    use super::{Part, split};

    #[test]
    fn parts_stand_between_lines_of_the_boundary() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\nContent-Type: image/png\r\n\r\n\r\n\r\n--x\r\n\r\nbare\r\n--x--\r\n";
        let parts = split(body, "x").unwrap();
        let found: Vec<_> = parts
            .iter()
            .map(|it| (it.name.as_deref(), it.file_name, it.header("content-type"), it.content))
            .collect();
        assert_eq!(
            found,
            [
                (Some("a"), false, "", b"one".as_slice()),
                (Some("f"), true, "image/png", b"\r\n"),
                (None, false, "", b"bare"),
            ]
        );
        assert_eq!(split(body, "y"), None::<Vec<Part<'_>>>);
    }
}
