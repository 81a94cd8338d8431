//! Parts in the styles of forms (OpenAPI 3.0.4, section 4.7.15.1.2), without percent-encoding, which parts do not use.
//! In: names and values. Out: parts.

use serde::Serialize;

use super::multipart::Multipart;
use super::value::{Value, to_json};

impl Multipart {
    /// Adds one part for an array: its items joined by the delimiter. `None` and an empty array add nothing.
    pub fn delimited(&mut self, name: &str, delimiter: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json(name, to_json(value), |parts, value| {
            let texts: Vec<&str> = match value {
                Value::Null => Vec::new(),
                Value::Array(items, _) => items.iter().map(Value::text).collect(),
                Value::Object(entries, _) => {
                    entries.iter().flat_map(|(key, value)| [key, value.text()]).collect()
                }
                value => vec![value.text()],
            };
            let is_list = matches!(value, Value::Array(..) | Value::Object(..));
            if is_list && texts.iter().any(|text| text.contains(delimiter)) {
                return Err(format!("an item of the array contains the delimiter {delimiter:?}"));
            }
            if !texts.is_empty() {
                parts.put(name, "", "", texts.join(delimiter));
            }
            Ok(())
        });
    }

    /// Adds parts in the style `form`: one for each item of an array, or for each property of an object by its own
    /// name.
    pub fn exploded(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json(name, to_json(value), |parts, value| {
            match value {
                Value::Object(entries, _) => {
                    entries.iter().for_each(|(key, value)| parts.put_items(key, value));
                }
                value => parts.put_items(name, value),
            }
            Ok(())
        });
    }

    /// Adds a part `name[key]` for each property, at any depth.
    pub fn deep(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json(name, to_json(value), |parts, value| {
            put_deep(parts, name, value);
            Ok(())
        });
    }

    fn put_items(&mut self, name: &str, value: &Value<'_>) {
        match value {
            Value::Array(items, _) => {
                items.iter().for_each(|item| self.put_value(name, "", item));
            }
            value => self.put_value(name, "", value),
        }
    }
}

fn put_deep(parts: &mut Multipart, name: &str, value: &Value<'_>) {
    match value {
        Value::Object(entries, _) => {
            for (key, value) in entries {
                put_deep(parts, &format!("{name}[{key}]"), value);
            }
        }
        Value::Array(items, _) => {
            for (index, value) in items.iter().enumerate() {
                put_deep(parts, &format!("{name}[{index}]"), value);
            }
        }
        value => parts.put_value(name, "", value),
    }
}
