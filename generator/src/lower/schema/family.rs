//! Schemas that others extend by `allOf`, where a `discriminator` tells them apart: the one that has it, and those in the
//! middle of the hierarchy, which inherit it.

use std::collections::HashSet;

use openapiv3::{Discriminator, ReferenceOr};

use super::super::context::{Context, keywords};
use crate::parse::referenced_key;
use crate::stack;

/// The discriminator of a schema that others extend.
pub(super) fn discriminator<'a>(context: &Context<'a>, key: &str) -> Option<&'a Discriminator> {
    if !context.children.contains_key(key) {
        return None;
    }
    inherited(context, key, &mut HashSet::new())
}

/// The discriminator of a schema, or of one that it extends.
fn inherited<'a>(
    context: &Context<'a>,
    key: &str,
    visited: &mut HashSet<String>,
) -> Option<&'a Discriminator> {
    if !visited.insert(key.to_owned()) {
        return None;
    }
    let own = own(context, key);
    if own.is_some() {
        return own;
    }
    let ReferenceOr::Item(schema) = context.schema(key)? else { return None };
    let keys = keywords(schema);
    if !keys.one_of.is_empty() || !keys.any_of.is_empty() {
        return None;
    }
    keys.all_of.iter().find_map(|part| match part {
        ReferenceOr::Reference { reference } => {
            stack::with_room(|| inherited(context, &referenced_key(reference), visited))
        }
        ReferenceOr::Item(_) => None,
    })
}

fn own<'a>(context: &Context<'a>, key: &str) -> Option<&'a Discriminator> {
    let ReferenceOr::Item(schema) = context.schema(key)? else { return None };
    let keys = keywords(schema);
    let lists_members = !keys.one_of.is_empty() || !keys.any_of.is_empty();
    schema.schema_data.discriminator.as_ref().filter(|_| !lists_members)
}

/// The schemas that extend the one of that key, directly or through others, and those that the mapping of its own
/// discriminator adds.
///
/// What extends one that is a union itself is a member of that union.
pub(super) fn members(context: &Context<'_>, key: &str) -> Vec<String> {
    found(context, key, |member| discriminator(context, member).is_none())
}

/// All schemas that extend the one of that key, and the property that tells them apart.
pub(super) fn descendants<'a>(context: &Context<'a>, key: &str) -> (Vec<String>, Option<&'a str>) {
    let property = discriminator(context, key).map(|it| it.property_name.as_str());
    (property.map(|_| found(context, key, |_| true)).unwrap_or_default(), property)
}

fn found(context: &Context<'_>, key: &str, leads_on: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let direct = context.children.get(key).into_iter().flatten();
    let mapped = own(context, key).into_iter().flat_map(|own| own.mapping.values());
    let mut queue: Vec<&String> = direct.chain(mapped).rev().collect();
    while let Some(member) = queue.pop() {
        if member == key || found.contains(member) {
            continue;
        }
        found.push(member.clone());
        if leads_on(member) {
            queue.extend(context.children.get(member).into_iter().flatten().rev());
        }
    }
    found
}
