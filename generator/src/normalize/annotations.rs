//! What a part of an `allOf` only says about the whole (OpenAPI 3.0.4, section 4.7.24; JSON Schema Validation 2020-12, section 9):
//! it is said of the whole too, as where a reference stands beside `{description: …}` or `{readOnly: true}`.

use std::borrow::Cow;

use super::edit::Edit;
use crate::load::node::{Entry, Node};

/// What is said of a value, and does not limit it.
const ANNOTATIONS: [&str; 10] = [
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "default",
    "example",
    "examples",
    "externalDocs",
    "xml",
];

/// A schema in, and out with the annotations of the parts of its `allOf` that are nothing else, where it has none of
/// its own.
pub(super) fn of_parts(node: &Node) -> Cow<'_, Node> {
    let Some(parts) = node.get("allOf").and_then(Node::as_array) else {
        return Cow::Borrowed(node);
    };
    let mut edit = Edit::of(node);
    for part in parts.iter().filter(|part| only_annotates(part)) {
        for (key, Entry { node, .. }) in part.as_object().into_iter().flatten() {
            if ANNOTATIONS.contains(&key.as_str()) && edit.get(key).is_none() {
                edit.set(key, node.clone());
            }
        }
    }
    edit.finish()
}

/// Whether every value is valid by the part, whatever it says.
fn only_annotates(part: &Node) -> bool {
    part.as_object().is_some_and(|object| {
        object.keys().all(|key| {
            ANNOTATIONS.contains(&key.as_str()) || key == "nullable" || key.starts_with("x-")
        })
    })
}
