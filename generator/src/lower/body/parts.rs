//! Bodies of several parts, `multipart/*` (OpenAPI 3.0.4, section 4.7.15; 3.2.0, sections 4.14.4 and 4.15). In: the schema
//! of all parts, and their encodings. Out: a body whose parts are parameters, or one that is a value of the schema's type.

mod headers;
mod position;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Encoding, MediaType, ReferenceOr, RequestBody, Schema,
};
use serde_json::Value;

use super::super::context::{Context, Hint, keywords};
use super::super::names::Scope;
use super::super::{docs, media, schema};
use super::form::{has_more, is_left_out_whole, is_only_received, report_unmatched, style};
use super::{value, whole};
use crate::ir::{
    Body, BodyKind, Location, Parameter, Part, PartContent, Presence, Reason, Scalar, Style,
    TypeRef,
};
use crate::load::refs;
use crate::normalize::carrier::{self, Extensions};

/// The parameters so far, and their names.
struct Fields<'f> {
    parameters: &'f mut Vec<Parameter>,
    scope: &'f mut Scope,
}

/// The encodings of the parts of one body, or of one part.
#[derive(Clone, Copy)]
struct Encodings<'e> {
    named: &'e IndexMap<String, Encoding>,
    prefix: &'e [Encoding],
    item: Option<&'e Encoding>,
}

/// What parts are inside of.
struct Place {
    /// The prefix of the names of their parameters.
    name: String,
    /// The place of their values in those of a case.
    pointer: String,
    /// Whether what is required of them is always there.
    required: bool,
    /// Whether they are those of `multipart/form-data`, for which alone there may be styles.
    is_form: bool,
    hint: Hint,
}

/// A value that becomes a part.
struct Valued<'s> {
    /// The name of the part; `None` if its position identifies it.
    name: Option<&'s str>,
    /// What its parameter is called after.
    called: &'s str,
    /// The last token of its place in the values of a case.
    token: String,
    schema: ReferenceOr<Box<Schema>>,
    encoding: Option<&'s Encoding>,
    required: bool,
}

/// The body as parts.
///
/// The properties of an object, and the items of an array, become parameters. An object that has more than its
/// properties keeps its type, if it contains no file, which no model can; else a map has the rest of the parts.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    (media_type, media): (&str, &MediaType),
    hint: &Hint,
    (parameters, scope): (&mut Vec<Parameter>, &mut Scope),
) -> Body {
    let (merged, none) = (media::schema(context, media), AnySchema::default());
    let keys = merged.as_deref().map_or(&none, keywords);
    let positions = context.parsed.part_encodings(&media.extensions);
    let encodings = Encodings {
        named: &media.encoding,
        prefix: positions.map_or(&[], |positions| positions.prefix.as_slice()),
        item: positions.and_then(|positions| positions.item.as_ref()),
    };
    let place = Place {
        name: String::new(),
        pointer: String::from("/body/value"),
        required: true,
        is_form: media::essence(media_type) == "multipart/form-data",
        hint: hint.clone(),
    };
    let mut fields = Fields { parameters, scope };
    let parts = if let Some(items) = position::items(context, media, merged.as_deref()) {
        report_names(context, &media.encoding);
        let required = !carrier::flag(&body.extensions, carrier::OPTIONAL);
        let place = Place { required, ..place };
        position::lower(context, &items, encodings, &place, &mut fields)
    } else if keys.typ.as_deref().is_some_and(|typ| typ != "object") || media.schema.is_none() {
        context.not_generated(&media.extensions,
            "no parts are described: the body is bytes for the caller to encode, with a `content-type` header that has the boundary",
            "describe an object, whose properties are the parts, or an array of parts without names",
        );
        return whole(BodyKind::Bytes, TypeRef::Scalar(Scalar::Bytes), body);
    } else if let Some(typed) = typed(context, body, media, keys, hint) {
        return typed;
    } else {
        if is_left_out_whole(body, keys) {
            context.not_generated(
                &body.extensions,
                "the body is required, since some of its parts are",
                "remove `required: false`, or make all of the parts optional",
            );
        }
        report_unmatched(context, media, keys);
        media::report_positions(context, media, "the parts have names");
        let mut parts = named(context, keys, encodings, &place, &mut fields);
        parts.extend(others(context, keys, &place, &mut fields));
        parts
    };
    let body = whole(BodyKind::Multipart, TypeRef::Untyped(Reason::AnyObject), body);
    Body { parts, ..body }
}

/// Names encodings by name where the parts have none.
fn report_names(context: &mut Context<'_>, named: &IndexMap<String, Encoding>) {
    if let Some(encoding) = named.values().next() {
        context.not_generated(
            &encoding.extensions,
            "`encoding` is ignored, since the parts are items of an array and have no names",
            "use `prefixEncoding` or `itemEncoding`, or describe an object",
        );
    }
}

/// A body that is a value of the schema's type, if that has more than its parts would.
fn typed(
    context: &mut Context<'_>,
    body: &RequestBody,
    media: &MediaType,
    keys: &AnySchema,
    hint: &Hint,
) -> Option<Body> {
    if other_files(context, keys).is_some() {
        return None;
    }
    let has_none = keys.properties.values().all(|property| is_only_received(context, property));
    let is_plain = media.encoding.is_empty()
        && keys.properties.iter().all(|(name, property)| {
            context
                .follow(property)
                .is_none_or(|schema| file_type(context, schema, media.encoding.get(name)).is_none())
        });
    let is_whole = has_none || (is_plain && (has_more(keys) || is_left_out_whole(body, keys)));
    is_whole.then(|| {
        let ty = value(context, media, hint);
        whole(BodyKind::Parts, ty, body)
    })
}

/// The file, or list of files, that each part is which no property names.
fn other_files(context: &Context<'_>, keys: &AnySchema) -> Option<TypeRef> {
    let Some(AdditionalProperties::Schema(schema)) = &keys.additional_properties else {
        return None;
    };
    file_type(context, context.follow(schema.as_ref())?, None)
}

/// The parts that no property names, as one map of them.
fn others(
    context: &mut Context<'_>,
    keys: &AnySchema,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Option<Part> {
    let item = match &keys.additional_properties {
        _ if !has_more(keys) => return None,
        Some(AdditionalProperties::Schema(schema)) => match other_files(context, keys) {
            Some(files) => files,
            None => schema::lower(context, schema.as_ref(), &place.hint.part("Part")).into_item(),
        },
        _ => TypeRef::Untyped(Reason::Any),
    };
    let called = if keys.properties.is_empty() { "parts" } else { "more_parts" };
    let known: Vec<&str> = keys.properties.keys().map(String::as_str).collect();
    fields.parameters.push(Parameter {
        name: fields.scope.field(&format!("{}{called}", place.name), &["field"]),
        wire: called.to_owned(),
        location: Location::Body,
        style: Style::Usual,
        explode: true,
        allow_reserved: false,
        encodings: Vec::new(),
        pointer: Some(format!("{}/*{}", place.pointer, Value::from(known))),
        ty: TypeRef::Map(Box::new(item)),
        presence: Presence::Optional,
        constant: None,
        may_be_empty: false,
        docs: docs::docs(&[Some("Additional parts, by name.")], false),
        example: None,
    });
    let content = PartContent::Entries(fields.parameters.len() - 1);
    Some(Part { name: None, content_type: None, content, headers: Vec::new() })
}

/// The properties of an object as parts.
fn named(
    context: &mut Context<'_>,
    keys: &AnySchema,
    encodings: Encodings<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (name, property) in &keys.properties {
        if is_only_received(context, property) {
            continue;
        }
        let valued = Valued {
            name: Some(name),
            called: name,
            token: refs::escape(name),
            schema: property.clone(),
            encoding: encodings.named.get(name),
            required: keys.required.contains(name),
        };
        parts.push(part(context, &valued, place, fields));
    }
    parts
}

/// A value as a part, or with a name and as a list as several.
fn part(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Part {
    let nested = nested(context, valued, place, fields);
    let is_nested = nested.is_some();
    let content = match nested {
        Some(content) => content,
        None => {
            let number = parameter(context, valued, place, fields);
            by_media_type(context, valued, place, number)
        }
    };
    let mut headers = headers::lower(context, valued, place, fields);
    let content_type = valued.encoding.and_then(|encoding| encoding.content_type.as_deref());
    // What is not written as parts is none of them.
    let mut content_type = content_type
        .and_then(sent_type)
        .filter(|one| is_nested || !media::essence(one).starts_with("multipart/"));
    if let Some(encoding) = content_encoding(context, &valued.schema) {
        // It is the same as this header, and what is encoded is of any media type (3.1.1, section 4.8.15.4).
        headers.extend(headers::transfer_encoding(&headers, encoding));
        content_type.get_or_insert_with(|| String::from("application/octet-stream"));
    }
    Part { name: valued.name.map(str::to_owned), content_type, content, headers }
}

/// The content of a part with the media type of its encoding: the form of an object, or else its JSON, or its text.
fn by_media_type(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    number: usize,
) -> PartContent {
    let value = PartContent::Value(number);
    let Some(encoding) = valued.encoding else { return value };
    let is_styled = carrier::flag(&encoding.extensions, carrier::STYLED);
    if is_styled && has_style(encoding, place) || !holds_objects(context, &valued.schema) {
        return value;
    }
    let Some(content_type) = encoding.content_type.as_deref().and_then(sent_type) else {
        return value;
    };
    match media::essence(&content_type).as_str() {
        "application/x-www-form-urlencoded" if valued.name.is_some() => PartContent::Form(number),
        essence if media::is_json(essence) || essence.starts_with("multipart/") => value,
        _ => {
            context.not_generated(&encoding.extensions,
                &format!(
                    "a part of `{content_type}` is not an object; it is encoded as JSON"
                ),
                "describe the value as a string or a file for the caller to encode, or the part as application/json",
            );
            value
        }
    }
}

/// Whether the schema is that of an object, or of a list of objects.
fn holds_objects(context: &Context<'_>, schema: &ReferenceOr<Box<Schema>>) -> bool {
    let Some(schema) = context.follow(schema) else { return false };
    let item = keywords(schema).items.as_ref().and_then(|items| context.follow(items));
    schema::is_object(keywords(item.unwrap_or(schema)))
}

/// How the string of a part, or of each item of an array, encodes bytes (`contentEncoding`).
fn content_encoding(context: &Context<'_>, schema: &ReferenceOr<Box<Schema>>) -> Option<String> {
    let schema = context.follow(schema)?;
    let item = keywords(schema).items.as_ref().and_then(|items| context.follow(items));
    let extensions = &item.unwrap_or(schema).schema_data.extensions;
    carrier::text(extensions, carrier::CONTENT_ENCODING).map(str::to_owned)
}

/// The parts of a part, if its media type is multipart.
fn nested(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Option<PartContent> {
    let encoding = valued.encoding?;
    let content_type = encoding.content_type.as_deref().and_then(sent_type).unwrap_or_default();
    let essence = media::essence(&content_type);
    let inside = context.parsed.part_encodings(&encoding.extensions);
    if !essence.starts_with("multipart/") {
        if inside.is_some() {
            report_nested(context, &encoding.extensions, "its media type is not multipart");
        }
        return None;
    }
    let merged = schema::merged(context, &valued.schema)?;
    let span = context.span(&merged.schema_data.extensions);
    let none = IndexMap::new();
    let encodings = Encodings {
        named: inside.map_or(&none, |inside| &inside.inside),
        prefix: inside.map_or(&[], |inside| inside.prefix.as_slice()),
        item: inside.and_then(|inside| inside.item.as_ref()),
    };
    let within = Place {
        name: format!("{}{}_", place.name, valued.called),
        pointer: format!("{}/{}", place.pointer, valued.token),
        required: place.required && valued.required,
        is_form: essence == "multipart/form-data",
        hint: place.hint.property(valued.called),
    };
    let items = position::items_of(context, &merged);
    if valued.name.is_some() && items.is_some() {
        if !is_list_of_plain(context, &merged) || inside.is_some() {
            report_nested(
                context,
                &encoding.extensions,
                "each item of the array is one, with files or encodings in it",
            );
            return None;
        }
        return Some(PartContent::Each(parameter(context, valued, place, fields)));
    }
    let keys = keywords(&merged);
    let parts = context.deeper(span, |context| match items {
        Some(items) => position::lower(context, &items, encodings, &within, fields),
        None => named(context, keys, encodings, &within, fields),
    })?;
    if parts.is_empty() {
        report_nested(context, &encoding.extensions, "its schema has no properties");
        return None;
    }
    Some(PartContent::Parts(parts))
}

/// Whether the items of a list are objects without a file, whose properties can be parts as they are.
fn is_list_of_plain(context: &mut Context<'_>, list: &Schema) -> bool {
    let Some(items) = &keywords(list).items else { return false };
    let Some(item) = schema::merged(context, items) else { return false };
    let mut properties = keywords(&item).properties.values();
    let is_file = |property: &ReferenceOr<Box<Schema>>| {
        context.follow(property).is_some_and(|it| file_type(context, it, None).is_some())
    };
    schema::is_object(keywords(&item)) && !properties.any(is_file)
}

fn report_nested(context: &mut Context<'_>, extensions: &Extensions, why: &str) {
    context.not_generated(extensions,
        &format!("the nested parts of a part are not encoded, since {why}"),
        "describe them by `contentType: multipart/mixed`, and an object, or an array of objects without files",
    );
}

/// The number of the parameter for a value.
fn parameter(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> usize {
    let target = context.follow(&valued.schema).cloned();
    let file = target.as_ref().and_then(|it| file_type(context, it, valued.encoding));
    let (ty, nullable) = match file {
        Some(ty) => (ty, false),
        None => {
            let usage = schema::lower(context, &valued.schema, &place.hint.property(valued.called));
            (usage.ty, usage.nullable)
        }
    };
    report_style(context, valued, place);
    let styled = valued.encoding.filter(|encoding| has_style(encoding, place));
    let (style, explode) = style(context, target.as_ref(), styled, true);
    let is_required = place.required && valued.required && !nullable;
    let name = format!("{}{}", place.name, valued.called);
    fields.parameters.push(Parameter {
        name: fields.scope.field(&name, &["field"]),
        wire: valued.called.to_owned(),
        location: Location::Body,
        style,
        explode,
        allow_reserved: false,
        encodings: Vec::new(),
        pointer: Some(format!("{}/{}", place.pointer, valued.token)),
        ty: ty.strict(),
        presence: if is_required { Presence::Required } else { Presence::Optional },
        constant: None,
        may_be_empty: false,
        docs: schema::docs_of_use(context, &valued.schema, valued.called, None, false),
        example: None,
    });
    fields.parameters.len() - 1
}

/// Whether the style of an encoding, if it has one, counts for the part.
fn has_style(encoding: &Encoding, place: &Place) -> bool {
    place.is_form && !carrier::flag(&encoding.extensions, carrier::STYLED_FORM)
}

/// Names a style where "this field SHALL be ignored": for parts in 3.0 (3.0.4, section 4.7.15.1.2), and for those of
/// another type than `multipart/form-data` since then (3.1.1, section 4.8.15.1.2).
fn report_style(context: &mut Context<'_>, valued: &Valued<'_>, place: &Place) {
    let Some(encoding) = valued.encoding.filter(|encoding| !has_style(encoding, place)) else {
        return;
    };
    if !carrier::flag(&encoding.extensions, carrier::STYLED) {
        return;
    }
    let (message, help) = if place.is_form {
        (
            "`style`, `explode` and `allowReserved` have no meaning for a part before OpenAPI 3.1",
            "remove them, or describe the API as OpenAPI 3.1",
        )
    } else {
        (
            "`style`, `explode` and `allowReserved` have no meaning outside of form-data",
            "remove them, or describe the body as multipart/form-data",
        )
    };
    context.not_generated(&encoding.extensions, message, help);
}

/// The media type to send of a list such as `image/png, image/*`: the first that is not a range.
fn sent_type(content_type: &str) -> Option<String> {
    content_type.split(',').map(str::trim).find(|one| !one.contains('*')).map(str::to_owned)
}

/// A file, or an array of files, if the part is binary: by its schema, or by its media type if the schema is only a
/// string.
fn file_type(
    context: &Context<'_>,
    schema: &Schema,
    encoding: Option<&Encoding>,
) -> Option<TypeRef> {
    let keys = keywords(schema);
    let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
    let is_bytes = content_type.is_some_and(|content_type| {
        content_type.split(',').all(|one| media::is_binary(&media::essence(one)))
    });
    // The caller knows which one it is.
    let has_several = content_type.is_some_and(|it| it.contains(',') || it.contains("*/*"));
    let is_bytes = is_bytes || has_several;
    let is_plain = keys.format.is_none() && keys.enumeration.is_empty();
    let is_untyped = *keys == AnySchema::default();
    // Without a type and a media type it is application/octet-stream (3.1.1, section 4.8.15.1.1).
    let is_untyped_binary = content_type.is_none()
        && carrier::flag(&context.parsed.openapi.extensions, carrier::UNTYPED_BINARY);
    let says_nothing = is_untyped && !carrier::flag(&schema.schema_data.extensions, carrier::NEVER);
    if keys.typ.as_deref() == Some("string")
        && (keys.format.as_deref() == Some("binary") || (is_plain && is_bytes))
        || (says_nothing && (is_bytes || is_untyped_binary))
    {
        return Some(TypeRef::Scalar(Scalar::File));
    }
    // Any string can be sent as a file.
    let members = keys.one_of.iter().chain(&keys.any_of);
    let members: Vec<&Schema> = members.filter_map(|member| context.follow(member)).collect();
    let is_text = |it: &&Schema| keywords(it).typ.as_deref() == Some("string");
    let is_file = |it: &&Schema| {
        matches!(file_type(context, it, encoding), Some(TypeRef::Scalar(Scalar::File)))
    };
    if members.iter().any(is_file) && members.iter().all(is_text) {
        return Some(TypeRef::Scalar(Scalar::File));
    }
    let items = context.follow(keys.items.as_ref()?)?;
    let item = file_type(context, items, encoding)?;
    matches!(item, TypeRef::Scalar(_)).then(|| TypeRef::Vec(Box::new(item)))
}
