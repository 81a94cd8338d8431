//! OpenAPI 3.1: its schemas are those of JSON Schema 2020-12, and are converted to their 3.0 form.
//!
//! | in 3.1 | here |
//! | --- | --- |
//! | `type: [T, 'null']`, a member `type: 'null'` of `anyOf` or `oneOf` | `nullable: true` |
//! | `type: [A, B]` | `anyOf`, a schema for each type with the keywords that apply to it |
//! | `format: int-or-string` | `anyOf` of both types |
//! | `const` | an `enum` of one value, with a carrier |
//! | a bound as the value of `exclusiveMinimum` | `minimum` and `exclusiveMinimum: true` |
//! | `examples` | `example`, and a carrier for the rest |
//! | `contentEncoding`, `contentMediaType`, `contentSchema` | a `format`, and carriers |
//! | `prefixItems`, or `items` as an array | a carrier |
//! | `if`, `then`, `else`, `dependentSchemas` | a `oneOf`, if constants of one property decide; else optional properties of any value, which is reported |
//! | `unevaluatedProperties`, `unevaluatedItems` | `additionalProperties`, `items` |
//! | `$dynamicRef` | `$ref` |
//! | keywords that only validate | reported |

mod composition;
mod conditional;
pub(super) mod content;
mod types;
mod validation;

use std::borrow::Cow;

use super::edit::Edit;
use crate::diagnostic::Diagnostic;
use crate::load::node::{Node, Value};

/// A schema of 3.1 in its 3.0 form.
pub(super) fn schema<'n>(node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Cow<'n, Node> {
    let Some(object) = node.as_object() else { return Cow::Borrowed(node) };
    if !object.iter().any(|(key, entry)| is_newer(key, &entry.node)) {
        return Cow::Borrowed(node);
    }
    let mut edit = Edit::of(node);
    if let Some(entry) = edit.remove("$dynamicRef")
        && edit.get("$ref").is_none()
    {
        edit.set("$ref", entry.node);
    }
    content::rewrite(&mut edit);
    conditional::rewrite(&mut edit, diagnostics);
    validation::bounds(&mut edit);
    validation::unevaluated(&mut edit);
    validation::examples(&mut edit);
    validation::report(&mut edit, diagnostics);
    types::constant(&mut edit);
    types::null_in_enum(&mut edit);
    types::int_or_string(&mut edit);
    types::list(&mut edit, diagnostics);
    composition::items(&mut edit, diagnostics);
    composition::null_member(&mut edit, "oneOf", diagnostics);
    composition::null_member(&mut edit, "anyOf", diagnostics);
    edit.finish()
}

/// Whether 3.0 does not have the key, or not with that kind of value.
fn is_newer(key: &str, node: &Node) -> bool {
    match key {
        "type" => node.as_str().is_none_or(|name| name == "null"),
        "enum" => node.as_array().is_some_and(|values| values.iter().any(Node::is_null)),
        "items" => node.as_array().is_some(),
        "allOf" => node.as_array().is_some_and(|parts| parts.iter().any(conditional::is_condition)),
        "anyOf" | "oneOf" => {
            node.as_array().is_some_and(|members| members.iter().any(composition::is_null))
        }
        "exclusiveMinimum" | "exclusiveMaximum" => node.as_bool().is_none(),
        "const" | "examples" | "prefixItems" | "additionalItems" | "if" | "then" | "else" => true,
        "contentEncoding" | "contentMediaType" | "contentSchema" | "$dynamicRef" => true,
        "x-nullable" => true,
        "format" => node.as_str() == Some("int-or-string"),
        _ => key.starts_with("unevaluated") || key.starts_with("depend") || validation::only(key),
    }
}

/// The strings of a list or a single string.
fn texts(node: &Node) -> Vec<(&str, &Node)> {
    match &node.value {
        Value::String(text) => vec![(text, node)],
        Value::Array(items) => {
            items.iter().filter_map(|item| Some((item.as_str()?, item))).collect()
        }
        _ => Vec::new(),
    }
}
