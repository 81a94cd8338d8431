//! What distinguishes the members of a union: their JSON type, keys that they always have, values that mark them.

use std::borrow::Cow;

use openapiv3::{AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::{Context, keywords};
use super::{all_of, enumeration, object};
use crate::ir::{JsonKind, When};

/// More values than this mark nothing: they are an enumeration like any other.
const MOST_MARKS: usize = 16;

/// Whether no value but `null` is valid by the schema.
pub(super) fn is_only_null(context: &Context<'_>, schema: &ReferenceOr<Schema>) -> bool {
    let Some(schema) = context.follow(schema) else { return false };
    let keys = keywords(schema);
    !keys.enumeration.is_empty() && keys.enumeration.iter().all(Value::is_null)
}

/// Which values the schema allows.
pub(super) fn of(context: &mut Context<'_>, schema: &ReferenceOr<Schema>) -> When {
    let mut when =
        When { kind: JsonKind::Any, has: Vec::new(), is: Vec::new(), one_of: Vec::new() };
    let Some(schema) = super::merged(context, schema) else { return when };
    let keys = keywords(&schema);
    when.kind = kind(&schema);
    match when.kind {
        JsonKind::Object => {
            when.has = keys.required.clone();
            when.has.retain(|name| goes_both_ways(context, keys, name));
            for (name, property) in &keys.properties {
                let (marks, has_null) = marks(context, property);
                if !marks.is_empty() && !has_null {
                    when.is.push((name.clone(), marks));
                }
            }
        }
        JsonKind::String => {
            when.one_of = enumeration::values(&schema)
                .iter()
                .filter_map(|value| value.as_str())
                .map(str::to_owned)
                .collect();
        }
        _ => {}
    }
    when
}

/// Whether a property is there in requests and in responses.
fn goes_both_ways(context: &Context<'_>, keys: &AnySchema, name: &str) -> bool {
    let property = keys.properties.get(name).and_then(|property| context.follow(property));
    property.is_none_or(|it| !it.schema_data.read_only && !it.schema_data.write_only)
}

fn kind(schema: &Schema) -> JsonKind {
    let keys = keywords(schema);
    match keys.typ.as_deref() {
        Some("string") => JsonKind::String,
        Some("integer") => JsonKind::Integer,
        Some("number") => JsonKind::Number,
        Some("boolean") => JsonKind::Boolean,
        Some("array") => JsonKind::Array,
        Some("object") => JsonKind::Object,
        _ if !keys.one_of.is_empty() || !keys.any_of.is_empty() => JsonKind::Any,
        _ if object::is_object(keys) => JsonKind::Object,
        _ if keys.items.is_some() => JsonKind::Array,
        _ => {
            let values = enumeration::values(schema);
            if !values.is_empty() && values.iter().all(|value| value.is_string()) {
                JsonKind::String
            } else {
                JsonKind::Any
            }
        }
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
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    (values.into_iter().map(text).collect(), has_null)
}

/// Keeps only what distinguishes the members. If a member is selected by all values of a discriminator that select no
/// other one, `discriminator` is its property, whose values are kept.
pub(super) fn reduce(whens: &mut [When], discriminator: Option<&str>) {
    let kinds: Vec<JsonKind> = whens.iter().map(|when| when.kind).collect();
    let objects: Vec<When> =
        whens.iter().filter(|when| when.kind == JsonKind::Object).cloned().collect();
    let alone = objects.len() < 2 && !kinds.contains(&JsonKind::Any);
    // A mark distinguishes members only if no two of them share a value of it.
    let tells_all = |name: &String| {
        let values = |when: &When| {
            when.is.iter().find(|(key, _)| key == name).map(|(_, values)| values.clone())
        };
        objects.iter().enumerate().all(|(index, one)| {
            values(one).is_some_and(|one| {
                objects.iter().skip(index + 1).all(|other| {
                    values(other)
                        .is_some_and(|other| !one.iter().any(|value| other.contains(value)))
                })
            })
        })
    };
    let mark = objects
        .first()
        .and_then(|first| first.is.iter().map(|(name, _)| name.clone()).find(tells_all));
    let shared: Vec<String> = objects
        .first()
        .map(|first| {
            first
                .has
                .iter()
                .filter(|key| objects.iter().all(|when| when.has.contains(key)))
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    for when in whens.iter_mut().filter(|when| when.kind == JsonKind::Object) {
        if alone {
            when.has.clear();
            when.is.clear();
        } else if let Some(mark) = &mark {
            when.has.clear();
            when.is.retain(|(name, _)| name == mark);
        } else {
            when.has.retain(|key| !shared.contains(key));
            when.is.retain(|(name, _)| {
                if discriminator == Some(name) {
                    return true;
                }
                objects.iter().filter(|other| other.is.iter().any(|(key, _)| key == name)).count()
                    > 1
            });
        }
    }
    let texts =
        kinds.iter().filter(|kind| matches!(kind, JsonKind::String | JsonKind::Any)).count();
    if texts < 2 {
        whens.iter_mut().for_each(|when| when.one_of.clear());
    }
}
