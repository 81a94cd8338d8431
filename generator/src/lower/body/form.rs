//! Forms and bodies of several parts (OpenAPI 3.0.4, sections 4.7.14.4 to 4.7.15). In: an object's schema and the encodings
//! of its properties. Out: a body whose fields are parameters, or one that is a value of the schema's own type.

use openapiv3::{
    AdditionalProperties, AnySchema, Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody,
    Schema,
};

use super::super::context::{Context, Hint, keywords};
use super::super::names::Scope;
use super::super::operation::not_generated;
use super::super::{media, nesting, parameter, schema};
use super::{value, whole};
use crate::ir::{
    Body, BodyKind, FieldEncoding, Location, Parameter, Presence, Reason, Scalar, Style, TypeRef,
};

/// The body as a form, or as parts.
///
/// The properties of an object that stands where it is used become parameters. A named schema keeps its type, and so
/// does what is no plain object; but parts do so only if they hold no file, which no model can.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    media: &MediaType,
    is_parts: bool,
    hint: &Hint,
    (parameters, scope): (&mut Vec<Parameter>, &mut Scope),
) -> Body {
    let merged = media.schema.as_ref().and_then(|schema| schema::merged(context, schema));
    let keys = merged.as_ref().map(keywords).cloned().unwrap_or_default();
    let is_named = matches!(media.schema, Some(ReferenceOr::Reference { .. }));
    let has_more =
        !matches!(keys.additional_properties, None | Some(AdditionalProperties::Any(false)));
    let has_no_file = |context: &Context<'_>| {
        keys.properties.iter().all(|(name, property)| {
            context
                .follow(property)
                .is_none_or(|schema| file_type(context, schema, media.encoding.get(name)).is_none())
        })
    };
    if is_parts {
        report_headers(context, media);
    }
    let has_none = keys.properties.values().all(|property| is_only_received(context, property));
    if has_none || (!is_parts && (is_named || has_more)) {
        return typed(context, body, media, is_parts, hint);
    }
    if is_parts && has_more && media.encoding.is_empty() && has_no_file(context) {
        return typed(context, body, media, is_parts, hint);
    }
    if has_more && let Some(schema) = &merged {
        not_generated(
            context,
            &schema.schema_data.extensions,
            "parts beside those that `properties` names cannot be sent",
            "name them, or remove `additionalProperties`",
        );
    }
    for (name, property) in &keys.properties {
        let encoding = media.encoding.get(name);
        let is_required = keys.required.contains(name);
        parameters.extend(field(
            context,
            (name, property, is_required),
            (encoding, is_parts),
            hint,
            scope,
        ));
    }
    let kind = if is_parts { BodyKind::Multipart } else { BodyKind::Fields };
    whole(kind, TypeRef::Untyped(Reason::AnyObject), body)
}

/// A body that is a value of the schema's type.
fn typed(
    context: &mut Context<'_>,
    body: &RequestBody,
    media: &MediaType,
    is_parts: bool,
    hint: &Hint,
) -> Body {
    let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
    let typ = target.map_or(Some("array"), |schema| keywords(schema).typ.as_deref());
    if is_parts && typ.is_some_and(|typ| typ != "object") {
        not_generated(
            context,
            &media.extensions,
            "no parts with names are described: the body is bytes for the caller to write, who sets the header `content-type` with their boundary",
            "describe an object, whose properties are the parts",
        );
        return whole(BodyKind::Bytes, TypeRef::Scalar(Scalar::Bytes), body);
    }
    let ty = match &media.schema {
        Some(_) => value(context, media, hint),
        None => TypeRef::Map(Box::new(TypeRef::Untyped(Reason::Any))),
    };
    let kind = if is_parts { BodyKind::Parts } else { BodyKind::Form };
    let encodings = if is_parts { Vec::new() } else { encodings(context, media) };
    Body { encodings, ..whole(kind, ty, body) }
}

/// The encodings of a typed form's properties, without those that say what is done anyway.
fn encodings(context: &mut Context<'_>, media: &MediaType) -> Vec<FieldEncoding> {
    let merged = media.schema.as_ref().and_then(|schema| schema::merged(context, schema));
    let keys = merged.as_ref().map(keywords).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for (name, encoding) in &media.encoding {
        let schema = keys.properties.get(name).and_then(|property| context.follow(property));
        let schema = schema.cloned();
        let (style, explode) = style(context, schema.as_ref(), Some(encoding), false);
        let allow_reserved = encoding.allow_reserved;
        let usual = usual(schema.as_ref());
        if ((style, explode) != usual) || allow_reserved {
            found.push(FieldEncoding { wire: name.clone(), style, explode, allow_reserved });
        }
    }
    found
}

/// Whether only the server sets a property, so that it is not sent.
fn is_only_received(context: &Context<'_>, property: &ReferenceOr<Box<Schema>>) -> bool {
    context.follow(property).is_some_and(|schema| schema.schema_data.read_only)
}

/// A property as a field or part.
fn field(
    context: &mut Context<'_>,
    (name, property, is_required): (&str, &ReferenceOr<Box<Schema>>, bool),
    (encoding, is_part): (Option<&Encoding>, bool),
    hint: &Hint,
    scope: &mut Scope,
) -> Option<Parameter> {
    if is_only_received(context, property) {
        return None;
    }
    let target = context.follow(property).cloned();
    let file = target.as_ref().filter(|_| is_part);
    let file = file.and_then(|schema| file_type(context, schema, encoding));
    let (ty, nullable) = match file {
        Some(ty) => (ty, false),
        None => {
            let usage = schema::lower(context, property, &hint.property(name));
            (usage.ty, usage.nullable)
        }
    };
    let (style, explode) = style(context, target.as_ref(), encoding, is_part);
    if let Some(schema) = target.as_ref().filter(|_| !is_part) {
        let span = context.span(&schema.schema_data.extensions);
        nesting::report(context, span, name, (style, explode), &ty);
    }
    let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
    Some(Parameter {
        name: scope.field(name, &["field"]),
        wire: name.to_owned(),
        location: Location::Body,
        style,
        explode,
        allow_reserved: encoding.is_some_and(|encoding| encoding.allow_reserved),
        content_type: content_type.filter(|_| is_part).and_then(sent_type),
        ty: ty.strict(),
        presence: if is_required && !nullable { Presence::Required } else { Presence::Optional },
        docs: schema::docs_of_use(context, property, name, None, false),
        example: None,
    })
}

/// The media type to send of a list such as `image/png, image/*`: the first that is no range.
fn sent_type(content_type: &str) -> Option<String> {
    content_type.split(',').map(str::trim).find(|one| !one.contains('*')).map(str::to_owned)
}

/// How a property without a style is written: an object is JSON, and a list repeats the name (4.7.15.1).
fn usual(schema: Option<&Schema>) -> (Style, bool) {
    let is_object = schema.is_some_and(|schema| schema::is_object(keywords(schema)));
    if is_object { (Style::Json, false) } else { (Style::Form, true) }
}

/// How a property is written. The media type counts where no keyword of styles is there (4.7.15.1.1).
fn style(
    context: &mut Context<'_>,
    schema: Option<&Schema>,
    encoding: Option<&Encoding>,
    is_part: bool,
) -> (Style, bool) {
    let Some(encoding) = encoding else { return usual(schema) };
    if let Some(style) = parameter::delimited(&encoding.extensions) {
        return (style, false);
    }
    let style = match &encoding.style {
        Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::Form) => Style::Form,
        None if !encoding.explode || encoding.allow_reserved => Style::Form,
        None => return by_content_type(context, schema, encoding, is_part),
    };
    (style, encoding.explode)
}

fn by_content_type(
    context: &mut Context<'_>,
    schema: Option<&Schema>,
    encoding: &Encoding,
    is_part: bool,
) -> (Style, bool) {
    let Some(content_type) = encoding.content_type.as_deref().filter(|_| !is_part) else {
        return usual(schema);
    };
    let is_list = schema.is_some_and(|schema| {
        let keys = keywords(schema);
        keys.items.is_some() || keys.typ.as_deref() == Some("array")
    });
    if content_type.split(',').any(media::is_json) {
        return (Style::Json, is_list);
    }
    let usual = usual(schema);
    let is_text = content_type.split(',').all(|one| media::essence(one) == "text/plain");
    if !is_text || usual.0 == Style::Json {
        not_generated(
            context,
            &encoding.extensions,
            "this `contentType` of a form's field is not honoured; the field is written as its type says",
            "describe the field by its schema, or as application/json",
        );
    }
    usual
}

/// A file, or a list of files, where the part is binary: by its schema, or by its media type where that says no more
/// than that it is a text.
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
    let is_plain = keys.format.is_none() && keys.enumeration.is_empty();
    if keys.typ.as_deref() == Some("string")
        && (keys.format.as_deref() == Some("binary") || (is_plain && is_bytes))
        || (*keys == AnySchema::default() && is_bytes)
    {
        return Some(TypeRef::Scalar(Scalar::File));
    }
    let items = context.follow(keys.items.as_ref()?)?;
    let item = file_type(context, items, encoding)?;
    matches!(item, TypeRef::Scalar(_)).then(|| TypeRef::Vec(Box::new(item)))
}

/// Names the headers of parts: a file can be given them, and no other part.
fn report_headers(context: &mut Context<'_>, media: &MediaType) {
    for encoding in media.encoding.values().filter(|encoding| !encoding.headers.is_empty()) {
        not_generated(
            context,
            &encoding.extensions,
            "the headers of a part have no types; `File::with_header` sets those of a file, and those of other parts are not sent",
            "remove `headers`, or send the body through a client of your own",
        );
    }
}
