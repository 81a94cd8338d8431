//! The members of a union in, what they are called out.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AnySchema, ReferenceOr, Schema};

use super::super::super::context::{Context, keywords};
use super::super::super::words;
use super::super::{all_of, enumeration, object};
use crate::parse::referenced_key;

/// What the members are called. Those that would be called the same are called by what each has that the others have
/// not.
pub(super) fn of(context: &Context<'_>, members: &[&ReferenceOr<Schema>]) -> Vec<String> {
    let names: Vec<String> = members.iter().map(|it| one(context, it)).collect();
    let spelled: Vec<String> = names.iter().map(|name| words::upper_camel(name)).collect();
    let mut alike: BTreeMap<&str, Alike<'_>> = BTreeMap::new();
    for (spelling, member) in spelled.iter().zip(members) {
        alike.entry(spelling).or_default().add(&Parts::of(member));
    }
    let name = |((name, spelling), own): ((&String, &String), &&ReferenceOr<Schema>)| {
        let alike = alike.get(spelling.as_str()).filter(|alike| alike.members > 1);
        let telling = alike.and_then(|alike| Parts::of(own).telling(context, alike));
        telling.unwrap_or_else(|| name.clone())
    };
    names.iter().zip(&spelled).zip(members).map(name).collect()
}

/// How many of the members that would be called the same have what.
#[derive(Default)]
struct Alike<'s> {
    members: usize,
    references: BTreeMap<&'s str, usize>,
    required: BTreeMap<&'s str, usize>,
    properties: BTreeMap<&'s str, usize>,
}

impl<'s> Alike<'s> {
    fn add(&mut self, parts: &Parts<'s>) {
        self.members += 1;
        for (counts, list) in [
            (&mut self.references, &parts.references),
            (&mut self.required, &parts.required),
            (&mut self.properties, &parts.properties),
        ] {
            for it in list.iter().copied().collect::<BTreeSet<_>>() {
                *counts.entry(it).or_default() += 1;
            }
        }
    }
}

/// The docs of a member itself, in all parts of its `allOf`.
#[derive(Default)]
struct Parts<'s> {
    references: Vec<&'s str>,
    required: Vec<&'s str>,
    properties: Vec<&'s str>,
}

impl<'s> Parts<'s> {
    fn of(member: &'s ReferenceOr<Schema>) -> Self {
        let mut all = Self::default();
        let mut parts = vec![member];
        while let Some(part) = parts.pop() {
            match part {
                ReferenceOr::Reference { reference } => all.references.push(reference),
                ReferenceOr::Item(schema) => {
                    let AnySchema { all_of, properties, required, .. } = keywords(schema);
                    parts.extend(all_of);
                    all.required.extend(required.iter().map(String::as_str));
                    all.properties.extend(properties.keys().map(String::as_str));
                }
            }
        }
        all
    }

    /// A name by what only one of the `alike`, which is this one, has.
    fn telling(&self, context: &Context<'_>, alike: &Alike<'_>) -> Option<String> {
        let only = |list: &[&'s str], counts: &BTreeMap<&str, usize>| {
            list.iter().find(|it| counts.get(*it) == Some(&1)).copied()
        };
        let required = || only(&self.required, &alike.required);
        let property = || required().or_else(|| only(&self.properties, &alike.properties));
        only(&self.references, &alike.references)
            .map(|reference| referenced(context, reference))
            .or_else(|| property().map(|property| format!("with {property}")))
    }
}

/// Whether the description has a name for the member: it is a named schema, or has a title.
pub(super) fn is_given(context: &Context<'_>, member: &ReferenceOr<Schema>) -> bool {
    let is_named = |reference: &str| context.named(&referenced_key(reference)).is_some();
    match member {
        ReferenceOr::Reference { reference } => is_named(reference),
        ReferenceOr::Item(schema) => match all_of::wrapped(schema) {
            Some(ReferenceOr::Reference { reference }) => is_named(reference),
            _ => schema.schema_data.title.as_deref().is_some_and(is_name),
        },
    }
}

/// What a member is called: by its schema's name or title, by the value that marks it, else by its type.
pub(super) fn one(context: &Context<'_>, member: &ReferenceOr<Schema>) -> String {
    let schema = match member {
        ReferenceOr::Reference { reference } => return referenced(context, reference),
        ReferenceOr::Item(schema) => schema,
    };
    if let Some(ReferenceOr::Reference { reference }) = all_of::wrapped(schema) {
        return referenced(context, reference);
    }
    if let Some(title) = schema.schema_data.title.as_deref().filter(|title| is_name(title)) {
        return title.to_owned();
    }
    let keys = keywords(schema);
    if let Some(text) = enumeration::constant(schema) {
        return if text.is_empty() { String::from("Empty") } else { text.to_owned() };
    }
    let marks = keys.properties.values().filter_map(|property| match property {
        ReferenceOr::Item(property) => enumeration::constant(property),
        ReferenceOr::Reference { .. } => None,
    });
    if let Some(mark) = marks.into_iter().next() {
        return mark.to_owned();
    }
    match keys.typ.as_deref() {
        Some("string") if !keys.enumeration.is_empty() => String::from("Enum"),
        Some("string") => keys
            .format
            .clone()
            .filter(|format| is_name(format))
            .unwrap_or_else(|| String::from("String")),
        Some("array") => match &keys.items {
            Some(items) => format!("{} list", one(context, &items.clone().unbox())),
            None => String::from("List"),
        },
        Some("object") | None if object::is_object(keys) => match keys.required.as_slice() {
            [only] => format!("with {only}"),
            _ => String::from("Object"),
        },
        Some(name) => name.to_owned(),
        None => untyped_name(context, schema),
    }
}

/// The name of the schema that is referred to; what has none is called as if it stood in place of the reference.
fn referenced(context: &Context<'_>, reference: &str) -> String {
    let key = referenced_key(reference);
    match (context.named(&key), context.schema(&key)) {
        (Some(named), _) => named.name.as_str().to_owned(),
        (None, Some(schema @ ReferenceOr::Item(_))) => one(context, schema),
        (None, _) => key,
    }
}

/// What a member without a type is called: by what it is made of.
fn untyped_name(context: &Context<'_>, schema: &Schema) -> String {
    let keys = keywords(schema);
    let is_telling = |part: &&ReferenceOr<Schema>| !all_of::says_nothing(part);
    let named = |parts: &[ReferenceOr<Schema>]| {
        let reference =
            parts.iter().rev().find(|part| matches!(part, ReferenceOr::Reference { .. }));
        reference.or_else(|| parts.iter().find(is_telling)).map(|part| one(context, part))
    };
    if let Some(name) = named(&keys.all_of) {
        return name;
    }
    let members = keys.one_of.iter().chain(&keys.any_of).filter(is_telling).take(2);
    let members: Vec<String> = members.map(|member| one(context, member)).collect();
    if !members.is_empty() {
        return members.join(" or ");
    }
    match &keys.items {
        Some(items) => format!("{} list", one(context, &items.clone().unbox())),
        None if !keys.enumeration.is_empty() => String::from("Enum"),
        None => String::from("Value"),
    }
}

/// Whether a title is short enough to be a name.
fn is_name(title: &str) -> bool {
    title.len() <= 40
        && title.chars().any(char::is_alphabetic)
        && title.split_whitespace().count() <= 5
}
