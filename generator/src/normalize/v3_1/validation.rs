//! Keywords that constrain values: those with a 3.0 form get it, the rest is reported.

use super::super::edit::Edit;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Value};
use crate::normalize::carrier;

/// Bounds that are numbers: 3.0 has the number in `minimum` and a flag that excludes it.
pub(super) fn bounds(edit: &mut Edit<'_>) {
    for (exclusive, inclusive, sign) in
        [("exclusiveMinimum", "minimum", 1.0), ("exclusiveMaximum", "maximum", -1.0)]
    {
        let number = |node: Option<&Node>| match &node?.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let Some(bound) = number(edit.get(exclusive)) else { continue };
        let Some(entry) = edit.remove(exclusive) else { continue };
        let other = number(edit.get(inclusive));
        if other.is_none_or(|other| bound * sign >= other * sign) {
            let span = entry.node.span;
            edit.set(inclusive, entry.node);
            edit.set(exclusive, Node::new(Value::Bool(true), span));
        }
    }
}

/// What is left after all other keywords, in its 3.0 form: parts of an `allOf` are merged, so both are the same.
pub(super) fn unevaluated(edit: &mut Edit<'_>) {
    for (unevaluated, plain) in
        [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")]
    {
        if let Some(entry) = edit.remove(unevaluated)
            && edit.get(plain).is_none()
        {
            edit.set(plain, entry.node);
        }
    }
}

/// `examples`: the first is the `example`, if there is none; all are carried.
pub(super) fn examples(edit: &mut Edit<'_>) {
    let Some(entry) = edit.remove("examples") else { return };
    let values: Vec<Node> = match &entry.node.value {
        Value::Array(values) => values.as_ref().clone(),
        // As in media types: by name, each with a `value`.
        Value::Object(object) => object
            .values()
            .map(|entry| entry.node.get("value").unwrap_or(&entry.node).clone())
            .collect(),
        Value::Null => return,
        _ => vec![entry.node.clone()],
    };
    if let Some(first) = values.first().filter(|_| edit.get("example").is_none()) {
        edit.set("example", first.clone());
    }
    if values.len() > 1 {
        edit.set(carrier::EXAMPLES, Node::array(values, entry.node.span));
    }
}

/// The schema of names, which are strings whether it says so or not.
fn of_names(schema: &Node) -> Node {
    let mut edit = Edit::of(schema);
    if !["type", "$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| edit.get(key).is_some()) {
        edit.set("type", Node::string("string", schema.span));
    }
    if schema.as_object().is_some() { edit.finish().into_owned() } else { schema.clone() }
}

/// Keywords that are only for validation.
const ONLY: [&str; 9] = [
    "propertyNames",
    "dependentRequired",
    "dependencies",
    "contains",
    "minContains",
    "maxContains",
    "contentSchema",
    "$recursiveRef",
    "additionalItems",
];

/// Whether a keyword is only for validation.
pub(super) fn only(key: &str) -> bool {
    ONLY.contains(&key)
}

/// Reports the keywords without an effect on the generated types.
pub(super) fn report(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for key in ONLY {
        if key == "additionalItems"
            && edit.get("items").is_some_and(|node| node.as_array().is_some())
        {
            continue;
        }
        if let Some(entry) = edit.remove(key) {
            if key == "propertyNames" {
                edit.set(carrier::PROPERTY_NAMES, of_names(&entry.node));
            }
            diagnostics.push(
                Diagnostic::warning(
                    Code::NotGenerated,
                    entry.key,
                    format!("`{key}` is not checked by the generated types"),
                )
                .help("no change is needed; the server still checks it"),
            );
        }
    }
}
