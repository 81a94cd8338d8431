//! Headers of responses (OpenAPI 3.0.4, section 4.7.21). In: an operation's responses. Out: the headers that any of them
//! has, each with its type.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Response};

use super::context::{Context, Hint};
use super::names::Scope;
use super::{docs, media, schema};
use crate::ir::{Docs, HeaderForm, ResponseHeader, Scalar, TypeKind, TypeRef};
use crate::markdown;
use crate::normalize::carrier;

/// The headers of all the responses. One with different types in different responses is a string.
pub(super) fn lower<'r>(
    context: &mut Context<'_>,
    responses: impl Iterator<Item = &'r Response>,
    hint: &Hint,
) -> Vec<ResponseHeader> {
    let mut scope = Scope::model_fields();
    let mut found: Vec<ResponseHeader> = Vec::new();
    for (name, header) in responses.flat_map(|response| &response.headers) {
        let ReferenceOr::Item(header) = header else { continue };
        // "If a response header is defined with the name "Content-Type", it SHALL be ignored" (4.7.17.1).
        if name.eq_ignore_ascii_case("content-type") {
            context.not_generated(
                &header.extensions,
                "`Content-Type` is not a response header by the specification; `content` describes it",
                "remove the header",
            );
            continue;
        }
        let hint = hint.part(name).role(format!("The header {}.", markdown::code(name)));
        let (ty, form) = value(context, name, header, &hint);
        let known = found.iter_mut().find(|known| known.wire.eq_ignore_ascii_case(name));
        match known {
            Some(known) if known.ty != ty => {
                (known.ty, known.form) = (TypeRef::Scalar(Scalar::String), HeaderForm::Text);
            }
            Some(_) => {}
            None => {
                let docs = docs_of(context, name, header);
                let field = scope.field(name, &["header"]);
                found.push(ResponseHeader { name: field, wire: name.clone(), ty, form, docs });
            }
        }
    }
    found
}

/// The docs of the header and of its schema, with examples.
fn docs_of(context: &Context<'_>, name: &str, header: &Header) -> Docs {
    let deprecated = header.deprecated.unwrap_or_default();
    let description = header.description.as_deref();
    let own = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => {
            schema::docs_of_use(context, schema, name, description, deprecated)
        }
        ParameterSchemaOrContent::Content(_) => docs::docs(&[description], deprecated),
    };
    let examples = docs::examples_of(header.example.as_ref(), &header.examples);
    let plain = format!("The header {}.", markdown::code(name));
    let said = Some(own.text.as_str()).filter(|text| !text.is_empty()).unwrap_or(&plain);
    let mut text = said.to_owned();
    if header.required {
        text.push_str("\n\nIt is required in every response that documents it.");
    }
    if let Some(examples) = examples.filter(|examples| !text.contains(examples.as_str())) {
        text.push_str(&format!("\n\n{}", docs::clean(&examples)));
    }
    Docs { text, ..own }
}

/// The type of a header's value, and how it is written.
fn value(
    context: &mut Context<'_>,
    name: &str,
    header: &Header,
    hint: &Hint,
) -> (TypeRef, HeaderForm) {
    let text = (TypeRef::Scalar(Scalar::String), HeaderForm::Text);
    // Its values contain commas, and each has a line of its own (RFC 6265, section 3).
    if name.eq_ignore_ascii_case("set-cookie") {
        return (TypeRef::Vec(Box::new(text.0)), HeaderForm::Lines);
    }
    match &header.format {
        ParameterSchemaOrContent::Content(content) => {
            let json = content.iter().find(|(media_type, _)| media::is_json(media_type));
            match json.and_then(|(_, media)| media.schema.as_ref()) {
                Some(schema) => (schema::lower(context, schema, hint).ty, HeaderForm::Json),
                None => text,
            }
        }
        ParameterSchemaOrContent::Schema(schema) => {
            let ty = schema::lower(context, schema, hint).ty;
            // Swagger 2.0 has other delimiters than commas.
            let is_plain = !header.extensions.contains_key(carrier::DELIMITER);
            if is_plain && let Some(form) = form(context, &ty) {
                return (ty, form);
            }
            let (why, help) = match ty {
                TypeRef::Untyped(_) => ("since it has no type", "give it a type"),
                _ => (
                    "because its type has no header encoding",
                    "describe it by `content` with application/json, or by a simpler schema",
                ),
            };
            let message = format!("the header `{name}` is a string, {why}");
            context.not_generated(&header.extensions, &message, help);
            text
        }
    }
}

/// The encoding of a value of the type; `None` if it is neither a scalar nor an array of scalars.
fn form(context: &Context<'_>, ty: &TypeRef) -> Option<HeaderForm> {
    match ty {
        TypeRef::Scalar(
            Scalar::Bool
            | Scalar::I32
            | Scalar::I64
            | Scalar::U32
            | Scalar::U64
            | Scalar::I128
            | Scalar::F64
            | Scalar::Decimal
            | Scalar::UnixTime,
        ) => Some(HeaderForm::Json),
        TypeRef::Scalar(Scalar::Bytes | Scalar::File) => None,
        TypeRef::Scalar(_) | TypeRef::Formatted(_) => Some(HeaderForm::Text),
        TypeRef::Vec(item) => match form(context, item)? {
            HeaderForm::Text => Some(HeaderForm::TextList),
            HeaderForm::Json => Some(HeaderForm::JsonList),
            HeaderForm::TextList | HeaderForm::JsonList | HeaderForm::Lines => None,
        },
        TypeRef::Option(ty) | TypeRef::Boxed(ty) => form(context, ty),
        TypeRef::Named(id) => match &context.get(*id)?.kind {
            TypeKind::OpenEnum(_) => Some(HeaderForm::Text),
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => form(context, ty),
            _ => None,
        },
        TypeRef::Tuple(_) | TypeRef::Map(_) | TypeRef::Custom(_) | TypeRef::Untyped(_) => None,
    }
}
