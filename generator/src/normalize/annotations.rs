//! Annotations of a part of an `allOf` (OpenAPI 3.0.4, section 4.7.24; JSON Schema Validation 2020-12, section 9): they
//! apply to the whole too, as in a reference beside `{description: …}` or `{readOnly: true}`.

use std::borrow::Cow;

use super::edit::Edit;
use crate::load::node::{Entry, Node, Object};

/// Keywords that describe a value, and do not constrain it.
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

/// Annotations of the whole even in a part with constraints. The others may be about that part alone: a title is its
/// name, and an example lacks the other parts.
const OF_THE_WHOLE: [&str; 5] =
    ["description", "deprecated", "readOnly", "writeOnly", "externalDocs"];

/// A schema in, and out with the annotations of the parts of its `allOf` that it does not have itself.
pub(super) fn of_parts(node: &Node) -> Cow<'_, Node> {
    let Some(parts) = node.get("allOf").and_then(Node::as_array) else {
        return Cow::Borrowed(node);
    };
    let is_inline = |part: &&Object| !part.contains_key("$ref");
    let parts = parts.iter().filter_map(Node::as_object).filter(is_inline);
    let (only, limiting): (Vec<&Object>, Vec<&Object>) =
        parts.partition(|part| only_annotates(part));
    // If several parts have constraints, the annotations of one are not those of the whole.
    let said = |name: &str| {
        let mut saying = limiting.iter().filter_map(|part| part.get(name));
        saying.next().filter(|_| saying.next().is_none())
    };
    let alone = only.iter().flat_map(|part| part.iter());
    let alone = alone.filter(|(name, _)| ANNOTATIONS.contains(&name.as_str()));
    let alone = alone.map(|(name, entry)| (name.as_str(), entry));
    let beside = OF_THE_WHOLE.into_iter().filter_map(|name| Some((name, said(name)?)));
    let mut edit = Edit::of(node);
    for (name, Entry { node, .. }) in alone.chain(beside) {
        if edit.get(name).is_none() {
            edit.set(name, node.clone());
        }
    }
    edit.finish()
}

/// Whether every value is valid by the part, or every object, apart from annotations.
fn only_annotates(part: &Object) -> bool {
    part.iter().all(|(key, entry)| match key.as_str() {
        "nullable" => true,
        "type" => entry.node.as_str() == Some("object"),
        key => ANNOTATIONS.contains(&key) || key.starts_with("x-"),
    })
}
