//! A schema in; values that are meant to be valid by it out.

use serde_json::Value;

use super::schemas::Schemas;
use crate::conformance::sample::{Direction, Extent, Place, Sampler};
use crate::conformance::schema;

/// The examples of the schema at that pointer, values made by it, and its samples, one JSON object per line.
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
    let Some(key) = key.filter(|key| !key.contains('/')) else { return found };
    for line in samples.lines() {
        let Ok(mut line) = serde_json::from_str::<Value>(line) else { continue };
        if line.get("schema").and_then(Value::as_str) == Some(key) {
            found.extend(line.get_mut("value").map(Value::take));
        }
    }
    let name = key.replace("~1", "/").replace("~0", "~");
    for extent in [Extent::Required, Extent::All] {
        let named = schema::Schemas::of(normalized);
        let sampler = Sampler::new(named, extent, Direction::Response);
        let made = named.named(&name).map(|(_, schema)| sampler.sample(schema, Place::Json));
        found.extend(made.and_then(Result::ok));
    }
    found
}
