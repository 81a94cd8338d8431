//! The pointers of `[rename]`. In: the settings and the entry. Out: the place that each of them leads to.

use std::collections::BTreeMap;

use super::{Kind, is_pointer};
use crate::config::Config;
use crate::diagnostic::{FileId, Span};
use crate::load::{Documents, refs};

/// The pointers and the new names, by what they are for and by place: that of the thing itself, or that of a schema with
/// the name of the property, or the number of the value, in it.
pub(crate) type RenamedPlaces = BTreeMap<(&'static str, Span, String), (String, String)>;

/// The places in the entry that the pointers of the settings lead to; what leads nowhere matches nothing, later.
pub(crate) fn renamed_places(documents: &Documents, config: &Config) -> RenamedPlaces {
    let mut places = RenamedPlaces::new();
    let Some(root) = documents.root(FileId(0)) else { return places };
    for kind in Kind::ALL {
        let entries = kind.entries(&config.rename).iter().filter(|(key, _)| is_pointer(key));
        for (key, name) in entries {
            let pointer = key.trim_start_matches('#');
            let (around, part) = match kind {
                // A reference, and a value, has no place of its own.
                Kind::Property => split(pointer, "/properties/"),
                Kind::Value => split(pointer, "/enum/"),
                _ => (pointer, String::new()),
            };
            if let Some(node) = refs::resolve(root, around) {
                let entry = (key.clone(), name.clone());
                places.insert((kind.key(), node.span, part), entry);
            }
        }
    }
    places
}

/// The pointer to a schema, and the part of it.
fn split<'p>(pointer: &'p str, between: &str) -> (&'p str, String) {
    match pointer.rsplit_once(between) {
        Some((schema, part)) if !part.contains('/') => (schema, refs::unescape(part)),
        _ => (pointer, String::new()),
    }
}
