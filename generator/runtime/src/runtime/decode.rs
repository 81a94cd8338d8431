//! Decoding of JSON bodies. In: bytes. Out: a value, or an error that says where in the body it went wrong without
//! quoting the body, which may hold secrets.

use std::fmt;

use serde::de::DeserializeOwned;

use super::integral;

/// A body that is not what the description promises.
///
/// It tells the place and the kind of the mismatch, never a value from the body.
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

    /// The JSON path of the value that did not decode, such as `$.items[3].name`.
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

/// Decodes a whole body of JSON. An integer may be written as a float.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    // To keep track of the place costs more than half of the time, and what decodes needs none.
    serde_json::from_slice(body).or_else(|_| leniently(body))
}

/// Decodes once more what did not decode: with its integers as integers, or else to find the place where it went wrong.
#[cold]
fn leniently<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    // A mark of the byte order is no part of JSON, and some servers write it all the same (RFC 8259, section 8.1).
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
    // A body that ends too early ends at a place without a name.
    let path = path.to_string();
    let path = match path.strip_suffix(".?").unwrap_or(&path).replace('?', "") {
        root if root == "." || root.is_empty() => "$".to_owned(),
        item if item.starts_with('[') => format!("${item}"),
        field => format!("$.{field}"),
    };
    DecodeError::new(path, without_values(&source.to_string()))
}

/// Takes the quoted values out of serde's message: `invalid type: string "hunter2", expected u64` becomes
/// `invalid type: string, expected u64`.
fn without_values(message: &str) -> String {
    // What follows the last "expected" comes from the code, not from the body.
    let (found, expected) = match message.rfind(", expected ") {
        Some(at) => message.split_at(at),
        None => match message.rfind(" at line ") {
            Some(at) => message.split_at(at),
            None => (message, ""),
        },
    };
    // A value may itself hold quotes, so everything from the first to the last goes. Names of fields are the code's.
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
