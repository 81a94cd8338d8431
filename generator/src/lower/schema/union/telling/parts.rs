//! Rules for the parts of a value: properties and items.

use std::borrow::Borrow;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};

use super::super::super::super::context::{Context, keywords};
use super::super::super::{alternatives, enumeration, merged, object, tuple, when};
use super::super::depth::Depth;
use super::{join, telling};
use crate::ir::Rule;
use crate::normalize::carrier;
use crate::parse::reference_to;

/// Rules do not lead deeper than this into what only one of the members describes.
const DEEPEST_ALONE: usize = 3;

/// The rules of an object's properties.
pub(super) fn of_object(
    context: &mut Context<'_>,
    schema: &Schema,
    other: &AnySchema,
    depth: Depth<'_>,
) -> Vec<Rule> {
    let keys = keywords(schema);
    let mut found = Vec::new();
    let is_closed = |keys: &AnySchema| {
        matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
    };
    let is_same = is_closed(other) && keys.properties.keys().eq(other.properties.keys());
    let patterns = object::patterns(schema);
    if is_closed(keys) && !is_same {
        found.extend(closed(keys, &patterns));
    }
    for (pattern, key) in &patterns {
        let values = telling(
            context,
            &reference_to::<Schema>(key),
            None::<&ReferenceOr<Schema>>,
            depth.below(),
        );
        if !values.is_empty() && regex::Regex::new(pattern).is_ok() {
            found.push(Rule::Matching(pattern.clone(), values));
        }
    }
    for (name, property) in &keys.properties {
        let theirs = other.properties.get(name);
        let values = match &other.additional_properties {
            Some(AdditionalProperties::Schema(values)) => Some(&**values),
            _ => None,
        };
        let inner = match (theirs, values) {
            (Some(theirs), _) => telling(context, property, Some(theirs), depth.below()),
            (None, Some(values)) => telling(context, property, Some(values), depth.below()),
            (None, None) if is_never(property) => vec![Rule::Never],
            (None, None) => {
                let mut inner = alone(context, property, depth.below());
                // The type of a constant accepts other values too.
                if depth.is_top() {
                    join(&mut inner, constant(context, property));
                }
                inner
            }
        };
        if !inner.is_empty() {
            found.push(Rule::Property(name.clone(), inner));
        }
    }
    if let Some(AdditionalProperties::Schema(values)) = &keys.additional_properties {
        let inner = match &other.additional_properties {
            Some(AdditionalProperties::Schema(theirs)) => {
                telling(context, &**values, Some(&**theirs), depth.below())
            }
            _ => alone(context, &**values, depth.below()),
        };
        if !inner.is_empty() {
            found.push(Rule::Others(keys.properties.keys().cloned().collect(), inner));
        }
    }
    found
}

/// The rule that there are no other properties than those that are described, by name or by pattern.
fn closed(keys: &AnySchema, patterns: &[(String, String)]) -> Option<Rule> {
    if patterns.is_empty() {
        return Some(Rule::Others(keys.properties.keys().cloned().collect(), vec![Rule::Never]));
    }
    let names = keys.properties.keys().map(|name| format!("^{}$", regex::escape(name)));
    let all: Vec<String> =
        names.chain(patterns.iter().map(|(pattern, _)| pattern.clone())).collect();
    let all = all.join("|");
    regex::Regex::new(&all).is_ok().then(|| Rule::Names(vec![Rule::Pattern(all)]))
}

/// The rules of a part that the other schema does not describe. Those of a union are left out: they would be far more
/// than they are worth.
fn alone<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    part: &ReferenceOr<S>,
    depth: Depth<'_>,
) -> Vec<Rule> {
    if !depth.is_alone()
        || depth.is_too_far(DEEPEST_ALONE)
        || merged(context, part).is_none_or(|schema| alternatives::is_union(&schema))
    {
        return Vec::new();
    }
    telling(context, part, None::<&ReferenceOr<Schema>>, depth)
}

/// The rule for the only value of a property.
fn constant(context: &mut Context<'_>, property: &ReferenceOr<Box<Schema>>) -> Vec<Rule> {
    let Some(schema) = merged(context, property) else { return Vec::new() };
    match enumeration::values(&schema).as_slice() {
        [only] if !only.is_number() => vec![Rule::Enum(vec![when::text(only)])],
        _ => Vec::new(),
    }
}

fn is_never(property: &ReferenceOr<Box<Schema>>) -> bool {
    property
        .as_item()
        .is_some_and(|schema| carrier::flag(&schema.schema_data.extensions, carrier::NEVER))
}

/// The rules of an array's items.
pub(super) fn of_array(
    context: &mut Context<'_>,
    schema: &Schema,
    other: Option<&Schema>,
    depth: Depth<'_>,
) -> Vec<Rule> {
    let mut found = Vec::new();
    let tuple = |schema: &Schema| -> Vec<String> {
        let keys = tuple::items_of(schema).unwrap_or_default();
        keys.into_iter().map(str::to_owned).collect()
    };
    let (items, theirs) = (tuple(schema), other.map(tuple).unwrap_or_default());
    for (index, (item, their)) in items.iter().zip(&theirs).enumerate() {
        let (item, their) = (reference_to::<Schema>(item), reference_to::<Schema>(their));
        let inner = telling(context, &item, Some(&their), depth.below());
        if !inner.is_empty() {
            found.push(Rule::Item(index, inner));
        }
    }
    if let Some(items) = &keywords(schema).items {
        let inner = match other.and_then(|other| keywords(other).items.as_ref()) {
            Some(theirs) => telling(context, items, Some(theirs), depth.below()),
            None => alone(context, items, depth.below()),
        };
        if !inner.is_empty() {
            found.push(Rule::Items(inner));
        }
    }
    found
}
