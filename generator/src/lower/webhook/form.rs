//! Forms that the API sends. In: a schema. Out: which fields of a form are no texts.

use openapiv3::{AnySchema, MediaType};

use super::super::context::{Context, keywords};
use super::super::operation::not_generated;
use super::super::{media, schema};
use crate::ir::PayloadFormat;

/// How the fields of a form become the properties of its value; none where it is the form of no object.
pub(super) fn format(context: &mut Context<'_>, media: &MediaType) -> Option<PayloadFormat> {
    if let Some(encoding) = media.encoding.values().next() {
        not_generated(
            context,
            &encoding.extensions,
            "the `encoding` of a form that the API sends is not honoured: a name that is repeated is a list, and objects are JSON",
            "describe the body as application/json too, if the API sends that",
        );
    }
    let (mut json, mut lists) = (Vec::new(), Vec::new());
    let described = media::schema(context, media);
    let keys = described.as_ref().map(keywords);
    if keys.and_then(|keys| keys.typ.as_deref()).is_some_and(|typ| typ != "object") {
        return None;
    }
    for (name, property) in keys.into_iter().flat_map(|keys| &keys.properties) {
        let property = schema::merged(context, &property.clone().unbox());
        let Some(keys) = property.as_ref().map(keywords) else { continue };
        let item = keys.items.as_ref().and_then(|items| context.follow(items)).map(keywords);
        if is_list(keys) {
            lists.push(name.clone());
        }
        if is_json(item.filter(|_| is_list(keys)).unwrap_or(keys)) {
            json.push(name.clone());
        }
    }
    Some(PayloadFormat::Form { json, lists })
}

fn is_list(keys: &AnySchema) -> bool {
    keys.typ.as_deref() == Some("array")
}

/// Whether a value is written as JSON, as numbers and booleans are too.
fn is_json(keys: &AnySchema) -> bool {
    let typ = keys.typ.as_deref();
    typ.is_some_and(|typ| typ != "string" && typ != "array") || schema::is_object(keys)
}
