//! Parts that consist of parts (OpenAPI 3.2.0, section 4.15). In: parts, or objects. Out: one part, or one for each.

use serde::Serialize;

use super::multipart::{Multipart, quoted};
use super::value::{Value, to_json};

impl Multipart {
    /// Adds a part of that name which contains `parts`, with a media type such as `multipart/mixed`. No parts add
    /// nothing.
    pub fn nested(&mut self, name: &str, content_type: &str, parts: Self) {
        let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name));
        self.put_nested(head, content_type, parts);
    }

    /// Adds a part of that name for each item of an array, which contains the item's properties as parts.
    pub fn nested_each(
        &mut self,
        name: &str,
        content_type: &str,
        list: &(impl Serialize + ?Sized),
    ) {
        let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name));
        self.with_json(name, to_json(list), |parts, list| {
            let items = match list {
                Value::Array(items, _) => items.as_slice(),
                Value::Null => &[],
                _ => return Err("it is not an array".to_owned()),
            };
            for item in items {
                let mut inner = Self::new();
                inner.put_fields(item)?;
                parts.push_nested(head.clone(), content_type, inner);
            }
            Ok(())
        });
    }

    /// Adds a part without a name which contains `parts`. No parts add nothing.
    pub fn nested_item(&mut self, content_type: &str, parts: Self) {
        self.put_nested(String::new(), content_type, parts);
    }

    fn put_nested(&mut self, head: String, content_type: &str, parts: Self) {
        self.groups.push(Vec::new());
        self.push_nested(head, content_type, parts);
    }

    /// Adds the part to those that were added last.
    fn push_nested(&mut self, head: String, content_type: &str, mut parts: Self) {
        if let Some(reason) = parts.error.take() {
            return self.fail(reason);
        }
        if parts.is_empty() {
            return;
        }
        let (boundary, content) = parts.finish("inner-boundary");
        self.push(head, &format!("{content_type}; boundary={boundary}"), content);
    }
}
