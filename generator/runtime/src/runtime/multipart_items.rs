//! Parts that are identified by their positions (OpenAPI 3.2.0, section 4.14.4.2). In: values and files. Out: parts
//! without names.

use serde::Serialize;

use super::multipart::{File, Multipart, is_json, quoted};
use super::upload::Upload;
use super::value::{Value, to_json};

impl Multipart {
    /// Adds a part for the value, a string or else JSON. No part may follow an absent one, whose position it would
    /// take.
    pub fn item(&mut self, value: &(impl Serialize + ?Sized)) {
        self.item_as("", value);
    }

    /// Adds a part for the value, with a media type; with a JSON one, strings are JSON too.
    pub fn item_as(&mut self, content_type: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json("", to_json(value), |parts, value| parts.put_item(content_type, value));
    }

    /// Adds a part for each item of the array.
    pub fn items(&mut self, list: &(impl Serialize + ?Sized)) {
        self.items_as("", list);
    }

    /// Adds a part for each item of the array, with a media type.
    pub fn items_as(&mut self, content_type: &str, list: &(impl Serialize + ?Sized)) {
        self.with_json("", to_json(list), |parts, list| match list {
            Value::Array(items, _) => {
                items.iter().try_for_each(|item| parts.put_item(content_type, item))
            }
            Value::Null => Ok(()),
            _ => Err("it is not an array".to_owned()),
        });
    }

    /// Adds a part for each file.
    pub fn file_items<'f>(&mut self, files: impl IntoIterator<Item = &'f File>) {
        self.file_items_as("application/octet-stream", files);
    }

    /// Adds a part for each file, with this media type unless the file has its own.
    pub fn file_items_as<'f>(
        &mut self,
        content_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) {
        self.groups.push(Vec::new());
        for file in files {
            let name = match file.name.as_str() {
                "" => String::new(),
                name => {
                    format!("Content-Disposition: attachment; filename=\"{}\"\r\n", quoted(name))
                }
            };
            let own = self.headers_of(file);
            let own = own.strip_prefix("\r\n").map(|own| format!("{own}\r\n"));
            let head = format!("{name}{}", own.unwrap_or_default());
            let content_type = file.content_type.as_deref().unwrap_or(content_type);
            self.put_at_end(head, content_type, file.content.clone());
        }
    }

    fn put_item(&mut self, content_type: &str, value: &Value<'_>) -> Result<(), String> {
        let (usual, content) = match value {
            Value::Null => return Ok(()),
            Value::Array(..) | Value::Object(..) => ("application/json", value.json()),
            value if is_json(content_type) => (content_type, value.json()),
            // Without a charset it would be ASCII (RFC 2046, section 4.1.2).
            value if value.text().is_ascii() => ("text/plain", value.text()),
            value => ("text/plain; charset=utf-8", value.text()),
        };
        let content_type = if content_type.is_empty() { usual } else { content_type };
        self.put_at_end(String::new(), content_type, content.to_owned().into());
        Ok(())
    }

    fn put_at_end(&mut self, head: String, content_type: &str, content: Upload) {
        let before = self.groups.len().saturating_sub(1);
        if self.groups.iter().take(before).any(Vec::is_empty) {
            self.fail("a part is present, but one before it is not".to_owned());
        }
        self.push(head, content_type, vec![content]);
    }
}
