//! Deserialization of JSON bodies. In: bytes. Out: a value, or an error with its place in the body. It never quotes the
//! body, which may contain secrets.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::{Fault, Gap};
use super::json_tree::Node;
use super::lenient;
use super::reading::{self, Reading, Step};

/// A body that does not match the description.
///
/// It has the place and the kind of the mismatch, never a value from the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
    help: Option<String>,
    /// The path in steps, if there is a value there.
    steps: Vec<Step>,
}

impl DecodeError {
    /// An error at a place in the body, given as a JSON path such as `$.items[3].name`.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into(), help: None, steps: Vec::new() }
    }

    fn of(fault: Fault) -> Self {
        let Fault { path, reason, gap } = fault;
        let help = gap.as_ref().and_then(overlay);
        let reason = without_values(&reason);
        Self { path: reading::written(&path), reason, help, steps: path }
    }

    /// The JSON path of the value that failed to decode, such as `$.items[3].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The action of an overlay by which a client that is generated again accepts the value, if one does: for a value
    /// that is `null` or missing. Its target is the schema with the name that the type has in Rust.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The outermost list on the way to the value.
    #[allow(dead_code, reason = "not every crate has a client")]
    pub(super) fn list(&self) -> Option<&[Step]> {
        let index = self.steps.iter().position(|step| matches!(step, Step::Index(_)))?;
        self.steps.get(..index)
    }
}

/// The action of an overlay by which the property may be `null` or missing.
fn overlay(gap: &Gap) -> Option<String> {
    let Gap { is_missing, owner, key } = gap;
    let schema = owner.rsplit("::").next().filter(|name| !name.contains(['<', '>', ' ']))?;
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '$' | '@');
    let schema = format!("$..['schemas','definitions']['{schema}']");
    key.chars().all(is_plain).then(|| match is_missing {
        true => format!("- {{target: \"{schema}.required[?@ == '{key}']\", remove: true}}"),
        false => {
            let property = format!("{schema}.properties['{key}']");
            format!("- {{target: \"{property}\", update: {{x-nullable: true}}}}")
        }
    })
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at `{}`: {}", self.path, self.reason)?;
        match &self.help {
            Some(help) => write!(f, "; an overlay allows it: `{help}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Deserializes a whole JSON body. An integer may be written as a float; what else does not match is corrected as the
/// mode of the thread says.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let (value, is_doubtful) = reading::as_it_is(|| serde_json::from_slice(body));
    match value {
        Ok(value) if !is_doubtful || reading::mode() == Reading::Strict => Ok(value),
        value => again(body, value.ok()),
    }
}

/// Deserializes a body again: after an error, or since a member of a union does not match.
#[cold]
fn again<T: DeserializeOwned>(body: &[u8], first: Option<T>) -> Result<T, DecodeError> {
    let (node, not_json) = match tree(body) {
        Ok(node) => (node, None),
        Err(error) => (bare(body).ok_or_else(|| error.clone())?, Some(error)),
    };
    match (reading::correcting(body.len(), || lenient::read(&node)), first) {
        (Ok(value), _) | (Err(_), Some(value)) => Ok(value),
        (Err(fault), None) => Err(not_json.unwrap_or_else(|| DecodeError::of(fault))),
    }
}

/// The body as text that may be meant as a string; `None` if it looks like JSON.
fn bare(body: &[u8]) -> Option<Node<'_>> {
    let text = std::str::from_utf8(body).ok()?;
    let is_like_json = text.trim_start().starts_with(['"', '{', '[']) || text.trim().is_empty();
    (!is_like_json && reading::mode() != Reading::Strict).then_some(Node::Bare(text))
}

/// What stands for an empty body: an empty list or map, nothing, or `null`; `None` if that is not a `T`.
#[cold]
#[allow(dead_code, reason = "not every crate has a client")]
pub(super) fn nothing<T: DeserializeOwned>() -> Option<T> {
    reading::correcting(0, || lenient::read(&Node::Missing)).ok()
}

/// The values of a body.
fn tree(body: &[u8]) -> Result<Node<'_>, DecodeError> {
    // A byte order mark is not part of JSON, but some servers send one (RFC 8259, section 8.1).
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::new("$", "the body is empty"));
    }
    let parsed = std::str::from_utf8(body).map_err(|_| Vec::new()).and_then(Node::parse);
    parsed.map_err(|mut path| {
        path.reverse();
        let reason = match serde_json::from_slice::<Value>(body) {
            Err(error) => without_values(&error.to_string()),
            Ok(_) => String::from("not JSON"),
        };
        DecodeError::new(reading::written(&path), reason)
    })
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

/// The items of the list at the path, each with its own outcome.
#[allow(dead_code, reason = "not every crate has a client")]
pub(super) fn items<T: DeserializeOwned>(
    body: &[u8],
    path: &[Step],
) -> Vec<Result<T, DecodeError>> {
    let Ok(node) = tree(body) else { return Vec::new() };
    let list = path.iter().try_fold(&node, |node, step| node.part(step));
    let Some(Node::Array(items)) = list else { return Vec::new() };
    reading::correcting(body.len(), || {
        lenient::each(items, path).map(|item| item.map_err(DecodeError::of)).collect()
    })
}
