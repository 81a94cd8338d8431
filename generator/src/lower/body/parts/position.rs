//! Parts that have a position and no name (OpenAPI 3.2.0, section 4.14.4.2). In: the schema of a list. Out: a part for each
//! position that is described by itself, and one list for all others.

use openapiv3::{AnySchema, Encoding, MediaType, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::super::super::context::{Context, keywords};
use super::super::super::{media, schema, words};
use super::{Encodings, Fields, Place, Valued, part};
use crate::ir::{Part, PartContent};
use crate::normalize::carrier;
use crate::parse::{reference_to, referenced_key};

type SchemaRef = ReferenceOr<Box<Schema>>;

/// What the items of a list are.
pub(super) struct Items {
    /// The schemas of those that have one of their own.
    prefix: Vec<SchemaRef>,
    /// That of all others; `None` if there are no others.
    rest: Option<SchemaRef>,
    /// The minimum number of items, if there is one.
    least: Option<usize>,
}

/// The items of a body's array; `None` if it is not an array.
pub(super) fn items(
    context: &Context<'_>,
    media: &MediaType,
    schema: Option<&Schema>,
) -> Option<Items> {
    let described = schema.and_then(|schema| items_of(context, schema));
    let item = media::item_schema(media).map(|key| plain(context, key));
    match (described, item) {
        (Some(mut items), item) => {
            items.rest = items.rest.or(item);
            Some(items)
        }
        (None, Some(item)) if schema.is_none() => {
            Some(Items { prefix: Vec::new(), rest: Some(item), least: None })
        }
        _ => None,
    }
}

/// The items of a schema's list.
pub(super) fn items_of(context: &Context<'_>, schema: &Schema) -> Option<Items> {
    let keys = keywords(schema);
    let tuple = schema.schema_data.extensions.get(carrier::TUPLE).and_then(Value::as_array);
    if keys.typ.as_deref() != Some("array") && tuple.is_none() {
        return None;
    }
    let tuple = tuple.into_iter().flatten().filter_map(Value::as_str);
    let prefix: Vec<SchemaRef> = tuple.map(|key| plain(context, key)).collect();
    let ends = carrier::flag(&schema.schema_data.extensions, carrier::TUPLE_ENDS)
        || keys.max_items.is_some_and(|most| most <= prefix.len());
    let nothing = || ReferenceOr::Item(Box::new(schema_of(AnySchema::default())));
    let rest = match &keys.items {
        _ if ends => None,
        Some(items) => Some(items.clone()),
        // A tuple is closed unless it states otherwise, like an object with properties.
        None if !prefix.is_empty() => None,
        None => Some(nothing()),
    };
    Some(Items { prefix, rest, least: keys.min_items })
}

/// The schema of that key. An inline one without more than a type needs no name.
fn plain(context: &Context<'_>, key: &str) -> SchemaRef {
    match context.schema(key) {
        Some(ReferenceOr::Item(schema)) if schema::is_plain(context, key) => {
            ReferenceOr::Item(Box::new(schema.clone()))
        }
        _ => reference_to::<Box<Schema>>(key),
    }
}

/// The parts of a list: those that have a schema or an encoding of their own, and all others as one list.
pub(super) fn lower(
    context: &mut Context<'_>,
    items: &Items,
    encodings: Encodings<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Vec<Part> {
    let alone = match &items.rest {
        Some(_) => items.prefix.len().max(encodings.prefix.len()),
        None => items.prefix.len(),
    };
    let mut parts = Vec::new();
    for index in 0..alone {
        let Some(schema) = items.prefix.get(index).or(items.rest.as_ref()) else { break };
        let called = called(context, schema).unwrap_or_else(|| format!("part{}", index + 1));
        let encoding = encodings.prefix.get(index).or(encodings.item);
        let valued = Valued {
            name: name(place, encoding, &called),
            called: &called,
            token: index.to_string(),
            schema: schema.clone(),
            encoding,
            // Items with a description of their own are required, unless there is a minimum number.
            required: items.least.is_none_or(|least| index < least),
        };
        parts.push(part(context, &valued, place, fields));
    }
    if let Some(schema) = &items.rest {
        let least = items.least.unwrap_or_default();
        let called = if alone == 0 { "parts" } else { "more_parts" };
        let valued = Valued {
            name: name(place, encodings.item, called),
            called,
            token: format!("{alone}.."),
            schema: list_of(schema),
            encoding: encodings.item,
            // A body of parts has one at least (RFC 2046, section 5.1.1).
            required: alone == 0 || least > alone,
        };
        parts.push(rest(context, &valued, place, fields));
    }
    parts
}

/// The name of a part in form-data, where each has one (RFC 7578, section 4.2), unless its own headers say it.
fn name<'n>(place: &Place, encoding: Option<&Encoding>, called: &'n str) -> Option<&'n str> {
    let is_disposition = |header: &String| header.eq_ignore_ascii_case("content-disposition");
    let has_own = encoding.is_some_and(|encoding| encoding.headers.keys().any(is_disposition));
    (place.is_form && !has_own).then_some(called)
}

/// All items that are described alike.
fn rest(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Part {
    let lowered = part(context, valued, place, fields);
    let content = match lowered.content {
        PartContent::Value(parameter) if valued.name.is_none() => PartContent::Items(parameter),
        content => content,
    };
    Part { content, ..lowered }
}

/// What a value is called by the name of its schema.
fn called(context: &Context<'_>, schema: &SchemaRef) -> Option<String> {
    match schema {
        ReferenceOr::Reference { reference } => {
            let key = referenced_key(reference);
            let origin = context.parsed.schemas.get(&key)?;
            let named = context.named(&key).filter(|_| origin.is_component())?;
            Some(words::snake(named.name.as_str()))
        }
        ReferenceOr::Item(_) => None,
    }
}

fn list_of(item: &SchemaRef) -> SchemaRef {
    ReferenceOr::Item(Box::new(schema_of(AnySchema {
        typ: Some(String::from("array")),
        items: Some(item.clone()),
        ..AnySchema::default()
    })))
}

fn schema_of(keywords: AnySchema) -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(keywords) }
}
