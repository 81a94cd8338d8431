//! Bodies of several parts, `multipart/form-data` (RFC 7578). In: fields and files. Out: the body.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use super::request::Request;

/// A file to be sent.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct File {
    name: String,
    content_type: String,
    content: Bytes,
}

impl File {
    /// A file of that name, as `application/octet-stream`.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content_type: "application/octet-stream".to_owned(),
            content: content.into(),
        }
    }

    /// The file as another media type.
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

/// Name, media type and length alone: the content may be long.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.content.len())
            .finish()
    }
}

/// A body of several parts that is being put together.
///
/// The first error is kept, and comes out when the request is about to be sent.
#[derive(Debug, Default)]
pub struct Multipart {
    /// The headers of each part, and its content.
    parts: Vec<(String, Bytes)>,
    error: Option<String>,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part for the value, or one for each item of a list: texts and numbers as they are, the rest as JSON.
    /// `None` adds nothing.
    pub fn value(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.value_as(name, "", value);
    }

    /// Adds parts like [`Multipart::value`], with a media type.
    pub fn value_as(&mut self, name: &str, content_type: &str, value: &(impl Serialize + ?Sized)) {
        match serde_json::to_value(value) {
            Ok(value) => self.put_value(name, content_type, &value),
            Err(error) => self.fail(format!("part `{name}`: {error}")),
        }
    }

    /// Adds a part for each file.
    pub fn files<'f>(&mut self, name: &str, files: impl IntoIterator<Item = &'f File>) {
        for file in files {
            let disposition = format!("; filename=\"{}\"", quoted(&file.name));
            self.put(name, &disposition, &file.content_type, file.content.clone());
        }
    }

    fn put_value(&mut self, name: &str, content_type: &str, value: &serde_json::Value) {
        let json = if content_type.is_empty() { "application/json" } else { content_type };
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Array(items) => {
                items.iter().for_each(|item| self.put_value(name, content_type, item));
            }
            serde_json::Value::Object(_) => self.put(name, "", json, value.to_string().into()),
            serde_json::Value::String(text) => {
                self.put(name, "", content_type, text.clone().into())
            }
            value => self.put(name, "", content_type, value.to_string().into()),
        }
    }

    fn put(&mut self, name: &str, disposition: &str, content_type: &str, content: Bytes) {
        if content_type.contains(['\r', '\n']) {
            self.fail(format!("part `{name}`: its media type holds a line break"));
            return;
        }
        let mut head =
            format!("Content-Disposition: form-data; name=\"{}\"{disposition}\r\n", quoted(name));
        if !content_type.is_empty() {
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        self.parts.push((head, content));
    }

    fn fail(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }

    /// The parts between boundaries that none of them holds, and the boundary.
    fn finish(self) -> (String, Vec<u8>) {
        let mut boundary = String::from("part-boundary");
        while self.parts.iter().any(|(_, content)| holds(content, boundary.as_bytes())) {
            boundary.push_str(&format!("-{}", boundary.len()));
        }
        let mut body = Vec::new();
        for (head, content) in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (boundary, body)
    }
}

impl Request {
    /// Makes the parts the body.
    pub fn multipart(&mut self, mut parts: Multipart) {
        if let Some(reason) = parts.error.take() {
            self.fail(format!("the body cannot be sent: {reason}"), None);
            return;
        }
        let (boundary, body) = parts.finish();
        self.set_body(&format!("multipart/form-data; boundary={boundary}"), body.into());
    }
}

/// A name between quotes, as browsers write it (WHATWG HTML, multipart/form-data).
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

fn holds(content: &[u8], boundary: &[u8]) -> bool {
    content.windows(boundary.len()).any(|window| window == boundary)
}
