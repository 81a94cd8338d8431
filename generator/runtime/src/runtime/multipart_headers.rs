//! The headers of parts (OpenAPI 3.0.4, section 4.7.15.1), in the style `simple`. In: a header and its value. Out:
//! parts with that header.

use serde::Serialize;

use super::multipart::Multipart;
use super::value::{Value, to_json};

/// Each of these adds a header to the parts that were added last, except to files with their own header of that name.
/// `None` adds nothing.
impl Multipart {
    /// Adds a header: the items of an array, or the names and values of an object in turn.
    pub fn header(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.put_header(name, to_json(value), |value| simple(value, false));
    }

    /// The same, with `name=value` for each property of an object.
    pub fn header_exploded(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.put_header(name, to_json(value), |value| simple(value, true));
    }

    /// Adds a header that is JSON.
    pub fn header_json(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.put_header(name, to_json(value), |value| Ok(value.json().to_owned()));
    }

    fn put_header(
        &mut self,
        name: &str,
        json: Result<String, serde_json::Error>,
        write: impl FnOnce(&Value<'_>) -> Result<String, String>,
    ) {
        let text = json.map_err(|error| error.to_string()).and_then(|json| {
            match Value::parse(&json).map_err(|error| error.to_string())? {
                Value::Null => Ok(String::new()),
                value => write(&value),
            }
        });
        match text {
            Ok(text) if text.contains(['\r', '\n']) => {
                self.fail(format!("the header `{name}` of a part contains a line break"));
            }
            Ok(text) if text.is_empty() => {}
            Ok(text) => self.add_header(name, &text),
            Err(reason) => self.fail(format!("the header `{name}` of a part: {reason}")),
        }
    }

    fn add_header(&mut self, name: &str, text: &str) {
        for part in self.groups.last_mut().into_iter().flatten() {
            let mut lines = part.head.lines().filter_map(|line| line.split_once(':'));
            if !lines.any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                part.head.push_str(&format!("{name}: {text}\r\n"));
            }
        }
    }
}

/// A value between commas, none of which may be in it: headers have no encoding.
fn simple(value: &Value<'_>, explode: bool) -> Result<String, String> {
    let texts: Vec<String> = match value {
        Value::Array(items, _) => items.iter().map(|item| item.text().to_owned()).collect(),
        Value::Object(entries, _) if explode => {
            entries.iter().map(|(key, value)| format!("{key}={}", value.text())).collect()
        }
        Value::Object(entries, _) => {
            let entries = entries.iter();
            entries.flat_map(|(key, value)| [key.to_string(), value.text().to_owned()]).collect()
        }
        value => return Ok(value.text().to_owned()),
    };
    if texts.iter().any(|text| text.contains(',')) {
        return Err("an item of the array contains a comma".to_owned());
    }
    Ok(texts.join(","))
}
