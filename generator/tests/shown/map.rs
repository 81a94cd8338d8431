//! The map of names. In: the map of a case. Out: its names that are not just the description's in the case of Rust.

use serde_json::Value;

pub(crate) fn own(map: &Value) -> String {
    let mut map = map.clone();
    if let Some(schemas) = map["schemas"].as_object_mut() {
        schemas.retain(|pointer, path| !is_plain(last(pointer, "/"), path));
    }
    if let Some(operations) = map["operations"].as_array_mut() {
        operations.iter_mut().for_each(own_parameters);
        operations.retain(|operation| !is_plain_operation(operation));
    }
    let is_empty = |key: &str| match &map[key] {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    };
    if is_empty("schemas") && is_empty("operations") { String::new() } else { format!("{map:#}") }
}

fn own_parameters(operation: &mut Value) {
    if let Some(parameters) = operation["parameters"].as_array_mut() {
        parameters.retain(|parameter| !is_plain(text(&parameter["name"]), &parameter["rust"]));
    }
}

fn is_plain_operation(operation: &Value) -> bool {
    let id = text(&operation["operationId"]);
    is_plain(id, &operation["rust"])
        && is_plain(id, &operation["call"])
        && operation["parameters"].as_array().is_some_and(Vec::is_empty)
        && operation.get("features").is_none()
}

/// Whether the last part of the path has the letters and digits of the name.
fn is_plain(name: &str, path: &Value) -> bool {
    let path = last(text(path), "::");
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|character| !matches!(character, '_' | '-' | ' '));
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(name) == letters(path)
}

fn last<'t>(text: &'t str, separator: &str) -> &'t str {
    text.rsplit(separator).next().unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
