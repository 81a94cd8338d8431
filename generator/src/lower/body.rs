//! Request bodies (OpenAPI 3.0.4, sections 4.7.13 and 4.7.15).

use openapiv3::{AnySchema, Encoding, MediaType, QueryStyle, ReferenceOr, RequestBody, Schema};

use super::context::{Context, Hint, keywords};
use super::media::{Kind, Representation};
use super::names::Scope;
use super::schema;
use crate::ir::{
    Body, BodyKind, Location, Parameter, Presence, Reason, Scalar, Style, TypeId, TypeKind, TypeRef,
};

/// The body of an operation in one of its forms. The fields of a form, and the parts of a multipart body, become
/// parameters.
pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    representation: &Representation<'_>,
    hint: &Hint,
    parameters: &mut Vec<Parameter>,
    scope: &mut Scope,
) -> Option<Body> {
    let ReferenceOr::Item(body) = operation.request_body.as_ref()? else { return None };
    let Representation { media_type, media, kind, .. } = *representation;
    let hint = hint.part("Body").role("The body of the request.");
    let lowered = match kind {
        Kind::Form => form(context, body, media, BodyKind::Fields, &hint, parameters, scope),
        Kind::Multipart => {
            form(context, body, media, BodyKind::Multipart, &hint, parameters, scope)
        }
        Kind::Json => json(context, body, media, &hint),
        Kind::Text | Kind::Xml => whole(BodyKind::Text, Scalar::String, body),
        Kind::Bytes => whole(BodyKind::Bytes, Scalar::Bytes, body),
    };
    // A range such as `*/*` is no media type to send.
    let media_type = match kind {
        _ if !media_type.contains('*') => media_type,
        Kind::Json => "application/json",
        Kind::Text => "text/plain",
        Kind::Xml => "application/xml",
        Kind::Multipart => "multipart/form-data",
        Kind::Form | Kind::Bytes => "application/octet-stream",
    };
    Some(Body { media_type: media_type.to_owned(), ..lowered })
}

fn whole(kind: BodyKind, scalar: Scalar, body: &RequestBody) -> Body {
    Body {
        media_type: String::new(),
        kind,
        ty: TypeRef::Scalar(scalar),
        required: body.required,
        spread: None,
    }
}

fn json(context: &mut Context<'_>, body: &RequestBody, media: &MediaType, hint: &Hint) -> Body {
    let Some(schema) = &media.schema else {
        let ty = TypeRef::Untyped(Reason::Any);
        return Body {
            media_type: String::new(),
            kind: BodyKind::Json,
            ty,
            required: body.required,
            spread: None,
        };
    };
    let usage = schema::lower(context, schema, hint);
    let is_inline = matches!(schema, ReferenceOr::Item(_)) && body.required && !usage.nullable;
    let spread = spread(context, &usage.ty, is_inline);
    Body {
        media_type: String::new(),
        kind: BodyKind::Json,
        ty: usage.into_item(),
        required: body.required,
        spread,
    }
}

/// The type whose fields become arguments: an inline struct that has nothing but its fields.
fn spread(context: &Context<'_>, ty: &TypeRef, is_inline: bool) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) if is_inline => match context.get(*id)? {
            crate::ir::Type { pointer: None, kind: TypeKind::Struct(strukt), .. }
                if strukt.additional.is_none() =>
            {
                Some(*id)
            }
            _ => None,
        },
        _ => None,
    }
}

/// A form or multipart body: its properties as parameters, where it is an object that names them.
fn form(
    context: &mut Context<'_>,
    body: &RequestBody,
    media: &MediaType,
    kind: BodyKind,
    hint: &Hint,
    parameters: &mut Vec<Parameter>,
    scope: &mut Scope,
) -> Body {
    let merged = media.schema.as_ref().and_then(|schema| schema::merged(context, schema));
    let keys = merged.as_ref().map(keywords).cloned().unwrap_or_default();
    if keys.properties.is_empty() {
        if kind == BodyKind::Multipart {
            return whole(BodyKind::Bytes, Scalar::Bytes, body);
        }
        let ty = match &media.schema {
            Some(schema) => schema::lower(context, schema, hint).into_item(),
            None => TypeRef::Map(Box::new(TypeRef::Untyped(Reason::Any))),
        };
        return Body {
            media_type: String::new(),
            kind: BodyKind::Form,
            ty,
            required: body.required,
            spread: None,
        };
    }
    for (name, property) in &keys.properties {
        parameters.extend(field(
            context,
            &keys,
            name,
            property,
            media.encoding.get(name),
            kind,
            hint,
            scope,
        ));
    }
    Body {
        media_type: String::new(),
        kind,
        ty: TypeRef::Untyped(Reason::AnyObject),
        required: body.required,
        spread: None,
    }
}

#[expect(clippy::too_many_arguments, reason = "what a field is depends on all of them")]
fn field(
    context: &mut Context<'_>,
    keys: &AnySchema,
    name: &str,
    property: &ReferenceOr<Box<Schema>>,
    encoding: Option<&Encoding>,
    kind: BodyKind,
    hint: &Hint,
    scope: &mut Scope,
) -> Option<Parameter> {
    let target = context.follow(property).cloned();
    // What only the server sets is not sent.
    if target.as_ref().is_some_and(|schema| schema.schema_data.read_only) {
        return None;
    }
    let is_part = kind == BodyKind::Multipart;
    let file = target.as_ref().filter(|_| is_part).and_then(|schema| file_type(context, schema));
    let (ty, nullable) = match file {
        Some(ty) => (ty, false),
        None => {
            let usage = schema::lower(context, property, &hint.property(name));
            (usage.ty, usage.nullable)
        }
    };
    let required = keys.required.iter().any(|required| required == name);
    let is_complex = target.as_ref().is_some_and(|schema| schema::is_object(keywords(schema)));
    let style = match encoding.and_then(|encoding| encoding.style.as_ref()) {
        Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::Form) => Style::Form,
        // Without a style a complex value is JSON (4.7.15.1).
        None if is_complex => Style::Json,
        None => Style::Form,
    };
    Some(Parameter {
        name: scope.field(name, &["field"]),
        wire: name.to_owned(),
        location: Location::Body,
        style,
        explode: encoding.is_none_or(|encoding| encoding.explode),
        allow_reserved: encoding.is_some_and(|encoding| encoding.allow_reserved),
        content_type: encoding
            .and_then(|encoding| encoding.content_type.clone())
            .filter(|_| is_part),
        ty,
        presence: if required && !nullable { Presence::Required } else { Presence::Optional },
        docs: schema::docs_of_use(context, property, name, None, false),
        example: None,
    })
}

/// A file, or a list of files, where the part is binary.
fn file_type(context: &Context<'_>, schema: &Schema) -> Option<TypeRef> {
    let keys = keywords(schema);
    if keys.typ.as_deref() == Some("string") && keys.format.as_deref() == Some("binary") {
        return Some(TypeRef::Scalar(Scalar::File));
    }
    let items = context.follow(keys.items.as_ref()?)?;
    let item = file_type(context, items)?;
    matches!(item, TypeRef::Scalar(_)).then(|| TypeRef::Vec(Box::new(item)))
}
