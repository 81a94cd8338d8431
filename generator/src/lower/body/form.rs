//! Forms, `application/x-www-form-urlencoded` (OpenAPI 3.0.4, sections 4.7.14.4 and 4.7.15). In: an object's schema and the
//! encodings of its properties. Out: a body whose fields are parameters, or one that is a value of the schema's own type.

use openapiv3::{
    AdditionalProperties, AnySchema, Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody,
    Schema,
};

use super::super::context::{Context, Hint, keywords};
use super::super::names::Scope;
use super::super::{media, nesting, schema, style};
use super::{value, whole};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Body, BodyKind, FieldEncoding, Location, Parameter, Presence, Reason, Scalar, Style, TypeRef,
};
use crate::normalize::carrier;
use crate::suggest;

/// The body as a form.
///
/// The properties of an inline object become parameters. A named schema keeps its type, and so does a schema that is
/// not a plain object, or is optional as a whole.
pub(super) fn lower(
    context: &mut Context<'_>,
    body: &RequestBody,
    media: &MediaType,
    hint: &Hint,
    (parameters, scope): (&mut Vec<Parameter>, &mut Scope),
) -> Body {
    if is_no_object(context, media) {
        return text(context, body, media);
    }
    let (merged, none) = (media::schema(context, media), AnySchema::default());
    let keys = merged.as_deref().map_or(&none, keywords);
    let is_named = matches!(media.schema, Some(ReferenceOr::Reference { .. }));
    let has_none = keys.properties.values().all(|property| is_only_received(context, property));
    if has_none || is_named || has_more(keys) || is_left_out_whole(body, keys) {
        let ty = match &media.schema {
            Some(_) => value(context, media, hint),
            None => TypeRef::Map(Box::new(TypeRef::Untyped(Reason::Any))),
        };
        let encodings = encodings(context, media);
        return Body { encodings, ..whole(BodyKind::Form, ty, body) };
    }
    report_unmatched(context, media, keys);
    for (name, property) in &keys.properties {
        let encoding = media.encoding.get(name);
        let is_required = keys.required.contains(name);
        parameters.extend(field(context, (name, property, is_required), encoding, hint, scope));
    }
    whole(BodyKind::Fields, TypeRef::Untyped(Reason::AnyObject), body)
}

/// Whether a body with required fields is explicitly optional. If the description does not specify it, mostly the body
/// is meant to be required like its fields.
pub(super) fn is_left_out_whole(body: &RequestBody, keys: &AnySchema) -> bool {
    carrier::flag(&body.extensions, carrier::OPTIONAL) && !keys.required.is_empty()
}

/// Whether an object has more than its known properties in the description.
pub(super) fn has_more(keys: &AnySchema) -> bool {
    !matches!(keys.additional_properties, None | Some(AdditionalProperties::Any(false)))
}

/// Whether it is always empty: an object without properties to send that forbids others.
pub(super) fn is_empty(context: &mut Context<'_>, media: &MediaType) -> bool {
    let Some(schema) = media::schema(context, media) else { return false };
    let keys = keywords(&schema);
    matches!(keys.additional_properties, Some(AdditionalProperties::Any(false)))
        && keys.properties.values().all(|property| is_only_received(context, property))
}

/// Whether a value of the schema has no properties, which a form needs.
fn is_no_object(context: &Context<'_>, media: &MediaType) -> bool {
    let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
    target.and_then(|schema| keywords(schema).typ.as_deref()).is_some_and(|typ| typ != "object")
}

/// A body that the caller encodes: a form consists of names and values (RFC 1866, section 8.2.1), and an encoding of
/// values without names is not defined. A string is encoded already, as with other media types.
fn text(context: &mut Context<'_>, body: &RequestBody, media: &MediaType) -> Body {
    let span = context.span(&media.extensions);
    context.report(
        Diagnostic::warning(
            Code::Undefined,
            span,
            "the specification does not define how to encode a value without properties as a form; the body is a string that is sent unchanged",
        )
        .help("describe an object, whose properties are the fields"),
    );
    whole(BodyKind::Text, TypeRef::Scalar(Scalar::String), body)
}

/// The encodings of a typed form's properties, except for defaults.
pub(in crate::lower) fn encodings(
    context: &mut Context<'_>,
    media: &MediaType,
) -> Vec<FieldEncoding> {
    let (merged, none) = (media::schema(context, media), AnySchema::default());
    let keys = merged.as_deref().map_or(&none, keywords);
    report_unmatched(context, media, keys);
    let mut found = Vec::new();
    for (name, encoding) in media.encoding.iter().filter(|(name, _)| may_have(keys, name)) {
        let schema = keys.properties.get(name).and_then(|property| context.follow(property));
        let (style, explode) = style(context, schema, Some(encoding), false);
        let allow_reserved = encoding.allow_reserved;
        if style != Style::Usual {
            found.push(FieldEncoding { wire: name.clone(), style, explode, allow_reserved });
        }
    }
    found
}

/// Whether only the server sets a property, so that it is not sent.
pub(super) fn is_only_received(context: &Context<'_>, property: &ReferenceOr<Box<Schema>>) -> bool {
    context.follow(property).is_some_and(|schema| schema.schema_data.read_only)
}

/// A property as a field.
fn field(
    context: &mut Context<'_>,
    (name, property, is_required): (&str, &ReferenceOr<Box<Schema>>, bool),
    encoding: Option<&Encoding>,
    hint: &Hint,
    scope: &mut Scope,
) -> Option<Parameter> {
    if is_only_received(context, property) {
        return None;
    }
    let target = context.follow(property);
    let constant = only(context, property).filter(|_| is_required);
    let schema::Use { ty, nullable } = match (&constant, property) {
        // What an inline schema allows alone needs no type.
        (Some((_, scalar)), ReferenceOr::Item(_)) => {
            schema::Use { ty: TypeRef::Scalar(*scalar), nullable: false }
        }
        _ => schema::lower_property(context, property, hint, name),
    };
    let is_argument = is_required && !nullable && constant.is_none();
    let (style, explode) = style(context, target, encoding, false);
    if let Some(schema) = target {
        let span = context.span(&schema.schema_data.extensions);
        nesting::report(context, span, name, (style, explode), &ty);
    }
    Some(Parameter {
        name: scope.field(name, &["field"]),
        wire: name.to_owned(),
        location: Location::Body,
        style,
        explode,
        allow_reserved: encoding.is_some_and(|encoding| encoding.allow_reserved),
        encodings: Vec::new(),
        pointer: None,
        ty: ty.strict(),
        presence: if is_argument { Presence::Required } else { Presence::Optional },
        constant: constant.map(|(text, _)| text),
        may_be_empty: false,
        docs: schema::docs_of_use(context, property, name, None, false),
        example: None,
    })
}

/// The only value that a property may have, and its type.
fn only(
    context: &mut Context<'_>,
    property: &ReferenceOr<Box<Schema>>,
) -> Option<(String, Scalar)> {
    let merged = schema::merged(context, property)?;
    schema::only(&merged)
}

/// How a property is written. The media type counts where no keyword of styles is there (4.7.15.1.1).
pub(super) fn style(
    context: &mut Context<'_>,
    schema: Option<&Schema>,
    encoding: Option<&Encoding>,
    is_part: bool,
) -> (Style, bool) {
    let Some(encoding) = encoding else { return USUAL };
    if !is_part {
        report_of_parts(context, encoding);
    }
    if let Some(style) = style::delimited(&encoding.extensions) {
        return (style, false);
    }
    let style = match &encoding.style {
        Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::Form) => Style::Form,
        None if carrier::flag(&encoding.extensions, carrier::STYLED) => Style::Form,
        None if is_part => return USUAL,
        None => return by_content_type(context, schema, encoding),
    };
    let is_media_type_free = !is_part || encoding.content_type.is_none();
    let is_plain = style == Style::Form && encoding.explode && !encoding.allow_reserved;
    if is_plain && is_media_type_free && schema.is_some_and(is_list_or_text) {
        return USUAL;
    }
    (style, encoding.explode)
}

/// Whether the values of a schema are written alike in the style `form`, exploded, and without a style.
fn is_list_or_text(schema: &Schema) -> bool {
    keywords(schema).typ.as_deref().is_some_and(|typ| typ != "object")
}

/// Names what only parts have.
fn report_of_parts(context: &mut Context<'_>, encoding: &Encoding) {
    let has_parts = context.parsed.part_encodings(&encoding.extensions).is_some();
    if has_parts || !encoding.headers.is_empty() {
        context.not_generated(
            &encoding.extensions,
            "a form field is not a part: it has no headers and no nested parts",
            "remove them, or describe the body as multipart/form-data",
        );
    }
}

/// Whether a property of that name is described, if only by a member of a union.
fn may_have(keys: &openapiv3::AnySchema, name: &str) -> bool {
    let is_union = !keys.any_of.is_empty() || !keys.one_of.is_empty();
    keys.properties.contains_key(name) || is_union
}

/// Reports encodings of properties that are not described, and properties that are only required.
pub(super) fn report_unmatched(
    context: &mut Context<'_>,
    media: &MediaType,
    keys: &openapiv3::AnySchema,
) {
    for (name, encoding) in &media.encoding {
        if !may_have(keys, name) {
            context.not_generated(
                &encoding.extensions,
                &format!("`{name}` has an encoding, but is not a property"),
                "add the property, or remove the encoding",
            );
        }
    }
    for name in keys.required.iter().filter(|name| !keys.properties.contains_key(*name)) {
        if !matches!(keys.additional_properties, Some(AdditionalProperties::Schema(_))) {
            let known = keys.properties.keys().map(String::as_str);
            let help = "describe the property, or correct the name";
            context.not_generated(
                &media.extensions,
                &format!("`{name}` is required, but not described; nothing is generated for it"),
                &suggest::did_you_mean(name, known, help),
            );
        }
    }
}

/// How a property without a style is written (4.7.15.1).
const USUAL: (Style, bool) = (Style::Usual, true);

fn by_content_type(
    context: &mut Context<'_>,
    schema: Option<&Schema>,
    encoding: &Encoding,
) -> (Style, bool) {
    let Some(content_type) = encoding.content_type.as_deref() else { return USUAL };
    let is_list = schema.is_some_and(|schema| {
        let keys = keywords(schema);
        keys.items.is_some() || keys.typ.as_deref() == Some("array")
    });
    if content_type.split(',').any(media::is_json) {
        return (Style::Json, is_list);
    }
    let is_object = schema.is_some_and(|schema| schema::is_object(keywords(schema)));
    // The media type of a string with bytes describes its content, and does not change its encoding.
    let is_encoded = schema.is_some_and(|schema| {
        schema.schema_data.extensions.contains_key(carrier::CONTENT_ENCODING)
    });
    let is_text = content_type.split(',').all(|one| media::essence(one) == "text/plain");
    if !(is_text || is_encoded) || is_object {
        context.not_generated(
            &encoding.extensions,
            "this `contentType` of a form field is ignored; the field is encoded by its type",
            "describe the field by its schema, or as application/json",
        );
    }
    USUAL
}
