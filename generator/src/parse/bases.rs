//! Schemas that list the schemas which extend them: `X: {oneOf: [A, B]}` with `A: {allOf: [X, …]}`.
//!
//! Such schemas contain each other without end. What is meant is that `A` has all that `X` has beside its alternatives,
//! so a copy of that takes the place of the reference; the alternatives stay with `X`.

mod circles;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};

use super::context::referenced_key;
use crate::stack;

type Schemas = IndexMap<String, ReferenceOr<Schema>>;

/// Replaces the references of `allOf` to schemas whose alternatives lead back to it.
///
/// Copies of more than `most` schemas and properties are not made; lowering reports what is left.
pub(super) fn cut(schemas: &mut Schemas, most: usize) {
    let unions: BTreeSet<&str> =
        schemas.iter().filter(|(_, it)| is_union(it)).map(|(key, _)| key.as_str()).collect();
    let extends_union = |schema: &ReferenceOr<Schema>| {
        let mut found = false;
        bases(schema, &mut |key| found |= unions.contains(key));
        found
    };
    let children: Vec<String> =
        schemas.iter().filter(|(_, it)| extends_union(it)).map(|(key, _)| key.clone()).collect();
    if children.is_empty() {
        return;
    }
    let circles = circles::of(schemas.iter().map(|(key, schema)| (key.as_str(), parts(schema))));
    let circles: BTreeMap<String, usize> =
        circles.into_iter().map(|(key, circle)| (key.to_owned(), circle)).collect();
    let mut alone: BTreeMap<String, Schema> = BTreeMap::new();
    for schema in children.iter().filter_map(|child| schemas.get(child)) {
        bases(schema, &mut |key| {
            if let (false, Some(ReferenceOr::Item(base))) =
                (alone.contains_key(key), schemas.get(key))
            {
                alone.extend(unions.contains(key).then(|| (key.to_owned(), without_members(base))));
            }
        });
    }
    let mut left = most;
    let mut extended: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for child in children {
        let copies = copies(schemas, &alone, &child, &circles);
        let size =
            copies.values().map(|copy| 1 + keywords(copy).map_or(0, |it| it.properties.len()));
        let Some(rest) = left.checked_sub(size.sum()) else { return };
        left = rest;
        if let Some(ReferenceOr::Item(schema)) = schemas.get_mut(&child) {
            replace(schema, &copies);
        }
        for base in copies.into_keys() {
            extended.entry(base).or_default().insert(child.clone());
        }
    }
    for (base, children) in extended {
        if let Some(ReferenceOr::Item(schema)) = schemas.get_mut(&base) {
            leave_to_members(schema, &children);
        }
    }
}

/// Removes what all members of a union have from the union itself, if all of them extend it.
fn leave_to_members(schema: &mut Schema, children: &BTreeSet<String>) {
    let SchemaKind::Any(keys) = &mut schema.schema_kind else { return };
    let extends = |member: &ReferenceOr<Schema>| match member {
        ReferenceOr::Reference { reference } => children.contains(&referenced_key(reference)),
        ReferenceOr::Item(_) => false,
    };
    if keys.one_of.iter().chain(&keys.any_of).all(extends) {
        let (one_of, any_of) = (std::mem::take(&mut keys.one_of), std::mem::take(&mut keys.any_of));
        *keys = AnySchema { one_of, any_of, ..AnySchema::default() };
    }
}

/// What takes the place of each reference of one schema.
fn copies(
    schemas: &Schemas,
    alone: &BTreeMap<String, Schema>,
    child: &str,
    circles: &BTreeMap<String, usize>,
) -> BTreeMap<String, Schema> {
    let mut copies = BTreeMap::new();
    let circle = circles.get(child);
    if let Some(schema) = schemas.get(child) {
        bases(schema, &mut |key| {
            if let Some(base) = alone.get(key).filter(|_| circles.get(key) == circle) {
                copies.insert(key.to_owned(), base.clone());
            }
        });
    }
    copies
}

fn keywords(schema: &Schema) -> Option<&AnySchema> {
    match &schema.schema_kind {
        SchemaKind::Any(keywords) => Some(keywords),
        _ => None,
    }
}

fn is_union(schema: &ReferenceOr<Schema>) -> bool {
    schema
        .as_item()
        .and_then(keywords)
        .is_some_and(|keys| !keys.one_of.is_empty() || !keys.any_of.is_empty())
}

/// The schema without its alternatives.
fn without_members(schema: &Schema) -> Schema {
    let mut copy = schema.clone();
    copy.schema_data.discriminator = None;
    if let SchemaKind::Any(keys) = &mut copy.schema_kind {
        keys.one_of.clear();
        keys.any_of.clear();
    }
    copy
}

/// Visits the keys of the schemas that one extends.
fn bases(schema: &ReferenceOr<Schema>, visit: &mut dyn FnMut(&str)) {
    let ReferenceOr::Item(schema) = schema else { return };
    for part in keywords(schema).iter().flat_map(|keys| &keys.all_of) {
        match part {
            ReferenceOr::Reference { reference } => visit(&referenced_key(reference)),
            ReferenceOr::Item(_) => stack::with_room(|| bases(part, visit)),
        }
    }
}

/// The keys of the schemas that are parts or alternatives of one, or that it only refers to.
fn parts(schema: &ReferenceOr<Schema>) -> Vec<String> {
    let mut found = Vec::new();
    let mut queue = vec![schema];
    while let Some(schema) = queue.pop() {
        match schema {
            ReferenceOr::Reference { reference } => found.push(referenced_key(reference)),
            ReferenceOr::Item(schema) => {
                let keys = keywords(schema).into_iter();
                queue.extend(
                    keys.flat_map(|it| it.all_of.iter().chain(&it.one_of).chain(&it.any_of)),
                );
            }
        }
    }
    found
}

fn replace(schema: &mut Schema, copies: &BTreeMap<String, Schema>) {
    let SchemaKind::Any(keys) = &mut schema.schema_kind else { return };
    for part in &mut keys.all_of {
        match part {
            ReferenceOr::Item(part) => stack::with_room(|| replace(part, copies)),
            ReferenceOr::Reference { reference } => {
                if let Some(copy) = copies.get(&referenced_key(reference)) {
                    *part = ReferenceOr::Item(copy.clone());
                }
            }
        }
    }
}
