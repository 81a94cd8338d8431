//! The order of members: one comes before those by which all of its values are valid too, since it is more exact.

use std::borrow::Borrow;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};

use super::super::super::context::{Context, keywords};
use super::super::{enumeration, merged, scalar, tuple, when};
use super::Part;
use super::depth::{Depth, pairs};
use crate::ir::{JsonKind, Scalar};
use crate::normalize::carrier;
use crate::parse::reference_to;

/// More members than this keep their order, since each is compared with each.
const MOST: usize = 64;
/// Deeper parts of two schemas count as equal.
const DEEPEST: usize = 6;

/// Sorts the members of a union; what has nothing to do with each other keeps its order.
pub(super) fn sort(context: &mut Context<'_>, parts: &mut Vec<Part<'_>>) {
    if parts.len() > MOST {
        return;
    }
    let left = pairs();
    let mut sorted: Vec<Part<'_>> = Vec::with_capacity(parts.len());
    for part in parts.drain(..) {
        let place =
            sorted.iter().position(|other| is_more_exact(context, &part, other, Depth::top(&left)));
        sorted.insert(place.unwrap_or(sorted.len()), part);
    }
    *parts = sorted;
}

fn is_more_exact(
    context: &mut Context<'_>,
    one: &Part<'_>,
    other: &Part<'_>,
    top: Depth<'_>,
) -> bool {
    let (Some(schema), Some(broader)) = (one.schema, other.schema) else { return false };
    if one.when.is_apart(&other.when) {
        return false;
    }
    match (is_within(context, schema, broader, top), is_within(context, broader, schema, top)) {
        (true, false) => true,
        // What describes more properties.
        (true, true) => count(context, schema) > count(context, broader),
        (false, true) => false,
        // Few values are listed, and all of them are compared.
        (false, false) => !one.when.one_of.is_empty() && other.when.one_of.is_empty(),
    }
}

/// How many properties a schema describes.
fn count(context: &mut Context<'_>, schema: &ReferenceOr<Schema>) -> usize {
    merged(context, schema).map_or(0, |schema| keywords(&schema).properties.len())
}

/// Whether the values of one schema are valid by the other. Properties that only one of them describes are taken for
/// absent.
fn is_within<S: Borrow<Schema>, T: Borrow<Schema>>(
    context: &mut Context<'_>,
    one: &ReferenceOr<S>,
    other: &ReferenceOr<T>,
    depth: Depth<'_>,
) -> bool {
    if depth.is_too_far(DEEPEST) {
        return true;
    }
    if let (ReferenceOr::Reference { reference: one }, ReferenceOr::Reference { reference: other }) =
        (one, other)
        && one == other
    {
        return true;
    }
    let (Some(one), Some(other)) = (merged(context, one), merged(context, other)) else {
        return false;
    };
    let is_never = |schema: &Schema| carrier::flag(&schema.schema_data.extensions, carrier::NEVER);
    if is_never(&one) || is_never(&other) {
        return is_never(&one);
    }
    let (keys, wider) = (keywords(&one), keywords(&other));
    let mut members = keys.one_of.iter().chain(&keys.any_of).peekable();
    if members.peek().is_some() {
        let whole = ReferenceOr::Item(other.as_ref());
        return members.all(|member| is_within(context, member, &whole, depth.below()));
    }
    let mut members = wider.one_of.iter().chain(&wider.any_of).peekable();
    if members.peek().is_some() {
        let whole = ReferenceOr::Item(one.as_ref());
        return members.any(|member| is_within(context, &whole, member, depth.below()));
    }
    let kind = when::kind(&one);
    is_kind_within(kind, when::kind(&other))
        && are_values_within(&one, &other)
        && are_bounds_within(&one, wider)
        && is_format_within(&one, &other)
        && match kind {
            JsonKind::Object => is_object_within(context, keys, wider, depth),
            JsonKind::Array => are_items_within(context, &one, &other, depth),
            _ => true,
        }
}

fn is_kind_within(kind: JsonKind, wider: JsonKind) -> bool {
    match (kind, wider) {
        (JsonKind::Day, JsonKind::String) | (JsonKind::Integer, JsonKind::Number) => true,
        // What is listed is compared below.
        (_, JsonKind::Any) => true,
        (kind, wider) => kind == wider,
    }
}

/// Whether the values that are listed are in the other list.
fn are_values_within(one: &Schema, other: &Schema) -> bool {
    let wider = enumeration::values(other);
    let values = enumeration::values(one);
    let texts: Vec<String> = wider.iter().map(|value| when::text(value)).collect();
    wider.is_empty()
        || (!values.is_empty() && values.iter().all(|value| texts.contains(&when::text(value))))
}

/// Whether what constrains the other schema constrains this one as much. A list of values has no need to.
fn are_bounds_within(schema: &Schema, other: &AnySchema) -> bool {
    let one = keywords(schema);
    if !one.enumeration.is_empty() {
        return true;
    }
    let at_least = |one: Option<f64>, other: Option<f64>| {
        other.is_none_or(|other| one.is_some_and(|one| one >= other))
    };
    let at_most = |one: Option<f64>, other: Option<f64>| {
        other.is_none_or(|other| one.is_some_and(|one| one <= other))
    };
    let count = |count: Option<usize>| count.map(|count| count as f64);
    let least = |count: Option<usize>| count.filter(|count| *count > 0).map(|count| count as f64);
    let is_multiple = other
        .multiple_of
        .is_none_or(|unit| one.multiple_of.is_some_and(|own| (own / unit).fract() == 0.0));
    at_least(one.minimum, other.minimum)
        && at_most(one.maximum, other.maximum)
        && at_least(least(one.min_length.or(shortest(schema))), least(other.min_length))
        && at_most(count(one.max_length), count(other.max_length))
        && at_least(least(one.min_items), least(other.min_items))
        && at_most(count(one.max_items), count(other.max_items))
        && at_least(least(one.min_properties), least(other.min_properties))
        && at_most(count(one.max_properties), count(other.max_properties))
        && is_multiple
        && (other.pattern.is_none() || one.pattern == other.pattern)
}

/// Whether an object has no properties at all.
fn is_empty(keys: &AnySchema) -> bool {
    keys.properties.is_empty()
        && matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
}

/// The length of the shortest string with the format of a schema (RFC 3339, RFC 9562).
fn shortest(schema: &Schema) -> Option<usize> {
    match scalar::of(schema)? {
        Scalar::Uuid => Some("00000000-0000-0000-0000-000000000000".len()),
        Scalar::Timestamp => Some("0000-01-01T00:00:00Z".len()),
        Scalar::Date => Some("0000-01-01".len()),
        Scalar::TimeOfDay => Some("00:00:00Z".len()),
        _ => None,
    }
}

/// Whether the other schema has the same format, or none that its type checks.
fn is_format_within(one: &Schema, other: &Schema) -> bool {
    let names = |schema: &Schema| {
        carrier::text(&schema.schema_data.extensions, carrier::PROPERTY_NAMES).map(str::to_owned)
    };
    let format = scalar::of(other).filter(|it| {
        matches!(
            it,
            Scalar::Uuid | Scalar::Timestamp | Scalar::Date | Scalar::TimeOfDay | Scalar::Duration
        )
    });
    format.is_none_or(|format| scalar::of(one) == Some(format))
        && (names(other).is_none() || names(one) == names(other) || is_empty(keywords(one)))
}

fn is_object_within(
    context: &mut Context<'_>,
    one: &AnySchema,
    other: &AnySchema,
    depth: Depth<'_>,
) -> bool {
    let closed = |keys: &AnySchema| {
        matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
    };
    let has_names = one.properties.keys().all(|name| other.properties.contains_key(name));
    if !other.required.iter().all(|name| one.required.contains(name))
        || (closed(other) && !(closed(one) && has_names))
    {
        return false;
    }
    // An object that is described is more exact than one of any properties.
    let values = match &other.additional_properties {
        Some(AdditionalProperties::Schema(values)) => Some(&**values),
        _ => None,
    };
    let described =
        one.properties.iter().all(|(name, property)| match other.properties.get(name) {
            Some(wider) => is_within(context, property, wider, depth.below()),
            None => values.is_none_or(|values| is_within(context, property, values, depth.below())),
        });
    described
        && match (&one.additional_properties, values) {
            (Some(AdditionalProperties::Schema(own)), Some(values)) => {
                is_within(context, &**own, values, depth.below())
            }
            (Some(AdditionalProperties::Any(false)), _) | (_, None) => true,
            (_, Some(_)) => !one.properties.is_empty(),
        }
}

fn are_items_within(
    context: &mut Context<'_>,
    one: &Schema,
    other: &Schema,
    depth: Depth<'_>,
) -> bool {
    let tuple = |schema| tuple::items_of(schema).unwrap_or_default();
    match (tuple(one).as_slice(), tuple(other).as_slice()) {
        ([], []) => match (&keywords(one).items, &keywords(other).items) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(items), Some(wider)) => is_within(context, items, wider, depth.below()),
        },
        (own, []) => own.iter().all(|key| match &keywords(other).items {
            Some(items) => is_within(context, &reference_to::<Schema>(key), items, depth.below()),
            None => true,
        }),
        (own, wider) => {
            own.len() == wider.len()
                && own.iter().zip(wider).all(|(own, wider)| {
                    let (own, wider) = (reference_to::<Schema>(own), reference_to::<Schema>(wider));
                    is_within(context, &own, &wider, depth.below())
                })
        }
    }
}
