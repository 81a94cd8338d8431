//! Schemas within schemas: unions with `null`, and items by position.

use super::super::edit::Edit;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;

/// Whether only `null` is valid by the schema.
pub(super) fn is_null(schema: &Node) -> bool {
    let Some(object) = schema.as_object() else { return false };
    let get = |key: &str| object.get(key).map(|entry| &entry.node);
    let only_null = |values: &[Node]| values.iter().all(Node::is_null) && !values.is_empty();
    match get("type") {
        Some(node) => match node.as_array() {
            Some(names) => !names.is_empty() && names.iter().all(is_null_name),
            None => is_null_name(node),
        },
        None => {
            get("const").is_some_and(Node::is_null)
                || get("enum").and_then(Node::as_array).is_some_and(only_null)
        }
    }
}

fn is_null_name(node: &Node) -> bool {
    node.is_null() || node.as_str() == Some("null")
}

/// A union with `null`: the union without it, and nullable. A single remaining member is not a union.
pub(super) fn null_member(edit: &mut Edit<'_>, keyword: &str, diagnostics: &mut Vec<Diagnostic>) {
    let Some(members) = edit.get(keyword).and_then(Node::as_array) else { return };
    if !members.iter().any(is_null) {
        return;
    }
    let rest: Vec<Node> = members.iter().filter(|member| !is_null(member)).cloned().collect();
    let Some(entry) = edit.remove(keyword) else { return };
    edit.flag("nullable");
    match rest.as_slice() {
        [] => {
            let null = Node::new(crate::load::node::Value::Null, entry.node.span);
            edit.set("enum", Node::array(vec![null], entry.node.span));
        }
        [member] => take(edit, member, diagnostics),
        _ => edit.set(keyword, Node::array(rest, entry.node.span)),
    }
}

/// Makes `member` a part of the schema: its keywords become the schema's unless there is a conflict, so that no wrapper
/// remains.
fn take(edit: &mut Edit<'_>, member: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let plain = super::schema(member, diagnostics);
    let Some(object) = plain.as_object() else { return edit.also(member.clone()) };
    let meets = |key: &str, node: &Node| {
        let own = edit.get(key);
        let same = own.is_some_and(|own| own.as_str().is_some() && own.as_str() == node.as_str());
        own.is_some() && !same && !NOTES.contains(&key)
    };
    let has_name =
        ["$ref", "$id", "$anchor", "$dynamicAnchor"].iter().any(|key| object.contains_key(*key));
    if has_name || object.iter().any(|(key, entry)| meets(key, &entry.node)) {
        return edit.also(member.clone());
    }
    for (key, entry) in object {
        if edit.get(key).is_none() {
            edit.set(key, entry.node.clone());
        }
    }
}

/// Keywords of which the outer one takes precedence.
const NOTES: [&str; 6] = ["title", "description", "default", "example", "deprecated", "nullable"];

/// `items` as an array: the one schema of an array's items, or the items of a tuple.
pub(super) fn items(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(node) = edit.get("items").filter(|node| node.as_array().is_some()).cloned() else {
        return;
    };
    let schemas = node.as_array().unwrap_or_default();
    edit.remove("items");
    match schemas {
        [] => {}
        [schema] if edit.get("additionalItems").is_none() => {
            diagnostics.push(
                Diagnostic::warning(
                    Code::WrongType,
                    node.span,
                    "`items` is an array with one schema; the schema applies to every item",
                )
                .help("write the schema itself, without the array around it"),
            );
            edit.set("items", schema.clone());
        }
        // The notation of JSON Schema before 2020-12.
        _ => {
            if edit.get("prefixItems").is_none() {
                edit.set("prefixItems", node);
            }
            if let Some(rest) = edit.remove("additionalItems") {
                edit.set("items", rest.node);
            }
        }
    }
}
