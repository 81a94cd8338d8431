//! Deserialization of JSON bodies. In: bytes. Out: a value, or an error with its place in the body. It never quotes the
//! body, which may contain secrets.

use std::fmt;

use serde::de::DeserializeOwned;

use super::integral;

/// A body that does not match the description.
///
/// It has the place and the kind of the mismatch, never a value from the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// An error at a place in the body, given as a JSON path such as `$.items[3].name`.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    /// The JSON path of the value that failed to decode, such as `$.items[3].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at `{}`: {}", self.path, self.reason)
    }
}

impl std::error::Error for DecodeError {}

/// Deserializes a whole JSON body. An integer may be written as a float.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    // Tracking the path costs more than half of the time, and is only needed after an error.
    serde_json::from_slice(body).or_else(|_| leniently(body))
}

/// Deserializes a body again after an error: with floats as integers, or else to find the path of the error.
#[cold]
fn leniently<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    // A byte order mark is not part of JSON, but some servers send one (RFC 8259, section 8.1).
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    located(body)
        .or_else(|error| integral::text(body).and_then(|body| located(&body).ok()).ok_or(error))
}

fn located<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize(&mut deserializer) {
        Ok(value) => match deserializer.end() {
            Ok(()) => Ok(value),
            Err(source) => Err(DecodeError::new("$", without_values(&source.to_string()))),
        },
        Err(error) => Err(describe(body, error.path(), error.inner())),
    }
}

fn describe(
    body: &[u8],
    path: &serde_path_to_error::Path,
    source: &serde_json::Error,
) -> DecodeError {
    if body.iter().all(u8::is_ascii_whitespace) {
        return DecodeError::new("$", "the body is empty");
    }
    // A body that is truncated ends at a place without a name.
    let path = path.to_string();
    let path = match path.strip_suffix(".?").unwrap_or(&path).replace('?', "") {
        root if root == "." || root.is_empty() => "$".to_owned(),
        item if item.starts_with('[') => format!("${item}"),
        field => format!("$.{field}"),
    };
    DecodeError::new(path, without_values(&source.to_string()))
}

/// Removes quoted values from serde's message: `invalid type: string "hunter2", expected u64` becomes `invalid type:
/// string, expected u64`.
fn without_values(message: &str) -> String {
    // The part after the last "expected" comes from the code, not from the body.
    let (found, expected) = match message.rfind(", expected ") {
        Some(at) => message.split_at(at),
        None => match message.rfind(" at line ") {
            Some(at) => message.split_at(at),
            None => (message, ""),
        },
    };
    // A value may itself contain quotes, so everything from the first to the last is removed. Field names come from the
    // code.
    let is_field = found.starts_with("missing field") || found.starts_with("duplicate field");
    match (found.find(['"', '`']), found.rfind(['"', '`'])) {
        (Some(first), Some(last)) if !is_field => {
            let before = found.get(..first).unwrap_or_default().trim_end();
            let after = found.get(last + 1..).unwrap_or_default();
            format!("{before}{after}{expected}")
        }
        _ => message.to_owned(),
    }
}
