//! Bodies: JSON, forms (WHATWG URL, section 5.1), text and bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::parts::{self, Sent};
use super::{Read, compare, difference, style};
use crate::conformance::description::{Operation, Style, Writing, essence, field_writing, is_json};
use crate::conformance::parts::{Encodings, are};
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
    let is_binary = operation.body.as_ref().is_some_and(|body| body.is_untyped_binary);
    match essence(media_type).as_str() {
        "application/x-www-form-urlencoded" if value.is_object() => {
            form(media, value, &request.body, found);
        }
        _ if are(media_type) && !value.get("base64").is_some_and(Value::is_string) => {
            let schemas = xml.schemas();
            let schema = schema.map(|it| schemas.target(it).map_or(it, |(_, target)| target));
            let headers = sent.get("headers");
            let sent = Sent { value, headers, schema, schemas, is_binary };
            parts::differences(Encodings::of(media), sent, content_type, &request.body, found);
        }
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
            Err(error) => found.push(format!("the body is not JSON: {error}")),
        },
        // What is not a string of the caller's is a value of the schema.
        essence if is_xml(essence) && !is_same_bytes(value, &request.body) => {
            let wanted = schema.ok_or_else(|| "it has no schema".to_owned());
            let wanted = wanted.and_then(|schema| xml.document(schema, value));
            let difference = wanted.and_then(|it| Ok(it.difference(&Tree::parse(&request.body)?)));
            match difference {
                Ok(difference) => found.extend(difference.map(|it| format!("the XML has {it}"))),
                Err(why) => found.push(format!("the body is not the expected XML: {why}")),
            }
        }
        // A string is read as what its schema says.
        _ if !value.is_string() && value.get("base64").is_none() => {
            let text = String::from_utf8_lossy(&request.body).into_owned();
            compare("the body", value, Ok(Read::Text(text)), found);
        }
        _ if !is_same_bytes(value, &request.body) => {
            let arrived = String::from_utf8_lossy(&request.body);
            found.push(format!("the body is `{arrived}`, and should be {value}"));
        }
        _ => {}
    }
}

/// Whether bytes are those of a file, or of text.
pub(super) fn is_same_bytes(value: &Value, bytes: &[u8]) -> bool {
    match value.get("base64").and_then(Value::as_str) {
        Some(text) => STANDARD.decode(text).is_ok_and(|wanted| wanted == bytes),
        None => value.as_str().is_some_and(|text| text.as_bytes() == bytes),
    }
}

fn media_type_of<'m>(media: &'m Value, field: &str) -> Option<&'m str> {
    media.get("encoding")?.get(field)?.get("contentType")?.as_str()
}

pub(super) fn form(media: &Value, value: &Value, body: &[u8], found: &mut Vec<String>) {
    let mut pairs = style::pairs(&String::from_utf8_lossy(body), '&');
    for (name, value) in value.as_object().into_iter().flatten() {
        // Without a style an object is JSON, and so is what nests in a list (section 4.7.15.1).
        let usual = if value.is_object() { Style::Json } else { Style::Form };
        let by_content_type = || match media_type_of(media, name) {
            Some(content_type) if content_type.split(',').any(is_json) => Style::Json,
            _ => usual,
        };
        let writing = field_writing(media, name).unwrap_or_else(|| Writing {
            style: by_content_type(),
            explode: true,
            delimiter: None,
        });
        let read = style::in_pairs(name, writing, value, &mut pairs);
        compare(&format!("field `{name}`"), value, read, found);
    }
    for (name, value) in pairs {
        found.push(format!("the form has `{name}={value}`, which was not sent"));
    }
}
