//! The constraints of a schema in words, for the docs.

mod choices;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::keywords;
use super::super::docs;
use super::{all_of, alternatives, enumeration, tuple};
use crate::normalize::carrier;
use crate::parse::referenced_key;

/// Lists of values longer than this are not repeated in the docs.
const LONGEST_LIST: usize = 20;

/// Schemas within schemas deeper than this are not described.
const DEEPEST: usize = 8;

/// Notes on a use: bounds, default, examples and where to read more.
pub(super) fn of_use(schema: &Schema) -> Option<String> {
    let mut notes = of_type(schema);
    if let [constant @ (Value::String(_) | Value::Number(_) | Value::Bool(_))] =
        enumeration::values(schema).as_slice()
    {
        let always = format!("Always {}.", docs::code(constant));
        notes = Some(notes.map_or(always.clone(), |notes| format!("{always} {notes}")));
    }
    notes
}

/// Notes on a type, the parts of it that have no type of their own included.
pub(super) fn of_type(schema: &Schema) -> Option<String> {
    let paragraphs = notes(schema, 0);
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// All notes on a value whose schema is not a type with docs of its own.
pub(in crate::lower) fn of_value(schema: &ReferenceOr<Schema>) -> Option<String> {
    let paragraphs = value(schema.as_item(), 0);
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn value(schema: Option<&Schema>, depth: usize) -> Vec<String> {
    let title = schema.and_then(|schema| schema.schema_data.title.as_deref());
    titled(schema, title, depth)
}

/// The same of a schema with that title.
fn titled(schema: Option<&Schema>, title: Option<&str>, depth: usize) -> Vec<String> {
    let Some(schema) = schema.filter(|schema| !is_type(schema)) else { return Vec::new() };
    let data = &schema.schema_data;
    let mut paragraphs: Vec<String> =
        [title, data.description.as_deref()].into_iter().flatten().map(str::to_owned).collect();
    paragraphs.extend(notes(schema, depth));
    if data.deprecated {
        paragraphs.push(String::from("Deprecated."));
    }
    paragraphs
}

/// Whether the schema, if inline, becomes a type with docs.
fn is_type(schema: &Schema) -> bool {
    let keys = keywords(schema);
    let values = &keys.enumeration;
    let is_enum = !values.is_empty()
        && values.iter().all(|value| value.is_string() || value.is_i64() || value.is_u64());
    is_enum
        || !keys.properties.is_empty()
        || !keys.all_of.is_empty() && all_of::wrapped(schema).is_none()
        || alternatives::is_union(schema) && keys.one_of.len() + keys.any_of.len() > 1
}

fn notes(schema: &Schema, depth: usize) -> Vec<String> {
    let mut sentences = Vec::new();
    collect(schema, depth, &mut sentences);
    let mut paragraphs = Vec::new();
    if !sentences.is_empty() {
        paragraphs.push(sentences.join(" "));
    }
    within(schema, depth, &mut paragraphs);
    paragraphs
}

/// Notes on the values within a value, and on the members of a union.
fn within(schema: &Schema, depth: usize, paragraphs: &mut Vec<String>) {
    if depth >= DEEPEST {
        return;
    }
    let keys = keywords(schema);
    let mut add = |what: &str, mut said: Vec<String>| {
        if let Some(first) = said.first_mut() {
            *first = docs::labelled(what, first);
        }
        paragraphs.extend(said);
    };
    if let Some(items) = &keys.items {
        add("Each item", value(items.as_item().map(|items| &**items), depth + 1));
    }
    if let Some(AdditionalProperties::Schema(schema)) = &keys.additional_properties {
        let what = if keys.properties.is_empty() { "Each value" } else { "Each additional value" };
        add(what, value(schema.as_item(), depth + 1));
    }
    let unions = [&keys.one_of, &keys.any_of];
    let unions = unions.into_iter().filter(|list| !alternatives::only_constrain(list.iter()));
    for member in unions.flatten().filter_map(ReferenceOr::as_item) {
        // The title of a combination is the name of the case.
        let title = member.schema_data.title.as_deref();
        let title = title.filter(|_| keywords(member).all_of.is_empty());
        add(&format!("As {}", name_of_case(member)), titled(Some(member), title, depth + 1));
    }
    for part in keys.all_of.iter().filter_map(ReferenceOr::as_item) {
        within(part, depth + 1, paragraphs);
    }
}

/// What a member of a union is called in its docs.
fn name_of_case(member: &Schema) -> String {
    match all_of::wrapped(member) {
        Some(ReferenceOr::Reference { reference }) => format!("`{}`", referenced_key(reference)),
        _ => keywords(member).typ.clone().unwrap_or_else(|| String::from("a value")),
    }
}

/// The sentences of a schema and of its inline parts, each once.
fn collect(schema: &Schema, depth: usize, sentences: &mut Vec<String>) {
    let all = bounds(schema).into_iter().chain(choices::of(schema)).chain(annotations(schema));
    for sentence in all {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    if depth < DEEPEST {
        for part in keywords(schema).all_of.iter().filter_map(ReferenceOr::as_item) {
            collect(part, depth + 1, sentences);
        }
    }
}

/// Notes on the values other than constraints.
fn annotations(schema: &Schema) -> Vec<String> {
    let data = &schema.schema_data;
    let mut notes = Vec::new();
    let told = |carrier: &str| carrier::text(&data.extensions, carrier);
    // The usual encodings are formats.
    let encoding = told(carrier::CONTENT_ENCODING).filter(|name| !name.starts_with("base64"));
    notes.extend(encoding.map(|name| format!("Encoded as {}.", docs::code(&Value::from(name)))));
    let media_type = told(carrier::CONTENT_MEDIA_TYPE);
    notes.extend(media_type.map(|name| format!("Contains {}.", docs::code(&Value::from(name)))));
    if let Some(discriminator) = &data.discriminator {
        let name = docs::code(&Value::from(discriminator.property_name.as_str()));
        notes.push(format!("{name} distinguishes the cases."));
    }
    if let Some(default) = &data.default {
        notes.push(format!("Default: {}.", docs::code(default)));
    }
    let all = data.extensions.get(carrier::EXAMPLES).and_then(Value::as_array);
    match all {
        Some(examples) => notes.extend(docs::examples(examples)),
        None => notes.extend(docs::examples(data.example.iter())),
    }
    notes.extend(data.external_docs.as_ref().map(docs::see));
    notes
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
    let count = |value: Option<usize>, [one, many]: [&str; 2]| {
        value.map(|value| format!("{value} {}", if value == 1 { one } else { many }))
    };
    let characters = ["character", "characters"];
    let items = ["item", "items"];
    let properties = ["property", "properties"];
    note("At least", count(keys.min_length.filter(|count| *count > 0), characters));
    note("At most", count(keys.max_length, characters));
    // How many items a tuple has is plain from its type.
    let is_list = tuple::items_of(schema).is_none();
    note("At least", count(keys.min_items.filter(|count| *count > 0 && is_list), items));
    note("At most", count(keys.max_items.filter(|_| is_list), items));
    note("At least", count(keys.min_properties.filter(|count| *count > 0), properties));
    note("At most", count(keys.max_properties, properties));
    note(
        "Matches",
        keys.pattern.as_ref().map(|pattern| docs::code(&Value::from(pattern.as_str()))),
    );
    if keys.unique_items == Some(true) {
        notes.push(String::from("All items are distinct."));
    }
    if matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
        && !keys.properties.is_empty()
    {
        notes.push(String::from("No other properties."));
    }
    if is_list && carrier::flag(&schema.schema_data.extensions, carrier::TUPLE_ENDS) {
        notes.push(String::from("No additional items."));
    }
    let listed = enumeration::values(schema);
    let is_constant = matches!(listed.as_slice(), [Value::Number(_) | Value::Bool(_)]);
    let has_docs = is_constant || listed.is_empty() || enumeration::has_variants(&listed);
    if !has_docs && keys.enumeration.len() <= LONGEST_LIST {
        let values: Vec<String> = keys.enumeration.iter().map(docs::code).collect();
        notes.push(format!("One of {}.", values.join(", ")));
    }
    notes
}
