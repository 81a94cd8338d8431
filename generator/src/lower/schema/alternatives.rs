//! Whether `oneOf` and `anyOf` are alternative types, or alternative constraints of one.

use openapiv3::{AnySchema, ReferenceOr, Schema};

use super::super::context::keywords;

/// Whether the schema is a union of types, rather than a type with alternative constraints.
pub(super) fn is_union(schema: &Schema) -> bool {
    let keys = keywords(schema);
    let mut members = keys.one_of.iter().chain(&keys.any_of).peekable();
    members.peek().is_some() && !members.all(only_constrains)
}

/// Whether the members are constraints of one type; there has to be one.
pub(super) fn only_constrain<'s>(members: impl Iterator<Item = &'s ReferenceOr<Schema>>) -> bool {
    let mut members = members.peekable();
    members.peek().is_some() && members.all(only_constrains)
}

/// `required` and the like alone: which of the properties must be there, not what they are.
fn only_constrains(member: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = member else { return false };
    let keys = keywords(schema);
    let unconstrained = AnySchema {
        required: Vec::new(),
        not: None,
        min_properties: None,
        max_properties: None,
        typ: keys.typ.clone().filter(|name| name != "object"),
        all_of: if keys.all_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.all_of.clone()
        },
        any_of: if keys.any_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.any_of.clone()
        },
        one_of: if keys.one_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.one_of.clone()
        },
        ..keys.clone()
    };
    // An empty schema allows everything, which is a member of its own if others are more specific.
    unconstrained == AnySchema::default()
        && *keys != AnySchema::default()
        && (!keys.required.is_empty() || keys.not.is_some())
}
