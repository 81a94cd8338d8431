//! The model as YAML, for people and tests: a description after all its rewrites.

use serde_json::{Map, Value, json};

use super::{Parsed, PartEncodings};
use crate::normalize::carrier;

/// The model as YAML, with what is beside it, and without the numbers of places.
pub(crate) fn dump(parsed: &Parsed) -> String {
    serde_yaml::to_string(&dump_json(parsed)).unwrap_or_default()
}

/// The same as JSON.
pub(crate) fn dump_json(parsed: &Parsed) -> Value {
    let mut document = serde_json::to_value(&parsed.openapi).unwrap_or_default();
    if let Some(document) = document.as_object_mut() {
        add_beside(document, parsed);
    }
    resolve_parts(&mut document, parsed);
    strip_places(&mut document);
    document
}

/// Adds what the model has no field for.
fn add_beside(document: &mut Map<String, Value>, parsed: &Parsed) {
    if !parsed.webhooks.is_empty() {
        document.insert(String::from("x-codegen-webhooks"), json!(parsed.webhooks));
    }
    let operations: Vec<Value> = parsed
        .additional_operations
        .iter()
        .map(|it| json!({ "path": it.path, "method": it.method, "operation": it.operation }))
        .collect();
    if !operations.is_empty() {
        document.insert(String::from("x-codegen-additional-operations"), Value::from(operations));
    }
}

/// Replaces the numbers of part encodings by the encodings. Nested ones are only as deep as the parser allows.
fn resolve_parts(value: &mut Value, parsed: &Parsed) {
    match value {
        Value::Object(object) => {
            let number = object.get(carrier::PARTS).and_then(Value::as_u64);
            if let Some(PartEncodings { inside, prefix, item }) =
                number.and_then(|it| parsed.parts_numbered(it))
            {
                let encodings = json!({
                    "encoding": inside, "prefixEncoding": prefix, "itemEncoding": item,
                });
                object.insert(carrier::PARTS.to_owned(), encodings);
            }
            object.values_mut().for_each(|value| resolve_parts(value, parsed));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| resolve_parts(it, parsed)),
        _ => {}
    }
}

fn strip_places(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.shift_remove(carrier::SOURCE);
            object.values_mut().for_each(strip_places);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_places),
        _ => {}
    }
}
