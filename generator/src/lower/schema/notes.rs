//! What a schema allows, in words for the docs.

use openapiv3::Schema;
use serde_json::Value;

use super::super::context::keywords;
use super::enumeration;
use crate::parse::carrier;

/// Lists of values longer than this are not repeated in the docs.
const LONGEST_LIST: usize = 20;

/// Notes on a use: bounds, default and example.
pub(super) fn of_use(schema: &Schema) -> Option<String> {
    let mut notes = bounds(schema);
    if let Some(constant) = enumeration::constant(schema) {
        notes.push(format!("Always {}.", code(&Value::from(constant))));
    }
    let data = &schema.schema_data;
    if let Some(default) = data.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: {}.", code(default)));
    }
    if let Some(example) = data.example.as_ref().filter(|example| is_short(example)) {
        notes.push(format!("Example: {}.", code(example)));
    }
    join(notes)
}

/// Notes on a type: its bounds.
pub(super) fn of_type(schema: &Schema) -> Option<String> {
    join(bounds(schema))
}

fn join(notes: Vec<String>) -> Option<String> {
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn bounds(schema: &Schema) -> Vec<String> {
    let keys = keywords(schema);
    let exact = schema.schema_data.extensions.get(carrier::EXACT_BOUNDS);
    let bound = |keyword: &str, value: Option<f64>| {
        let exact = exact.and_then(|bounds| bounds.get(keyword)).and_then(Value::as_str);
        exact.map(str::to_owned).or_else(|| value.map(|value| value.to_string()))
    };
    let mut notes = Vec::new();
    let mut note = |words: &str, value: Option<String>| {
        if let Some(value) = value {
            notes.push(format!("{words} {value}."));
        }
    };
    let below = keys.exclusive_minimum == Some(true);
    let above = keys.exclusive_maximum == Some(true);
    note(if below { "Greater than" } else { "At least" }, bound("minimum", keys.minimum));
    note(if above { "Less than" } else { "At most" }, bound("maximum", keys.maximum));
    note("A multiple of", bound("multipleOf", keys.multiple_of));
    let count = |value: Option<usize>, unit: &str| value.map(|value| format!("{value} {unit}"));
    note("At least", count(keys.min_length.filter(|count| *count > 0), "characters"));
    note("At most", count(keys.max_length, "characters"));
    note("At least", count(keys.min_items.filter(|count| *count > 0), "items"));
    note("At most", count(keys.max_items, "items"));
    note("At least", count(keys.min_properties.filter(|count| *count > 0), "properties"));
    note("At most", count(keys.max_properties, "properties"));
    note("Matches", keys.pattern.as_ref().map(|pattern| code(&Value::from(pattern.as_str()))));
    if keys.unique_items == Some(true) {
        notes.push(String::from("No item twice."));
    }
    let is_open_enum = keys.enumeration.iter().all(|value| value.is_string() || value.is_null());
    if !is_open_enum && keys.enumeration.len() <= LONGEST_LIST {
        let values: Vec<String> = keys.enumeration.iter().map(code).collect();
        notes.push(format!("One of {}.", values.join(", ")));
    }
    notes
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) => false,
        Value::Array(items) => {
            items.iter().all(|item| !item.is_object() && !item.is_array()) && items.len() <= 8
        }
        Value::String(text) => text.len() <= 100,
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A value as code in Markdown, which needs more back-ticks around it than stand in it.
fn code(value: &Value) -> String {
    let text = match value {
        Value::String(text) if !text.is_empty() => text.replace(['\n', '\r', '\t'], " "),
        value => value.to_string(),
    };
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.starts_with(' ') || text.ends_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
