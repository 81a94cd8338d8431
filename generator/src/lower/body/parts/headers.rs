//! The headers of parts (OpenAPI 3.0.4, section 4.7.15.1). In: a part and its encoding. Out: what its headers are; the
//! values that are the caller's are parameters.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Schema};

use super::super::super::context::{Context, Hint};
use super::super::super::{docs, media, schema};
use super::{Fields, Place, Valued};
use crate::ir::{
    Location, Parameter, PartHeader, PartHeaderValue, Presence, Scalar, Style, TypeRef,
};
use crate::load::refs;
use crate::markdown;
use crate::normalize::carrier;

/// The headers that a part has.
pub(super) fn lower(
    context: &mut Context<'_>,
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Vec<PartHeader> {
    let mut found = Vec::new();
    for (name, header) in valued.encoding.into_iter().flat_map(|encoding| &encoding.headers) {
        let ReferenceOr::Item(header) = header else { continue };
        if is_own(name, valued) {
            context.not_generated(
                &header.extensions,
                &format!("the client sets the header `{name}` of a part by itself"),
                "remove the header",
            );
            continue;
        }
        let value = match constant(context, header) {
            Some(text) => PartHeaderValue::Constant(text),
            None => {
                let parameter = parameter(context, (name, header), valued, place, fields);
                fields.parameters.push(parameter);
                PartHeaderValue::Parameter(fields.parameters.len() - 1)
            }
        };
        found.push(PartHeader { wire: name.clone(), value });
    }
    found
}

/// The header for the encoding of bytes in a string, unless the part has it anyway.
pub(super) fn transfer_encoding(headers: &[PartHeader], encoding: String) -> Option<PartHeader> {
    const NAME: &str = "Content-Transfer-Encoding";
    let has_own = headers.iter().any(|header| header.wire.eq_ignore_ascii_case(NAME));
    let value = PartHeaderValue::Constant(encoding);
    (!has_own).then(|| PartHeader { wire: NAME.to_owned(), value })
}

/// Whether a header is that of the media type, which is described apart, or of the name.
fn is_own(header: &str, valued: &Valued<'_>) -> bool {
    header.eq_ignore_ascii_case("content-type")
        || (valued.name.is_some() && header.eq_ignore_ascii_case("content-disposition"))
}

/// The only value that a required header may have.
fn constant(context: &Context<'_>, header: &Header) -> Option<String> {
    let ParameterSchemaOrContent::Schema(schema) = &header.format else { return None };
    let schema = context.follow(schema).filter(|_| header.required)?;
    schema::only_text(schema)
}

fn parameter(
    context: &mut Context<'_>,
    (name, header): (&str, &Header),
    valued: &Valued<'_>,
    place: &Place,
    fields: &mut Fields<'_>,
) -> Parameter {
    let part = format!("{}{}", place.name, valued.called);
    let hint = place.hint.part(valued.called).part(name);
    let hint = hint.role(format!("The header {} of a part.", markdown::code(name)));
    let (schema, style) = value(header);
    let (ty, nullable) = typed(context, schema, &hint);
    let is_required = header.required && place.required && valued.required && !nullable;
    let mut docs = match schema {
        Some(schema) => schema::docs_of_use(
            context,
            schema,
            name,
            header.description.as_deref(),
            header.deprecated.unwrap_or_default(),
        ),
        None => docs::docs(&[header.description.as_deref()], header.deprecated.unwrap_or_default()),
    };
    if docs.text.is_empty() {
        let (name, part) = (markdown::code(name), markdown::code(valued.called));
        docs.text = format!("The header {name} of the part {part}.");
    }
    let at = place.pointer.replacen("/body/value", "/body/headers", 1);
    Parameter {
        name: fields.scope.field(&format!("{part}_{name}"), &["header"]),
        wire: name.to_owned(),
        location: Location::PartHeader,
        style,
        explode: style == Style::Simple && carrier::flag(&header.extensions, carrier::EXPLODE),
        allow_reserved: false,
        encodings: Vec::new(),
        pointer: Some(format!("{at}/{}/{}", valued.token, refs::escape(name))),
        ty: ty.strict(),
        presence: if is_required { Presence::Required } else { Presence::Optional },
        constant: None,
        may_be_empty: false,
        docs,
        example: None,
    }
}

/// The schema of a header's value, and how it is written.
fn value(header: &Header) -> (Option<&ReferenceOr<Schema>>, Style) {
    match &header.format {
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), Style::Simple),
        ParameterSchemaOrContent::Content(content) => {
            let json = content.iter().find(|(media_type, _)| media::is_json(media_type));
            match json.and_then(|(_, media)| media.schema.as_ref()) {
                Some(schema) => (Some(schema), Style::Json),
                None => (None, Style::Simple),
            }
        }
    }
}

/// The type of a header's value, and whether it may be `null`.
fn typed(
    context: &mut Context<'_>,
    schema: Option<&ReferenceOr<Schema>>,
    hint: &Hint,
) -> (TypeRef, bool) {
    match schema {
        Some(schema) => {
            let schema::Use { ty, nullable } = schema::lower(context, schema, hint);
            (ty, nullable)
        }
        None => (TypeRef::Scalar(Scalar::String), false),
    }
}
