//! The values of a discriminator that mean a member of a union.

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::super::context::{Context, keywords};
use super::{alternatives, family, when};
use crate::ir::{JsonKind, When};
use crate::normalize::carrier;
use crate::parse::{reference_to, referenced_key};

/// Adds the values of the discriminator that mean this member (OpenAPI 3.0.4, section 4.7.25).
pub(super) fn discriminate(
    context: &mut Context<'_>,
    discriminator: &Discriminator,
    member: &ReferenceOr<Schema>,
    when: &mut When,
) {
    discriminate_once(context, discriminator, member, when, &mut Vec::new());
}

/// The same for the schema of a hierarchy alone, without those that extend it.
pub(super) fn discriminate_alone(
    context: &mut Context<'_>,
    discriminator: &Discriminator,
    member: &ReferenceOr<Schema>,
    when: &mut When,
) {
    let key = member_key(member).into_iter();
    discriminate_once(context, discriminator, member, when, &mut key.collect());
}

/// `unions` are those that were looked into.
fn discriminate_once(
    context: &mut Context<'_>,
    discriminator: &Discriminator,
    member: &ReferenceOr<Schema>,
    when: &mut When,
    unions: &mut Vec<String>,
) {
    let Some(key) = member_key(member) else { return };
    if is_default(discriminator, member) {
        when.is.retain(|(name, _)| *name != discriminator.property_name);
        when.mark = None;
        return;
    }
    let mut values: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| **target == key)
        .map(|(value, _)| value.clone())
        .collect();
    values.extend(own_value(context, &key).filter(|value| !values.contains(value)));
    let property = &discriminator.property_name;
    // A property that all members inherit lists the values of all; those that mean another one are not this one's.
    let is_others = |context: &Context<'_>, value: &String| match discriminator.mapping.get(value) {
        Some(target) => *target != key,
        None => *value != key && context.named(value).is_some(),
    };
    let listed = when::listed(context, member, property);
    let own: Vec<String> = listed.into_iter().filter(|value| !is_others(context, value)).collect();
    let nested = nested_values(context, property, &key, unions);
    let is_mapped_elsewhere = discriminator.mapping.contains_key(&key);
    if values.is_empty() && !is_mapped_elsewhere && own.is_empty() && nested.is_empty() {
        values.push(key.clone());
    }
    for value in own.into_iter().chain(nested) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.is_empty() {
        return;
    }
    when.is.retain(|(name, _)| name != property);
    when.is.insert(0, (property.clone(), values));
    when.mark = Some(property.clone());
}

/// The value that a schema has for itself (`x-ms-discriminator-value`).
pub(super) fn own_value(context: &Context<'_>, key: &str) -> Option<String> {
    let schema = context.schema(key)?.as_item()?;
    schema.schema_data.extensions.get("x-ms-discriminator-value")?.as_str().map(str::to_owned)
}

/// The values of the property that select a member of the union with that key; nothing if it is not a union, and has no schemas
/// that extend it.
fn nested_values(
    context: &mut Context<'_>,
    property: &str,
    key: &str,
    unions: &mut Vec<String>,
) -> Vec<String> {
    if unions.iter().any(|known| known == key) {
        return Vec::new();
    }
    let mut values: Vec<String> = Vec::new();
    let (descendants, told_by) = family::descendants(context, key);
    if let Some(discriminator) =
        family::discriminator(context, key).filter(|_| told_by == Some(property))
    {
        for member in descendants {
            let (mut when, member) = (When::all(JsonKind::Object), reference_to::<Schema>(&member));
            discriminate_alone(context, discriminator, &member, &mut when);
            values.extend(when.is.into_iter().flat_map(|(_, values)| values));
        }
        return values;
    }
    let schema = context.schema(key).and_then(|schema| context.follow(schema));
    let Some(schema) = schema.filter(|schema| alternatives::is_union(schema)) else {
        return values;
    };
    unions.push(key.to_owned());
    let discriminator = schema.schema_data.discriminator.as_ref();
    let discriminator = discriminator.filter(|inner| inner.property_name == property);
    for member in keywords(schema).one_of.iter().chain(&keywords(schema).any_of) {
        let mut when = when::of(context, member);
        if let Some(discriminator) = discriminator {
            discriminate_once(context, discriminator, member, &mut when, unions);
        }
        let own = when.is.into_iter().filter(|(name, _)| name == property);
        values.extend(own.flat_map(|(_, values)| values));
    }
    values
}

/// The schema that a member is, or extends.
fn member_key(member: &ReferenceOr<Schema>) -> Option<String> {
    match member {
        ReferenceOr::Reference { reference } => Some(referenced_key(reference)),
        ReferenceOr::Item(schema) => part_key(schema),
    }
}

/// Whether the member is meant by what the other members are not meant by (OpenAPI 3.2.0, `defaultMapping`).
pub(super) fn is_default(discriminator: &Discriminator, member: &ReferenceOr<Schema>) -> bool {
    let default = carrier::text(&discriminator.extensions, carrier::DEFAULT_MAPPING);
    default.is_some() && default == member_key(member).as_deref()
}

/// The schema that a member refers to from within an `allOf`.
fn part_key(schema: &Schema) -> Option<String> {
    keywords(schema).all_of.iter().rev().find_map(|part| match part {
        ReferenceOr::Reference { reference } => Some(referenced_key(reference)),
        ReferenceOr::Item(_) => None,
    })
}
