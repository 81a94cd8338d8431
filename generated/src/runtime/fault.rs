//! Errors of a second reading. In: a value, and what is expected in its place. Out: where it is, and what is wrong with
//! it, without the value itself.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

use super::json_tree::Node;
use super::reading::{self, Step};

/// Why a value could not be read, even with corrections.
#[allow(dead_code, reason = "not every crate reads bodies")]
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) path: Vec<Step>,
    pub(super) reason: String,
    pub(super) gap: Option<Gap>,
}

/// A property that is `null` or missing, and required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) is_missing: bool,
    /// The path of the struct's type in Rust.
    pub(super) owner: &'static str,
    pub(super) key: Box<str>,
}

impl Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self { path: reading::path(), reason: message.to_string(), gap: None }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Fault {}

/// The error for a value, which may be a field of the `owner`.
pub(super) fn unexpected(
    node: &Node<'_>,
    expected: &dyn Expected,
    owner: Option<&'static str>,
) -> Fault {
    let mut path = reading::path();
    let is_missing = matches!(node, Node::Missing);
    let key = match path.last() {
        Some(Step::Key(key)) if is_missing || matches!(node, Node::Null) => Some(key.clone()),
        _ => None,
    };
    let gap = owner.zip(key).map(|(owner, key)| Gap { is_missing, owner, key });
    let reason = match &gap {
        Some(Gap { is_missing: true, key, .. }) => {
            path.pop();
            format!("missing field `{key}`")
        }
        _ => Fault::invalid_type(Unexpected::Other(kind(node)), expected).reason,
    };
    Fault { path, reason, gap }
}

/// The type of a value in serde's words.
fn kind(node: &Node<'_>) -> &'static str {
    match node {
        Node::Missing => "nothing",
        Node::Null => "null",
        Node::Bool(_) => "boolean",
        Node::Number(_) => "number",
        Node::String(_) | Node::Repaired(_) | Node::Bare(_) => "string",
        Node::Array(_) => "sequence",
        Node::Object(_) => "map",
    }
}
