//! Constraints on which properties an object has, in words: the generated types do not check them.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::super::context::keywords;
use super::super::super::docs;
use super::super::alternatives;
use super::bounds;
use crate::normalize::carrier;

/// The sentences for alternatives of required properties, for those that exclude each other, and for patterns of names.
pub(super) fn of(schema: &Schema) -> Vec<String> {
    let keys = keywords(schema);
    let mut sentences = Vec::new();
    for (words, members) in [("Exactly", &keys.one_of), ("At least", &keys.any_of)] {
        if let Some(choices) = choices(members) {
            sentences.push(format!("{words} one of these is required: {}.", choices.join("; ")));
        } else if alternatives::only_constrain(members.iter()) {
            let members = members.iter().filter_map(ReferenceOr::as_item);
            let constraints: Option<Vec<String>> = members.map(constraint).collect();
            if let Some(constraints) = constraints {
                let constraints = constraints.join("; ");
                sentences.push(format!("{words} one of these applies: {constraints}."));
            }
        }
    }
    if let Some(ReferenceOr::Item(not)) = keys.not.as_deref()
        && let Some(names) = only_required(not)
    {
        sentences.push(match names {
            [name] => format!("{} is not allowed.", code(name)),
            names => format!("Not together: {}.", list(names)),
        });
    }
    let names = schema.schema_data.extensions.get(carrier::LISTED_NAMES).and_then(Value::as_array);
    if let Some(names) = names {
        let names: Vec<String> = names.iter().map(docs::code).collect();
        sentences.push(format!("The names of properties are {}.", names.join(", ")));
    }
    let patterns = schema.schema_data.extensions.get(carrier::PATTERN_PROPERTIES);
    let patterns: Vec<String> = patterns
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(pattern, _)| code(pattern))
        .collect();
    if !patterns.is_empty()
        && matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
    {
        let other = if keys.properties.is_empty() { "" } else { "other " };
        sentences.push(format!("The names of {other}properties match {}.", patterns.join(" or ")));
    }
    sentences
}

/// The constraints of a member, if words say all of them.
fn constraint(member: &Schema) -> Option<String> {
    let keys = keywords(member);
    let mut notes = bounds(member);
    if !keys.required.is_empty() {
        let verb = if keys.required.len() == 1 { "is" } else { "are" };
        notes.push(format!("{} {verb} required.", list(&keys.required)));
    }
    let is_all = keys.not.is_none() && keys.all_of.is_empty() && !notes.is_empty();
    is_all.then(|| notes.join(" ").trim_end_matches('.').to_owned())
}

/// The alternatives, if each member is only a list of required properties.
fn choices(members: &[ReferenceOr<Schema>]) -> Option<Vec<String>> {
    if members.is_empty() {
        return None;
    }
    let choice = |member: &ReferenceOr<Schema>| match member {
        ReferenceOr::Item(schema) => only_required(schema).map(list),
        ReferenceOr::Reference { .. } => None,
    };
    members.iter().map(choice).collect()
}

/// The required properties of a schema that has nothing else.
fn only_required(schema: &Schema) -> Option<&[String]> {
    let keys = keywords(schema);
    let typ = keys.typ.clone().filter(|typ| typ != "object");
    let rest = AnySchema { required: Vec::new(), typ, ..keys.clone() };
    (!keys.required.is_empty() && rest == AnySchema::default()).then_some(keys.required.as_slice())
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn code(text: &str) -> String {
    docs::code(&Value::from(text))
}
