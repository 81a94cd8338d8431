//! Members of a union that do not have the property of its discriminator (OpenAPI 3.0.4, section 4.7.25).

use std::collections::BTreeSet;

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup;
use crate::load::node::{Node, Object};

/// How many schemas are visited to find the property of one member.
const MOST_VISITS: usize = 100;

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let Some(discriminator) = object.get("discriminator") else { return };
    let Some(name) = discriminator.node.get("propertyName").and_then(Node::as_str) else { return };
    // The whole may have it for all members.
    if has(object, name) || object.contains_key("allOf") || object.contains_key("$ref") {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let members = object.get(key).and_then(|entry| entry.node.as_array()).unwrap_or_default();
        for member in members {
            if lacks(context, member, name, &mut BTreeSet::new()) {
                let message = format!(
                    "this member has no property `{name}`, by which the discriminator selects it"
                );
                context.report(
                    Diagnostic::warning(Code::MissingKey, member.span, message)
                        .related(discriminator.key, "the discriminator")
                        .help(format!("add `{name}` to its `properties` and to `required`; the union adds it to what is sent")),
                );
            }
        }
    }
}

fn has(object: &Object, name: &str) -> bool {
    let properties = object.get("properties").and_then(|entry| entry.node.as_object());
    properties.is_some_and(|properties| properties.contains_key(name))
}

/// Whether the schema certainly does not describe the property.
fn lacks(context: &Context<'_>, schema: &Node, name: &str, seen: &mut BTreeSet<Span>) -> bool {
    let Some(object) = schema.as_object() else { return false };
    if seen.len() >= MOST_VISITS {
        return false;
    }
    // One that is visited is lacking, or the search has ended.
    if !seen.insert(schema.span) {
        return true;
    }
    let is_open = ["oneOf", "anyOf", "if", "$dynamicRef", "patternProperties"];
    // `null` has no properties.
    let is_null = object.get("type").is_some_and(|entry| entry.node.as_str() == Some("null"));
    if is_null || has(object, name) || is_open.iter().any(|key| object.contains_key(*key)) {
        return false;
    }
    if let Some(reference) = object.get("$ref").map(|entry| &entry.node) {
        let text = reference.as_str().unwrap_or_default();
        let Ok(found) = lookup::lookup(context.documents, reference.span, text) else {
            return false;
        };
        if !lacks(context, found.node, name, seen) {
            return false;
        }
    }
    let parts = object.get("allOf").and_then(|entry| entry.node.as_array()).unwrap_or_default();
    parts.iter().all(|part| lacks(context, part, name, seen))
}
