//! A schema in; values that are meant to be valid by it out.

use serde_json::{Value, json};

use super::schemas::Schemas;
use crate::conformance::sample::{Direction, Extent, Place, Sampler};
use crate::conformance::schema;

/// So many values of a schema are changed.
const MOST_CHANGED: usize = 80;
/// So many of what a part of a value can become are tried.
const MOST_WITHIN: usize = 6;

/// The examples of the schema at that pointer, values made by it, its samples, one JSON object per line,
/// and all of these changed in one place.
pub(super) fn of(
    schemas: &Schemas,
    normalized: &Value,
    samples: &str,
    pointer: &str,
) -> Vec<Value> {
    let own = schemas.at(pointer);
    if own.is_some_and(Value::is_boolean) {
        // It leads back to itself, so that making values would not end.
        return Vec::new();
    }
    let sections = ["#/components/schemas/", "#/definitions/"];
    let key = sections.iter().find_map(|section| pointer.strip_prefix(section));
    let examples = own.and_then(|it| it.get("examples")).and_then(Value::as_array);
    let mut found: Vec<Value> = examples.cloned().unwrap_or_default();
    found.extend(own.and_then(|it| it.get("example")).cloned());
    for line in samples.lines() {
        let Ok(mut line) = serde_json::from_str::<Value>(line) else { continue };
        if key.is_some() && line.get("schema").and_then(Value::as_str) == key {
            found.extend(line.get_mut("value").map(Value::take));
        }
    }
    let schema = key.and_then(|key| normalized.pointer(&format!("/components/schemas/{key}")));
    for extent in [Extent::Required, Extent::All] {
        let named = schema::Schemas::of(normalized);
        let sampler = Sampler::new(named, extent, Direction::Response);
        let made = schema.map(|schema| sampler.sample(schema, Place::Json));
        found.extend(made.and_then(Result::ok));
    }
    let changed: Vec<Value> = found.iter().flat_map(changed).take(MOST_CHANGED).collect();
    found.extend(changed);
    found
}

/// Values that differ from that one in one place: what they are valid by is to be found out.
fn changed(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(object) => {
            let mut found = Vec::new();
            for (name, value) in object {
                let mut without = object.clone();
                without.remove(name);
                found.push(without.into());
                found.extend(changed(value).into_iter().take(MOST_WITHIN).map(|value| {
                    let mut other = object.clone();
                    other.insert(name.clone(), value);
                    other.into()
                }));
            }
            for value in [json!("property"), json!(7)] {
                let mut more = object.clone();
                more.insert("another".to_owned(), value);
                found.push(more.into());
            }
            found
        }
        Value::Array(items) => {
            let mut found = vec![json!([])];
            for (index, item) in items.iter().enumerate().take(2) {
                found.extend(changed(item).into_iter().take(MOST_WITHIN).map(|item| {
                    let mut other = items.clone();
                    if let Some(place) = other.get_mut(index) {
                        *place = item;
                    }
                    other.into()
                }));
            }
            found
        }
        Value::String(text) => vec![json!(""), json!(format!("{text}x")), json!("another string")],
        Value::Number(number) => {
            let next = number.as_i64().map_or(json!(0.5), |number| json!(number.saturating_add(1)));
            vec![next, json!(-1), json!(100_000)]
        }
        Value::Bool(value) => vec![json!(!value)],
        Value::Null => Vec::new(),
    }
}
