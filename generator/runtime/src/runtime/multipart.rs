//! Multipart bodies (RFC 2046, section 5.1), including those of forms (RFC 7578). In: values and files. Out: the body.

use bytes::Bytes;
use serde::Serialize;

use super::request::Request;
use super::upload::Upload;
use super::value::{Value, to_json};

/// A file to be sent, such as `File::new("photo.jpg", bytes)` or `File::new("photo.jpg", Upload::from_path("photo.jpg"))`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct File {
    pub(super) name: String,
    pub(super) content_type: Option<String>,
    headers: Vec<(String, String)>,
    pub(super) content: Upload,
}

impl File {
    /// A file of this name, with the media type of the description or else `application/octet-stream`. Its content is
    /// bytes, or an [`Upload`] that is read while it is sent.
    pub fn new(name: impl Into<String>, content: impl Into<Upload>) -> Self {
        let (name, content) = (name.into(), content.into());
        Self { name, content_type: None, headers: Vec::new(), content }
    }

    /// Sets the media type of the file.
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the part of the file.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// A multipart body that is being built.
///
/// The first error is kept, and returned when the request is about to be sent.
#[derive(Debug, Default)]
pub struct Multipart {
    /// The parts of each value that was added; empty for an absent value.
    pub(super) groups: Vec<Vec<Part>>,
    pub(super) error: Option<String>,
}

/// A part.
#[derive(Debug)]
pub(super) struct Part {
    /// The headers, each with its line break.
    pub(super) head: String,
    /// The pieces of the content.
    pub(super) content: Vec<Upload>,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part for the value, or one for each item of an array: strings and numbers as text, other values as JSON.
    /// `None` adds nothing.
    pub fn value(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.value_as(name, "", value);
    }

    /// Adds parts like [`Multipart::value`], with a media type; with a JSON one, strings are JSON too.
    pub fn value_as(&mut self, name: &str, content_type: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json(name, to_json(value), |parts, value| {
            match value {
                Value::Array(items, _) => {
                    items.iter().for_each(|item| parts.put_value(name, content_type, item));
                }
                value => parts.put_value(name, content_type, value),
            }
            Ok(())
        });
    }

    /// Adds the parts of each property of the value.
    pub fn fields(&mut self, value: &(impl Serialize + ?Sized)) {
        self.with_json("", to_json(value), Self::put_fields);
    }

    /// Adds the parts of each property of an object.
    pub(super) fn put_fields(&mut self, object: &Value<'_>) -> Result<(), String> {
        let fields = match object {
            Value::Object(fields, _) => fields,
            Value::Null => return Ok(()),
            _ => return Err("it is not an object".to_owned()),
        };
        for (name, value) in fields {
            match value {
                Value::Array(items, _) => {
                    items.iter().for_each(|item| self.put_value(name, "", item));
                }
                value => self.put_value(name, "", value),
            }
        }
        Ok(())
    }

    /// Adds a part for each file.
    pub fn files<'f>(&mut self, name: &str, files: impl IntoIterator<Item = &'f File>) {
        self.files_as(name, "application/octet-stream", files);
    }

    /// Adds a part for each file, with this media type unless the file has its own.
    pub fn files_as<'f>(
        &mut self,
        name: &str,
        content_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) {
        self.groups.push(Vec::new());
        for file in files {
            let more = format!("; filename=\"{}\"{}", quoted(&file.name), self.headers_of(file));
            let content_type = file.content_type.as_deref().unwrap_or(content_type);
            self.put(name, &more, content_type, file.content.clone());
        }
    }

    /// The file's own headers, each after a line break.
    pub(super) fn headers_of(&mut self, file: &File) -> String {
        let mut lines = String::new();
        for (name, value) in &file.headers {
            let is_bad = |text: &str| text.contains(['\r', '\n']);
            if is_bad(name) || is_bad(value) {
                self.fail(format!("the header `{}` of a file contains a line break", name.trim()));
                break;
            }
            lines.push_str(&format!("\r\n{name}: {value}"));
        }
        lines
    }

    /// Whether it has no parts.
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(Vec::is_empty) && self.error.is_none()
    }

    /// Passes on the parsed JSON, and keeps the first error.
    pub(super) fn with_json(
        &mut self,
        name: &str,
        json: Result<String, serde_json::Error>,
        add: impl FnOnce(&mut Self, &Value<'_>) -> Result<(), String>,
    ) {
        self.groups.push(Vec::new());
        let added = json.map_err(|error| error.to_string()).and_then(|json| {
            let value = Value::parse(&json).map_err(|error| error.to_string())?;
            add(self, &value)
        });
        if let Err(reason) = added {
            self.fail(format!("part `{name}`: {reason}"));
        }
    }

    pub(super) fn put_value(&mut self, name: &str, content_type: &str, value: &Value<'_>) {
        let is_json = is_json(content_type);
        let json = if content_type.is_empty() { "application/json" } else { content_type };
        match value {
            Value::Null => {}
            Value::Array(..) | Value::Object(..) => {
                self.put(name, "", json, value.json().to_owned());
            }
            value if is_json => self.put(name, "", json, value.json().to_owned()),
            value => self.put(name, "", content_type, value.text().to_owned()),
        }
    }

    /// Adds a part with a name; `more` follows the name in the header.
    pub(super) fn put(
        &mut self,
        name: &str,
        more: &str,
        content_type: &str,
        content: impl Into<Upload>,
    ) {
        let name = quoted(name);
        let head = format!("Content-Disposition: form-data; name=\"{name}\"{more}\r\n");
        self.push(head, content_type, vec![content.into()]);
    }

    /// Adds a part with these headers and a media type, if it has one.
    pub(super) fn push(&mut self, mut head: String, content_type: &str, content: Vec<Upload>) {
        if content_type.contains(['\r', '\n']) {
            self.fail("the media type of a part contains a line break".to_owned());
            return;
        }
        if !content_type.is_empty() {
            head.push_str(&format!("Content-Type: {content_type}\r\n"));
        }
        let part = Part { head, content };
        match self.groups.last_mut() {
            Some(group) => group.push(part),
            None => self.groups.push(vec![part]),
        }
    }

    pub(super) fn fail(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }

    /// The parts between boundaries that none of them contains, and the boundary, which starts with this prefix.
    pub(super) fn finish(self, boundary: &str) -> (String, Vec<Upload>) {
        let boundary = self.boundary(boundary);
        let (mut body, mut held) = (Vec::new(), Vec::new());
        for Part { head, content } in self.groups.into_iter().flatten() {
            held.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            for piece in content {
                match piece.held() {
                    Some(bytes) => held.extend_from_slice(bytes),
                    None => body.extend([std::mem::take(&mut held).into(), piece]),
                }
            }
            held.extend_from_slice(b"\r\n");
        }
        held.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        body.push(held.into());
        (boundary, body)
    }

    fn boundary(&self, start: &str) -> String {
        let mut boundary = start.to_owned();
        let parts = self.groups.iter().flatten();
        let pieces: Vec<&Upload> = parts.flat_map(|part| &part.content).collect();
        let held: Vec<&Bytes> = pieces.iter().filter_map(|piece| piece.held()).collect();
        if held.len() < pieces.len() {
            // Content that is not read yet cannot be checked for the boundary.
            boundary.push_str(&format!("-{:032x}", fastrand::u128(..)));
        }
        while held.iter().any(|content| holds(content, boundary.as_bytes())) {
            boundary.push_str(&format!("-{}", boundary.len()));
        }
        boundary
    }
}

impl Request {
    /// Makes the parts the body, as `multipart/form-data`.
    pub fn multipart(&mut self, parts: Multipart) {
        self.multipart_as("multipart/form-data", parts);
    }

    /// Makes the parts the body, as a media type such as `multipart/mixed`.
    pub fn multipart_as(&mut self, content_type: &str, mut parts: Multipart) {
        if let Some(reason) = parts.error.take() {
            self.fail(format!("the body cannot be sent: {reason}"), None);
            return;
        }
        let mut content_type = content_type.to_owned();
        if content_type.trim().eq_ignore_ascii_case("multipart/related") {
            // The type of the first part is required (RFC 2387, section 3.1).
            let first = parts.groups.iter().flatten().next().and_then(Part::content_type);
            let first = first.unwrap_or("text/plain");
            content_type.push_str(&format!("; type=\"{first}\""));
        }
        let (boundary, body) = parts.finish("part-boundary");
        self.upload_all(format!("{content_type}; boundary={boundary}"), body);
    }
}

impl Part {
    /// The media type without its parameters.
    fn content_type(&self) -> Option<&str> {
        let line = self.head.lines().find_map(|line| line.strip_prefix("Content-Type: "))?;
        line.split([';', '"']).next().map(str::trim)
    }
}

/// Whether a media type is JSON (RFC 6839, section 3.1).
pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// A name between quotes, encoded as in browsers (WHATWG HTML, multipart/form-data).
pub(super) fn quoted(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

fn holds(content: &[u8], boundary: &[u8]) -> bool {
    content.windows(boundary.len()).any(|window| window == boundary)
}
