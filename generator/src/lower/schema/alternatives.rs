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

/// Whether the member only has keywords that constrain a value, such as `required` or `minLength`, and none that says what
/// it is.
fn only_constrains(member: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = member else { return false };
    let keys = keywords(schema);
    let without_constraints = |members: &[ReferenceOr<Schema>]| match members {
        members if members.iter().all(only_constrains) => Vec::new(),
        members => members.to_vec(),
    };
    let unconstrained = AnySchema {
        typ: keys.typ.clone().filter(|name| name != "object"),
        format: keys.format.clone(),
        enumeration: keys.enumeration.clone(),
        properties: keys.properties.clone(),
        additional_properties: keys.additional_properties.clone(),
        items: keys.items.clone(),
        all_of: without_constraints(&keys.all_of),
        any_of: without_constraints(&keys.any_of),
        one_of: without_constraints(&keys.one_of),
        ..AnySchema::default()
    };
    let only_type = AnySchema { typ: keys.typ.clone(), ..AnySchema::default() };
    // An empty schema allows everything, which is a member of its own if others are more specific.
    unconstrained == AnySchema::default() && *keys != only_type
}
