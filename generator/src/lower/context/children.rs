//! Which named schemas extend which.

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;

use super::keywords;
use crate::parse::{Parsed, referenced_key};

/// The named schemas that extend each named schema.
pub(in crate::lower) type Children = BTreeMap<String, Vec<String>>;

/// Which named schemas refer to which in their `allOf`.
pub(super) fn children(parsed: &Parsed) -> Children {
    let mut children = Children::new();
    let schemas = parsed.openapi.components.iter().flat_map(|components| &components.schemas);
    for (key, schema) in schemas {
        let ReferenceOr::Item(schema) = schema else { continue };
        for part in &keywords(schema).all_of {
            if let ReferenceOr::Reference { reference } = part {
                children.entry(referenced_key(reference)).or_default().push(key.clone());
            }
        }
    }
    children
}
