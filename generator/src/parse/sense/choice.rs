//! `oneOf` and `anyOf` that only choose which properties are required, and names that are required but not described.

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Entry, Node, Object};
use crate::suggest;

/// Keywords that describe properties elsewhere than in `properties`.
const ELSEWHERE: [&str; 10] = [
    "$ref",
    "$dynamicRef",
    "allOf",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "patternProperties",
    "discriminator",
    "additionalProperties",
];

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    for key in ["oneOf", "anyOf"] {
        let Some(Entry { key: span, node }) = object.get(key) else { continue };
        let members = node.as_array().unwrap_or_default();
        if members.is_empty() || !members.iter().all(only_requires) {
            continue;
        }
        let message = format!(
            "which properties are required by `{key}` is not checked by the generated types"
        );
        context.report(
            Diagnostic::warning(Code::NotGenerated, *span, message)
                .help("no change is needed; the server still checks it"),
        );
        for name in members.iter().flat_map(required) {
            check_name(context, object, name);
        }
    }
}

/// Whether a member has `required`, and nothing that describes a property.
fn only_requires(member: &Node) -> bool {
    let Some(object) = member.as_object() else { return false };
    let is_note = |key: &str| ["title", "description", "$comment"].contains(&key);
    object.contains_key("required")
        && object.iter().all(|(key, entry)| match key.as_str() {
            "required" | "not" | "minProperties" | "maxProperties" => true,
            "type" => entry.node.as_str() == Some("object"),
            key => is_note(key) || key.starts_with("x-"),
        })
}

fn required(member: &Node) -> &[Node] {
    member.get("required").and_then(Node::as_array).unwrap_or_default()
}

/// Reports a name that the properties do not have.
fn check_name(context: &mut Context<'_>, object: &Object, name: &Node) {
    let Some(text) = name.as_str() else { return };
    let Some(properties) = object.get("properties").and_then(|entry| entry.node.as_object()) else {
        return;
    };
    let is_elsewhere = ELSEWHERE.iter().any(|key| object.contains_key(*key));
    if is_elsewhere || properties.contains_key(text) {
        return;
    }
    let known = properties.keys().map(String::as_str);
    let message = format!("`{text}` is required, but not described");
    context.report(
        Diagnostic::warning(Code::UnresolvedReference, name.span, message).help(
            suggest::did_you_mean(text, known, "add it to `properties`, or correct the name"),
        ),
    );
}
