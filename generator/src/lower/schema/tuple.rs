//! Lists whose items each have a schema of their own (`prefixItems`, JSON Schema 2020-12, section 10.3.1.1).

use openapiv3::Schema;
use serde_json::Value;

use super::super::context::{Context, Hint, keywords};
use super::lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Reason, TypeRef};
use crate::normalize::carrier;
use crate::parse::reference_to;

/// The standard library implements traits for tuples of up to this many items.
const LONGEST: usize = 12;

pub(super) fn is_tuple(schema: &Schema) -> bool {
    schema.schema_data.extensions.contains_key(carrier::TUPLE)
}

/// The keys of the items' schemas; `None` if not all items are required, or more are allowed.
pub(super) fn items_of(schema: &Schema) -> Option<Vec<&str>> {
    let extensions = &schema.schema_data.extensions;
    let keys: Vec<&str> =
        extensions.get(carrier::TUPLE)?.as_array()?.iter().filter_map(Value::as_str).collect();
    let keywords = keywords(schema);
    let ends =
        carrier::flag(extensions, carrier::TUPLE_ENDS) || keywords.max_items == Some(keys.len());
    let is_complete = keywords.min_items.is_some_and(|count| count >= keys.len());
    (ends && is_complete && !keys.is_empty() && keys.len() <= LONGEST).then_some(keys)
}

/// A tuple, where all of its items are always there and no more; a list of plain JSON where their number varies.
pub(super) fn of(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Option<TypeRef> {
    if !is_tuple(schema) {
        return None;
    }
    let Some(keys) = items_of(schema) else {
        let span = context.span(&schema.schema_data.extensions);
        context.report(
            Diagnostic::warning(
                Code::Untyped,
                span,
                "the number of items of this array varies; they are any JSON values",
            )
            .help("add `minItems` and `items: false`, or describe all items by one schema"),
        );
        return Some(TypeRef::Vec(Box::new(TypeRef::Untyped(Reason::Any))));
    };
    let items = keys
        .iter()
        .enumerate()
        .map(|(index, key)| (reference_to::<Schema>(key), hint.part(&format!("Item{}", index + 1))))
        .map(|(item, hint)| lower(context, &item, &hint).into_item());
    Some(TypeRef::Tuple(items.collect()))
}
