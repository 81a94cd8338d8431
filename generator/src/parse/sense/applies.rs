//! Keywords that have no effect on values of the schema's type (JSON Schema 2020-12 validation, section 6).

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Object};
use crate::normalize::Dialect;

/// The keywords that only constrain values of some types, with these and what such values are.
const OF_TYPES: [(&[&str], &[&str], &str); 4] = [
    (&["items", "prefixItems", "minItems", "maxItems", "contains"], &["array"], "arrays"),
    (&["minLength", "maxLength", "pattern"], &["string", "file"], "strings"),
    (
        &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        &["number", "integer"],
        "numbers",
    ),
    (
        &["properties", "patternProperties", "minProperties", "maxProperties", "propertyNames"],
        &["object"],
        "objects",
    ),
];

/// The types that JSON Schema has; others are reported by themselves.
const TYPES: [&str; 8] =
    ["string", "number", "integer", "boolean", "array", "object", "null", "file"];

/// Keywords whose values are booleans, which are also schemas since 3.1.
const FLAGS: [&str; 6] =
    ["readOnly", "writeOnly", "deprecated", "nullable", "uniqueItems", "additionalProperties"];

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    check_names(context, object);
    let Some(types) = types(object) else { return };
    for (keys, of, values) in OF_TYPES {
        if types.iter().any(|typ| of.contains(typ)) {
            continue;
        }
        for key in keys {
            let Some(entry) = object.get(*key).filter(|entry| !entry.node.is_null()) else {
                continue;
            };
            let message = format!(
                "`{key}` is about {values}, and has no effect on the type `{}`",
                types.join("` or `")
            );
            let place = object.get("type").map_or(entry.key, |typ| typ.node.span);
            context.report(
                Diagnostic::warning(Code::Contradiction, entry.key, message)
                    .related(place, "the type")
                    .help("correct the type, or move the keyword to the schema that it is about"),
            );
        }
    }
}

/// The types of the schema, if all are known.
fn types(object: &Object) -> Option<Vec<&str>> {
    let node = &object.get("type")?.node;
    let listed = node.as_array().unwrap_or(std::slice::from_ref(node));
    let types: Vec<&str> = listed.iter().filter_map(Node::as_str).collect();
    (!types.is_empty() && types.iter().all(|typ| TYPES.contains(typ))).then_some(types)
}

/// Reports properties that are keywords by their names and values: a wrong indentation made them so.
fn check_names(context: &mut Context<'_>, object: &Object) {
    if context.dialect < Dialect::V3_1 {
        return;
    }
    let properties = object.get("properties").and_then(|entry| entry.node.as_object());
    for (name, entry) in properties.into_iter().flatten() {
        if FLAGS.contains(&name.as_str()) && entry.node.as_bool().is_some() {
            let message =
                format!("`{name}` is a property here, of which every value is valid or none");
            context.report(Diagnostic::warning(Code::Contradiction, entry.key, message).help(
                "indent it as the keyword that it is meant to be, or write an object as its schema",
            ));
        }
    }
}
