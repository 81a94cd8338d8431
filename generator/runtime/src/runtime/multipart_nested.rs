//! Parts that consist of parts (OpenAPI 3.2.0, section 4.15). In: parts. Out: one part.

use super::multipart::{Multipart, quoted};

impl Multipart {
    /// Adds a part of that name which holds `parts`, as a media type such as `multipart/mixed`. No parts add nothing.
    pub fn nested(&mut self, name: &str, content_type: &str, parts: Self) {
        let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n", quoted(name));
        self.put_nested(head, content_type, parts);
    }

    /// Adds a part without a name which holds `parts`. No parts add nothing.
    pub fn nested_item(&mut self, content_type: &str, parts: Self) {
        self.put_nested(String::new(), content_type, parts);
    }

    fn put_nested(&mut self, head: String, content_type: &str, mut parts: Self) {
        self.groups.push(Vec::new());
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
