//! Forms that the API sends. In: a schema, and encodings. Out: which fields of a form are not strings, and the
//! encodings that are not the default.

use openapiv3::{AnySchema, MediaType};

use super::super::context::{Context, keywords};
use super::super::{body, media, schema};
use crate::ir::{FieldEncoding, PayloadFormat, PayloadStyle, Style};

/// How the fields of a form become the properties of its value; `None` if it is not the form of an object.
pub(super) fn format(context: &mut Context<'_>, media: &MediaType) -> Option<PayloadFormat> {
    let described = media::schema(context, media);
    let keys = described.as_deref().map(keywords);
    if keys.and_then(|keys| keys.typ.as_deref()).is_some_and(|typ| typ != "object") {
        return None;
    }
    let encodings = body::encodings(context, media);
    let (mut json, mut lists, mut styles) = (Vec::new(), Vec::new(), Vec::new());
    for (name, property) in keys.into_iter().flat_map(|keys| &keys.properties) {
        let property = schema::merged(context, property);
        let Some(keys) = property.as_deref().map(keywords) else { continue };
        let encoding = encodings.iter().find(|encoding| encoding.wire == *name);
        let is_json_whole = encoding.is_some_and(|it| it.style == Style::Json && !it.explode);
        if is_list(keys) && !is_json_whole {
            lists.push(name.clone());
        }
        if is_json(context, keys) || encoding.is_some_and(|it| it.style == Style::Json) {
            json.push(name.clone());
        }
        let style = encoding.and_then(|encoding| style(context, encoding, keys));
        styles.extend(style.map(|style| (name.clone(), style)));
    }
    Some(PayloadFormat::Form { json, lists, styles })
}

/// The style of a field that is not written as usual.
fn style(
    context: &mut Context<'_>,
    encoding: &FieldEncoding,
    keys: &AnySchema,
) -> Option<PayloadStyle> {
    let delimiter = match (encoding.style, encoding.explode) {
        (Style::Form, false) => Some(','),
        (Style::SpaceDelimited, false) => Some(' '),
        (Style::PipeDelimited, false) => Some('|'),
        (Style::TabDelimited, false) => Some('\t'),
        _ => None,
    };
    if is_list(keys) {
        return delimiter.map(PayloadStyle::List);
    }
    if !schema::is_object(keys) {
        return None;
    }
    let mut json = Vec::new();
    for (name, property) in &keys.properties {
        let property = schema::merged(context, property);
        if property.is_some_and(|property| is_json(context, keywords(&property))) {
            json.push(name.clone());
        }
    }
    match (encoding.style, delimiter) {
        (_, Some(delimiter)) => Some(PayloadStyle::Object(delimiter, json)),
        (Style::DeepObject, _) => Some(PayloadStyle::Deep(json)),
        (Style::Form, _) => {
            Some(PayloadStyle::Spread(keys.properties.keys().cloned().collect(), json))
        }
        _ => None,
    }
}

fn is_list(keys: &AnySchema) -> bool {
    keys.typ.as_deref() == Some("array")
}

/// Whether a value, or an item of a list, is written as JSON, as numbers and booleans are too.
fn is_json(context: &Context<'_>, keys: &AnySchema) -> bool {
    let item = keys.items.as_ref().and_then(|items| context.follow(items)).map(keywords);
    let keys = item.filter(|_| is_list(keys)).unwrap_or(keys);
    let typ = keys.typ.as_deref();
    typ.is_some_and(|typ| typ != "string" && typ != "array") || schema::is_object(keys)
}
