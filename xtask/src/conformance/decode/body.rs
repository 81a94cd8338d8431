//! Bodies: JSON, forms (WHATWG URL, section 5.1), parts (RFC 7578), texts and bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Read, compare, difference, style};
use crate::conformance::description::{Operation, Style, Writing, essence, field_writing, is_json};
use crate::conformance::records;
use crate::conformance::server::Recorded;
use crate::conformance::values::is_xml;
use crate::conformance::xml::{Tree, Xml};

/// Names what is different between the body that was sent, `{"mediaType", "value"}`, and the one that arrived.
pub(super) fn differences<'d>(
    operation: &Operation<'d>,
    sent: Option<&Value>,
    request: &Recorded,
    xml: Xml<'d>,
    found: &mut Vec<String>,
) {
    let content_type = request.header("content-type");
    let Some(sent) = sent else {
        if content_type.is_some() || !request.body.is_empty() {
            found.push(format!(
                "there is a body of {} bytes and the type {content_type:?}, and none was sent",
                request.body.len()
            ));
        }
        return;
    };
    let media_type = sent.get("mediaType").and_then(Value::as_str).unwrap_or_default();
    let value = sent.get("value").unwrap_or(&Value::Null);
    let content_type = content_type.unwrap_or_default();
    if essence(content_type) != essence(media_type) {
        found.push(format!("the body is `{content_type}`, and should be `{media_type}`"));
    }
    let media = operation.body.as_ref().and_then(|body| body.content.get(media_type));
    let schema = media.and_then(|media| media.get("schema"));
    let media = media.unwrap_or(&Value::Null);
    match essence(media_type).as_str() {
        "application/x-www-form-urlencoded" => form(media, value, &request.body, found),
        "multipart/form-data" => parts(media, value, content_type, &request.body, found),
        _ if records::are(media_type) && value.is_array() => {
            match records::read(media_type, &request.body) {
                Ok(arrived) => {
                    let difference = difference(value, &arrived, "$");
                    found.extend(difference.map(|difference| format!("the body has {difference}")));
                }
                Err(why) => found.push(format!("the body: {why}")),
            }
        }
        _ if is_json(media_type) => match serde_json::from_slice::<Value>(&request.body) {
            Ok(arrived) => {
                let difference = difference(value, &arrived, "$");
                found.extend(difference.map(|difference| format!("the body has {difference}")));
            }
            Err(error) => found.push(format!("the body is no JSON: {error}")),
        },
        // What is not a text of the caller's is a value of the schema.
        essence if is_xml(essence) && !is_same_bytes(value, &request.body) => {
            let wanted = schema.ok_or_else(|| "it has no schema".to_owned());
            let wanted = wanted.and_then(|schema| xml.document(schema, value));
            let difference = wanted.and_then(|it| Ok(it.difference(&Tree::parse(&request.body)?)));
            match difference {
                Ok(difference) => found.extend(difference.map(|it| format!("the XML has {it}"))),
                Err(why) => found.push(format!("the body is no such XML: {why}")),
            }
        }
        _ if !is_same_bytes(value, &request.body) => {
            let arrived = String::from_utf8_lossy(&request.body);
            found.push(format!("the body is `{arrived}`, and should be {value}"));
        }
        _ => {}
    }
}

/// Whether bytes are those of a file, or of a text.
fn is_same_bytes(value: &Value, bytes: &[u8]) -> bool {
    match value.get("base64").and_then(Value::as_str) {
        Some(text) => STANDARD.decode(text).is_ok_and(|wanted| wanted == bytes),
        None => value.as_str().is_some_and(|text| text.as_bytes() == bytes),
    }
}

fn form(media: &Value, value: &Value, body: &[u8], found: &mut Vec<String>) {
    if !value.is_object() {
        // What has no names is one text.
        let read = Read::Text(style::form_decoded(&String::from_utf8_lossy(body)));
        return compare("the form", value, Ok(read), found);
    }
    let mut pairs = style::pairs(&String::from_utf8_lossy(body), '&');
    for (name, value) in value.as_object().into_iter().flatten() {
        // Without a style an object is JSON text, and so is what nests in a list (section 4.7.15.1).
        let usual = if value.is_object() { Style::Json } else { Style::Form };
        let writing = field_writing(media, name);
        let writing = writing.unwrap_or(Writing { style: usual, explode: true, delimiter: None });
        let read = style::in_pairs(name, writing, value, &mut pairs);
        compare(&format!("field `{name}`"), value, read, found);
    }
    for (name, value) in pairs {
        found.push(format!("the form has `{name}={value}`, which was not sent"));
    }
}

/// A part: its name, its media type, and its content.
#[derive(Debug, PartialEq, Eq)]
struct Part<'b> {
    name: String,
    file_name: bool,
    content_type: String,
    content: &'b [u8],
}

fn parts(media: &Value, value: &Value, content_type: &str, body: &[u8], found: &mut Vec<String>) {
    let boundary = content_type.split_once("boundary=").map(|(_, it)| it.trim_matches('"'));
    let Some(mut parts) = boundary.and_then(|boundary| split(body, boundary)) else {
        found.push("the body has no parts between its boundary".to_owned());
        return;
    };
    for (name, value) in value.as_object().into_iter().flatten() {
        let (own, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|it| it.name == *name);
        parts = others;
        let items = match value {
            Value::Array(items) => items.iter().collect(),
            value => vec![value],
        };
        if items.len() != own.len() {
            found.push(format!(
                "`{name}` has {} parts, and should have {}",
                own.len(),
                items.len()
            ));
        }
        let encoding = media.get("encoding").and_then(|it| it.get(name)?.get("contentType"));
        for (item, part) in items.into_iter().zip(&own) {
            let wanted = encoding.and_then(Value::as_str);
            part_differences(name, item, part, wanted, found);
        }
    }
    for part in parts {
        found.push(format!("there is a part `{}`, which was not sent", part.name));
    }
}

fn part_differences(
    name: &str,
    value: &Value,
    part: &Part<'_>,
    wanted: Option<&str>,
    found: &mut Vec<String>,
) {
    // The usual types of parts (section 4.7.15.1); a text may leave out its own (RFC 7578, section 4.4).
    let usual = match value {
        Value::Object(object) if object.contains_key("base64") => "application/octet-stream",
        Value::Object(_) => "application/json",
        _ => "text/plain",
    };
    let given = essence(&part.content_type);
    let allowed = wanted.unwrap_or(usual);
    let fits = allowed.split(',').map(essence).any(|allowed| {
        allowed == given
            || allowed == "*/*"
            || allowed.strip_suffix('*').is_some_and(|start| given.starts_with(start))
            || (given.is_empty() && allowed == "text/plain")
    });
    if !fits {
        found.push(format!("part `{name}` is `{given}`, and should be `{allowed}`"));
    }
    if value.get("base64").is_some() {
        if !is_same_bytes(value, part.content) {
            found.push(format!("part `{name}` has other bytes"));
        }
        if !part.file_name {
            found.push(format!("part `{name}` has no file name"));
        }
        return;
    }
    let text = Read::Text(String::from_utf8_lossy(part.content).into_owned());
    let read = match (is_json(&given), serde_json::from_slice(part.content)) {
        (true, Ok(json)) => Read::Json(json),
        _ => text,
    };
    compare(&format!("part `{name}`"), value, Ok(read), found);
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
        let head = position(rest, b"\r\n\r\n")?;
        let end = position(rest, format!("\r\n{delimiter}").as_bytes())?;
        let headers = String::from_utf8_lossy(rest.get(..head)?).into_owned();
        parts.push(part(&headers, rest.get(head + 4..end)?));
        rest = rest.get(end + 2 + delimiter.len()..)?;
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn part<'b>(headers: &str, content: &'b [u8]) -> Part<'b> {
    let header = |name: &str| {
        let mut lines = headers.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let name = disposition.split_once("; name=\"").and_then(|(_, rest)| rest.split_once('"'));
    let name = name.map(|(name, _)| name).unwrap_or_default();
    Part {
        name: name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"),
        file_name: disposition.contains("; filename"),
        content_type: header("content-type").unwrap_or_default().to_owned(),
        content,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, split};

    #[test]
    fn parts_stand_between_lines_of_the_boundary() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\nContent-Type: image/png\r\n\r\n\r\n\r\n--x--\r\n";
        let part = |name: &str, file_name, content_type: &str, content| Part {
            name: name.to_owned(),
            file_name,
            content_type: content_type.to_owned(),
            content,
        };
        let wanted: Vec<Part<'_>> =
            vec![part("a", false, "", b"one"), part("f", true, "image/png", b"\r\n")];
        assert_eq!(split(body, "x"), Some(wanted));
        assert_eq!(split(body, "y"), None);
    }
}
