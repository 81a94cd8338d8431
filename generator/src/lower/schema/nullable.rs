//! Whether `null` is valid by a schema.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};

use super::super::context::{Context, keywords};
use super::all_of::says_nothing;
use crate::parse::referenced_key;

/// Deeper schemas are not checked; only cycles go deeper.
const DEEPEST: usize = 24;

/// Whether `null` is valid by the schema, or by the one that it refers to.
pub(crate) fn is_nullable<S: Borrow<Schema>>(
    context: &Context<'_>,
    schema: &ReferenceOr<S>,
) -> bool {
    ask(context, schema, 0)
}

fn ask<S: Borrow<Schema>>(context: &Context<'_>, schema: &ReferenceOr<S>, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let schema = match schema {
        ReferenceOr::Item(schema) => schema.borrow(),
        ReferenceOr::Reference { reference } => {
            return context
                .schema(&referenced_key(reference))
                .is_some_and(|schema| ask(context, schema, depth + 1));
        }
    };
    let keys = keywords(schema);
    if schema.schema_data.nullable || keys.enumeration.iter().any(serde_json::Value::is_null) {
        return true;
    }
    if keys.typ.is_some() || !keys.enumeration.is_empty() {
        return false;
    }
    // A part that only describes allows `null` as it allows everything.
    let mut parts = keys.all_of.iter().filter(|part| !says_nothing(part)).peekable();
    if parts.peek().is_some() {
        return keys.properties.is_empty() && parts.all(|part| ask(context, part, depth + 1));
    }
    keys.one_of.iter().chain(&keys.any_of).any(|part| ask(context, part, depth + 1))
}
