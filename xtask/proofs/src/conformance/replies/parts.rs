//! Bodies of several parts (RFC 2046, section 5.1; RFC 7578): a media type and a value in; the text of the body out.

use serde_json::Value;

/// What stands between parts.
const BOUNDARY: &str = "between-parts";

/// The media type with its boundary, and the body: a part for each property or item of the value.
pub(super) fn of(media_type: &str, value: &Value) -> (String, String) {
    let is_form = media_type.starts_with("multipart/form-data");
    let part = |name: &str, value: &Value| {
        let (kind, text) = match value {
            Value::String(text) => ("text/plain", text.clone()),
            other => ("application/json", other.to_string()),
        };
        let named = match is_form {
            true => format!("Content-Disposition: form-data; name=\"{name}\"\r\n"),
            false => String::new(),
        };
        format!("--{BOUNDARY}\r\n{named}Content-Type: {kind}\r\n\r\n{text}\r\n")
    };
    let parts: String = match value {
        Value::Object(object) => object.iter().map(|(name, value)| part(name, value)).collect(),
        Value::Array(items) => items.iter().map(|value| part("item", value)).collect(),
        other => part("part", other),
    };
    (format!("{media_type}; boundary={BOUNDARY}"), format!("{parts}--{BOUNDARY}--\r\n"))
}
