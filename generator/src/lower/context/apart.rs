//! Which named schemas need types of their own, although they are the same as others.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::keywords;
use crate::parse::{Parsed, referenced_key};

/// A schema that leads to itself is not followed for ever.
const LONGEST: usize = 32;

/// The members of unions with a discriminator that only refer to another schema, which others of the same union are too:
/// the values of the discriminator tell them apart.
pub(super) fn apart(parsed: &Parsed) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let schemas = parsed.openapi.components.iter().flat_map(|components| &components.schemas);
    let mut queue: Vec<&Schema> = schemas.filter_map(|(_, schema)| schema.as_item()).collect();
    while let Some(schema) = queue.pop() {
        let keys = keywords(schema);
        let members = || keys.one_of.iter().chain(&keys.any_of);
        if schema.schema_data.discriminator.is_some() {
            let mut by_target: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for member in members() {
                if let ReferenceOr::Reference { reference } = member {
                    let key = referenced_key(reference);
                    by_target.entry(target(parsed, &key)).or_default().push(key);
                }
            }
            for (target, keys) in by_target.into_iter().filter(|(_, keys)| keys.len() > 1) {
                found.extend(keys.into_iter().filter(|key| *key != target));
            }
        }
        let boxed = keys.properties.values().chain(&keys.items);
        queue.extend(boxed.filter_map(|it| it.as_item().map(|schema| &**schema)));
        queue.extend(members().chain(&keys.all_of).filter_map(ReferenceOr::as_item));
        if let Some(AdditionalProperties::Schema(values)) = &keys.additional_properties {
            queue.extend(values.as_item());
        }
    }
    found
}

/// The schema that the one of that key only refers to, directly or through others.
fn target(parsed: &Parsed, key: &str) -> String {
    let schemas = parsed.openapi.components.as_ref().map(|components| &components.schemas);
    let mut key = key.to_owned();
    for _ in 0..LONGEST {
        let next = match schemas.and_then(|schemas| schemas.get(&key)) {
            Some(ReferenceOr::Reference { reference }) => reference,
            Some(ReferenceOr::Item(schema)) => match keywords(schema).all_of.as_slice() {
                [ReferenceOr::Reference { reference }] if is_bare(schema) => reference,
                _ => return key,
            },
            None => return key,
        };
        key = referenced_key(next);
    }
    key
}

/// Whether a schema with `allOf` says nothing else.
fn is_bare(schema: &Schema) -> bool {
    let keys = keywords(schema);
    let typ = keys.typ.clone().filter(|typ| typ != "object");
    openapiv3::AnySchema { all_of: Vec::new(), typ, ..keys.clone() }
        == openapiv3::AnySchema::default()
}
