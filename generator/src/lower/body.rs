//! Request bodies (OpenAPI 3.0.4, sections 4.7.13 and 4.7.15).

mod form;
mod parts;

pub(super) use form::encodings;

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::context::{Context, Hint};
use super::media::{self, Kind, Representation};
use super::names::Scope;
use super::schema::{self, xml::Direction};
use super::stream;
use crate::ir::{Body, BodyKind, Parameter, Reason, Scalar, TypeId, TypeKind, TypeRef};
use crate::parse::referenced_key;

/// The body of an operation in one of its representations; `None` if it has nothing to set. The fields of a form, and
/// the parts of a multipart body, become parameters.
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
    if matches!(kind, Kind::Form | Kind::Multipart)
        && !body.required
        && form::is_empty(context, media)
    {
        return None;
    }
    let hint = hint.part("Body").role("The body of the request.");
    media::report_items(context, representation, true);
    let lowered = match kind {
        Kind::Form => form::lower(context, body, media, &hint, (parameters, scope)),
        Kind::Multipart => {
            parts::lower(context, body, (media_type, media), &hint, (parameters, scope))
        }
        Kind::Json => typed(context, body, media, &hint),
        Kind::Xml => match media::element(context, representation, &hint, Direction::Sent) {
            Some(element) => Body {
                kind: BodyKind::Xml,
                element: Some(element),
                ..typed(context, body, media, &hint)
            },
            None => whole(BodyKind::Text, TypeRef::Scalar(Scalar::String), body),
        },
        Kind::Text => whole(BodyKind::Text, TypeRef::Scalar(Scalar::String), body),
        Kind::Sequence => match stream::sent(context, representation, &hint.part("Item")) {
            Some((kind, item)) => whole(kind, TypeRef::Vec(Box::new(item)), body),
            None => {
                media::report_events(context, representation);
                whole(BodyKind::Text, TypeRef::Scalar(Scalar::String), body)
            }
        },
        Kind::Bytes => whole(BodyKind::Bytes, TypeRef::Scalar(Scalar::Bytes), body),
    };
    // A range such as `*/*` is not a media type to send.
    let media_type = match kind {
        _ if !media_type.contains('*') => media_type,
        Kind::Json => "application/json",
        Kind::Text | Kind::Sequence => "text/plain",
        Kind::Xml => "application/xml",
        Kind::Multipart => "multipart/form-data",
        Kind::Form | Kind::Bytes => "application/octet-stream",
    };
    let described_by = match &media.schema {
        Some(ReferenceOr::Reference { reference }) if lowered.is_spread_over_parameters() => {
            context.named(&referenced_key(reference)).map(|named| named.id)
        }
        _ => None,
    };
    Some(Body { media_type: media_type.to_owned(), described_by, ..lowered })
}

fn whole(kind: BodyKind, ty: TypeRef, body: &RequestBody) -> Body {
    Body {
        media_type: String::new(),
        kind,
        ty,
        element: None,
        encodings: Vec::new(),
        parts: Vec::new(),
        required: body.required,
        spread: None,
        described_by: None,
    }
}

/// A body of JSON, or of XML of the same type.
fn typed(context: &mut Context<'_>, body: &RequestBody, media: &MediaType, hint: &Hint) -> Body {
    let ty = value(context, media, hint);
    let is_inline = matches!(media.schema, Some(ReferenceOr::Item(_))) && body.required;
    let spread = spread(context, &ty, is_inline);
    Body { spread, ..whole(BodyKind::Json, ty, body) }
}

/// The type of a body's value.
fn value(context: &mut Context<'_>, media: &MediaType, hint: &Hint) -> TypeRef {
    match &media.schema {
        Some(schema) => schema::lower(context, schema, hint).into_item(),
        None => TypeRef::Untyped(Reason::Any),
    }
}

/// The type whose fields become arguments: an inline struct that has nothing but its fields.
fn spread(context: &Context<'_>, ty: &TypeRef, is_inline: bool) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) if is_inline => {
            let id = context.defined(*id);
            match context.get(id)? {
                crate::ir::Type { pointer: None, kind: TypeKind::Struct(strukt), .. }
                    if strukt.additional.is_none() =>
                {
                    Some(id)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
