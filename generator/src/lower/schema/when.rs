//! What distinguishes the members of a union: their JSON type, keys that they always have, values that mark them.

use std::borrow::{Borrow, Cow};

use openapiv3::{AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::{Context, keywords};
use super::{all_of, enumeration, object, scalar};
use crate::ir::{JsonKind, Scalar, When};

/// More values than this mark nothing: they are an enumeration like any other.
const MOST_MARKS: usize = 16;

/// Whether no value but `null` is valid by the schema.
pub(super) fn is_only_null(context: &Context<'_>, schema: &ReferenceOr<Schema>) -> bool {
    let Some(schema) = context.follow(schema) else { return false };
    let keys = keywords(schema);
    !keys.enumeration.is_empty() && keys.enumeration.iter().all(Value::is_null)
}

/// Which values the schema allows, whatever the members of a union do.
pub(super) fn of<S: Borrow<Schema>>(context: &mut Context<'_>, schema: &ReferenceOr<S>) -> When {
    match super::merged(context, schema) {
        Some(schema) => of_merged(context, &schema),
        None => When::all(JsonKind::Any),
    }
}

/// The same for a schema whose `allOf` is merged.
pub(super) fn of_merged(context: &mut Context<'_>, schema: &Schema) -> When {
    let keys = keywords(schema);
    let mut when = When::all(kind(schema));
    when.one_of = enumeration::values(schema).into_iter().map(text).collect();
    if when.kind == JsonKind::Object {
        when.has = keys.required.clone();
        when.has.retain(|name| goes_both_ways(context, keys, name));
        for (name, property) in &keys.properties {
            let (marks, has_null) = marks(context, property);
            if !marks.is_empty() && !has_null {
                when.is.push((name.clone(), marks));
            }
        }
    }
    when
}

/// Whether a property is there in requests and in responses.
fn goes_both_ways(context: &Context<'_>, keys: &AnySchema, name: &str) -> bool {
    let property = keys.properties.get(name).and_then(|property| context.follow(property));
    property.is_none_or(|it| !it.schema_data.read_only && !it.schema_data.write_only)
}

pub(super) fn kind(schema: &Schema) -> JsonKind {
    let keys = keywords(schema);
    match keys.typ.as_deref() {
        Some("string") if scalar::of(schema) == Some(Scalar::Date) => JsonKind::Day,
        Some("string") => JsonKind::String,
        Some("integer") => JsonKind::Integer,
        Some("number") => JsonKind::Number,
        Some("boolean") => JsonKind::Boolean,
        Some("array") => JsonKind::Array,
        Some("object") => JsonKind::Object,
        _ if !keys.one_of.is_empty() || !keys.any_of.is_empty() => JsonKind::Any,
        _ if object::is_object(keys) => JsonKind::Object,
        _ if keys.items.is_some() => JsonKind::Array,
        _ => kind_of(&enumeration::values(schema)),
    }
}

/// The type of all of the values.
fn kind_of(values: &[&Value]) -> JsonKind {
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    if all(Value::is_string) {
        JsonKind::String
    } else if all(|value| value.as_f64().is_some_and(|number| number.fract() == 0.0)) {
        JsonKind::Integer
    } else if all(Value::is_number) {
        JsonKind::Number
    } else if all(Value::is_boolean) {
        JsonKind::Boolean
    } else {
        JsonKind::Any
    }
}

/// The values that a member lists for the property, `null` as it is written.
pub(super) fn listed(
    context: &mut Context<'_>,
    member: &ReferenceOr<Schema>,
    property: &str,
) -> Vec<String> {
    let Some(schema) = super::merged(context, member) else { return Vec::new() };
    let property = keywords(&schema).properties.get(property);
    let (mut marks, has_null) =
        property.map(|property| marks(context, property)).unwrap_or_default();
    marks.extend((has_null && !marks.is_empty()).then(|| String::from("null")));
    marks
}

/// The values that a property allows, as strings, and whether `null` is one more; `None` if they are not listed.
fn marks(context: &mut Context<'_>, property: &ReferenceOr<Box<Schema>>) -> (Vec<String>, bool) {
    let none = (Vec::new(), false);
    let Some(schema) = context.follow(property) else { return none };
    let schema = match all_of::wrapped(schema).and_then(|wrapped| context.follow(wrapped)) {
        Some(wrapped) => Cow::Borrowed(wrapped),
        // What one part lists, another narrows.
        None if !keywords(schema).all_of.is_empty() => Cow::Owned(all_of::merge(context, schema)),
        None => Cow::Borrowed(schema),
    };
    let values = enumeration::values(&schema);
    if values.len() > MOST_MARKS {
        return none;
    }
    let has_null = schema.schema_data.nullable
        || keywords(&schema).enumeration.iter().any(serde_json::Value::is_null);
    (values.into_iter().map(text).collect(), has_null)
}

/// A value as a condition has it: strings as they are, others as JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Keeps only what distinguishes the members. If a member is selected by all values of a discriminator that select no
/// other one, `discriminator` is its property, whose values are kept.
pub(super) fn reduce(whens: &mut [When], discriminator: Option<&str>) {
    let all = whens.to_vec();
    let objects: Vec<&When> = all.iter().filter(|when| when.kind == JsonKind::Object).collect();
    let alone = objects.len() < 2 && all.iter().all(|when| when.kind != JsonKind::Any);
    let mark = telling_all(&objects);
    let is_shared = |key: &String| objects.iter().all(|when| when.has.contains(key));
    for (index, when) in whens.iter_mut().enumerate() {
        let overlaps = |(other, it): (usize, &When)| other != index && it.kind.overlaps(when.kind);
        if !all.iter().enumerate().any(overlaps) {
            when.one_of.clear();
        }
        if when.kind != JsonKind::Object {
            continue;
        }
        let own_mark = when.mark.clone();
        if alone {
            when.has.clear();
            when.is.retain(|(name, _)| own_mark.as_ref() == Some(name));
        } else if let Some(mark) = &mark {
            when.has.clear();
            when.is.retain(|(name, _)| name == mark || own_mark.as_ref() == Some(name));
        } else {
            when.has.retain(|key| !is_shared(key));
            when.is.retain(|(name, _)| {
                let holders = objects.iter().filter(|other| other.values(name).is_some());
                discriminator == Some(name)
                    || own_mark.as_ref() == Some(name)
                    || holders.count() > 1
            });
        }
    }
}

/// The first key of which no two members share a value.
fn telling_all(objects: &[&When]) -> Option<String> {
    let tells = |name: &&String| {
        objects.iter().enumerate().all(|(index, one)| {
            one.values(name).is_some_and(|one| {
                objects.iter().skip(index + 1).all(|other| {
                    other.values(name).is_some_and(|other| !one.iter().any(|it| other.contains(it)))
                })
            })
        })
    };
    objects.first()?.is.iter().map(|(name, _)| name).find(tells).cloned()
}
