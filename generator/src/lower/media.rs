//! Media types (RFC 9110, section 8.3; OpenAPI 3.0.4, section 4.7.14). In: the `content` of a body or response. Out: its
//! representations, those that the client writes or reads in the same way as one.

pub(super) mod choice;
mod framing;

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Schema};
use serde_json::Value;

pub(super) use framing::{Framing, framing_of, item_schema};

use super::context::{Context, Hint, keywords};
use super::schema::xml::{self, Direction, Form, Undefined};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::FieldName;
use crate::normalize::carrier;

/// How what is of a media type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Xml,
    /// Values one after the other, each as soon as it is there (OpenAPI 3.2.0, section 4.14.3).
    Sequence,
    Bytes,
}

/// One form in which a value is sent.
#[derive(Debug, Clone)]
pub(super) struct Representation<'a> {
    pub(super) media_type: &'a str,
    pub(super) media: &'a MediaType,
    pub(super) kind: Kind,
    /// Further media types that are written in the same way.
    pub(super) also: Vec<&'a str>,
    /// XML media types with the same value as this one, which is JSON.
    pub(super) xml: Vec<&'a str>,
    /// Text media types with the same value as this one, which is JSON of a string.
    pub(super) text: Vec<&'a str>,
}

impl Representation<'_> {
    /// All of its media types.
    pub(super) fn media_types(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.media_type).chain(self.also.iter().copied())
    }

    /// What distinguishes it from others, for the end of a name: `json`, `form`, `csv`.
    pub(super) fn suffix(&self) -> String {
        let essence = essence(self.media_type);
        let (_, subtype) = essence.split_once('/').unwrap_or(("", &essence));
        match (self.kind, subtype) {
            (Kind::Json, "json" | "*") => String::from("json"),
            (Kind::Form, _) => String::from("form"),
            (Kind::Multipart, "form-data") => String::from("multipart"),
            (Kind::Text, "plain" | "*") => String::from("text"),
            (Kind::Xml, "xml") => String::from("xml"),
            (Kind::Bytes, "octet-stream" | "*") => String::from("bytes"),
            (_, subtype) => {
                let plain = subtype.trim_end_matches("+json").trim_end_matches("+xml");
                words::snake(plain.trim_start_matches("x-").trim_start_matches("vnd."))
            }
        }
    }
}

/// The representations in `content`: JSON first, then forms, then the others in their order, ranges last.
pub(super) fn representations<'a>(
    context: &Context<'_>,
    content: &'a IndexMap<String, MediaType>,
) -> Vec<Representation<'a>> {
    grouped(context, content, None)
}

/// The representations of a request body, in which several values are encoded as their media type requires.
pub(super) fn sent<'a>(
    context: &Context<'_>,
    content: &'a IndexMap<String, MediaType>,
) -> Vec<Representation<'a>> {
    grouped(context, content, Some(framing::is_written_alike))
}

/// The representations of a response whose values come one after the other, each of which is read in its own way.
pub(super) fn sequences<'a>(
    context: &Context<'_>,
    content: &'a IndexMap<String, MediaType>,
) -> Vec<Representation<'a>> {
    let mut all = grouped(context, content, Some(framing::is_written_alike));
    all.retain(|representation| representation.kind == Kind::Sequence);
    all
}

/// Decides whether two media types are one representation.
type AreAlike = fn((&str, &MediaType), (&str, &MediaType)) -> bool;

/// `are_alike` decides whether two media types of sequences with the same schema are one representation; without it, all
/// of them are.
fn grouped<'a>(
    context: &Context<'_>,
    content: &'a IndexMap<String, MediaType>,
    are_alike: Option<AreAlike>,
) -> Vec<Representation<'a>> {
    let mut found: Vec<Representation<'a>> = Vec::new();
    // Those of a form, so that each is compared with few others.
    let mut of_form: BTreeMap<(Kind, String), Vec<usize>> = BTreeMap::new();
    for (media_type, media) in content {
        let kind = kind(context, media_type, media);
        let form = match kind {
            Kind::Sequence if are_alike.is_none() => String::new(),
            kind => form(kind, media),
        };
        let alike = of_form.entry((kind, form)).or_default();
        let same = alike.iter().copied().find(|other| {
            found.get(*other).is_some_and(|other| match kind {
                Kind::Text | Kind::Bytes => true,
                Kind::Sequence => are_alike.is_none_or(|are_alike| {
                    are_alike((other.media_type, other.media), (media_type, media))
                }),
                Kind::Json | Kind::Xml | Kind::Form | Kind::Multipart => {
                    other.media.encoding == media.encoding
                }
            })
        });
        match same.and_then(|same| found.get_mut(same)) {
            Some(other) => other.also.push(media_type),
            None => {
                alike.push(found.len());
                let (also, xml, text) = (Vec::new(), Vec::new(), Vec::new());
                found.push(Representation { media_type, media, kind, also, xml, text });
            }
        }
    }
    for representation in &mut found {
        // What is sent is a media type, where one is offered, and no range; the plainest JSON comes first.
        let is_json = representation.kind == Kind::Json;
        let rank =
            |name: &str| (name.contains('*'), is_json && essence(name) != "application/json");
        for other in &mut representation.also {
            if rank(other) < rank(representation.media_type) {
                std::mem::swap(other, &mut representation.media_type);
            }
        }
    }
    found.sort_by_key(|representation| {
        let rank = match representation.kind {
            Kind::Json => 0,
            Kind::Multipart => 1,
            Kind::Form => 2,
            Kind::Text | Kind::Xml | Kind::Sequence | Kind::Bytes => 3,
        };
        (representation.media_type.contains('*'), rank)
    });
    found
}

/// What two media types of that kind with the same schema have in common.
fn form(kind: Kind, media: &MediaType) -> String {
    match (kind, &media.schema) {
        (Kind::Text | Kind::Bytes, _) | (_, None) => String::new(),
        (_, Some(ReferenceOr::Reference { reference })) => reference.clone(),
        (_, Some(ReferenceOr::Item(schema))) => {
            placeless(schema).map(|schema| schema.to_string()).unwrap_or_default()
        }
    }
}

/// The constant for the element of an XML body; `None` if it is a string of the caller's, which is reported for a type
/// that cannot be mapped to XML.
pub(super) fn element(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    hint: &Hint,
    direction: Direction,
) -> Option<FieldName> {
    let Representation { media, media_type, .. } = representation;
    match xml::body(context, media.schema.as_ref()?, hint, direction) {
        Form::Element(constant) => Some(constant),
        Form::Text => None,
        Form::Undefined(Undefined { span, reason }) => {
            let message = format!(
                "a body of `{media_type}` is a string for the caller to encode or decode, because this cannot be mapped to XML: {reason}"
            );
            let help = "describe the body as application/json too, if the server supports it";
            context.report(Diagnostic::warning(Code::NotGenerated, span, message).help(help));
            None
        }
    }
}

/// The constant for the element of JSON if the server may respond with XML nevertheless; `None` if no XML is documented
/// for it, or it cannot be mapped, which is reported.
pub(super) fn element_beside(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    hint: &Hint,
) -> Option<FieldName> {
    let schema = representation.media.schema.as_ref().filter(|_| !representation.xml.is_empty())?;
    match xml::body(context, schema, hint, Direction::ReceivedAsJson) {
        Form::Element(constant) => Some(constant),
        Form::Text => None,
        Form::Undefined(Undefined { span, reason }) => {
            let media_type = representation.xml.first().copied().unwrap_or_default();
            let message = format!(
                "a response of `{media_type}` is not supported, because this cannot be mapped to XML: {reason}"
            );
            let help = "add `xml` to the schema, or remove the media type: the client accepts JSON";
            context.report(Diagnostic::warning(Code::NotGenerated, span, message).help(help));
            None
        }
    }
}

/// The schema of a body, with all parts of its `allOf` in one.
pub(super) fn schema<'m, 'a: 'm>(
    context: &mut Context<'a>,
    media: &'m MediaType,
) -> Option<Cow<'m, Schema>> {
    super::schema::merged(context, media.schema.as_ref()?)
}

/// Names a schema of items, and encodings of parts, where the body is not written or read item by item.
pub(super) fn report_items(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    is_sent: bool,
) {
    let Representation { media, media_type, kind, .. } = representation;
    let are_parts = is_sent && *kind == Kind::Multipart;
    if are_parts || *kind == Kind::Sequence {
        return;
    }
    if item_schema(media).is_some() {
        context.not_generated(
            &media.extensions,
            &format!(
                "`itemSchema` is ignored: a body of `{media_type}` is not encoded item by item"
            ),
            "describe the whole body by `schema`, or its items as application/jsonl",
        );
    }
    report_positions(context, media, &format!("a body of `{media_type}` has no parts here"));
}

/// Names encodings of parts by position that have no parts.
pub(super) fn report_positions(context: &mut Context<'_>, media: &MediaType, why: &str) {
    if context.parsed.part_encodings(&media.extensions).is_some() {
        context.not_generated(
            &media.extensions,
            &format!("`prefixEncoding` and `itemEncoding` are ignored: {why}"),
            "describe the body as multipart/mixed, by the schema of an array",
        );
    }
}

/// Reports keywords for a string that the caller encodes.
pub(super) fn report_events(context: &mut Context<'_>, representation: &Representation<'_>) {
    let Representation { media, media_type, .. } = representation;
    let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
    let says_more = target.is_some_and(|schema| keywords(schema).typ.as_deref() != Some("string"));
    if says_more || item_schema(media).is_some() {
        context.not_generated(
            &media.extensions,
            &format!(
                "a body of `{media_type}` is a string for the caller to encode; its schema is ignored"
            ),
            "describe the items as application/jsonl too, if the server supports it",
        );
    }
}

/// How a text body encodes the value of JSON with the same schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AsText {
    /// As the string itself.
    Plain,
    /// As its JSON: a number and a boolean are written alike in both.
    Json,
}

/// How a text body encodes a value of the schema; `None` if that is not a scalar.
pub(super) fn as_text(context: &Context<'_>, media: &MediaType) -> Option<AsText> {
    let schema = context.follow(media.schema.as_ref()?)?;
    match keywords(schema).typ.as_deref()? {
        "string" => Some(AsText::Plain),
        "integer" | "number" | "boolean" => Some(AsText::Json),
        _ => None,
    }
}

/// Whether two media types have the same schema, wherever it is defined.
pub(super) fn same_schema(one: &MediaType, other: &MediaType) -> bool {
    match (&one.schema, &other.schema) {
        (Some(ReferenceOr::Item(one)), Some(ReferenceOr::Item(other))) => {
            one == other || placeless(one) == placeless(other)
        }
        (one, other) => one == other,
    }
}

/// A schema as JSON, without the places of its parts.
fn placeless(schema: &Schema) -> Option<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(entries) => {
                entries.remove(carrier::SOURCE);
                entries.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(schema).ok()?;
    strip(&mut value);
    Some(value)
}

fn kind(context: &Context<'_>, media_type: &str, media: &MediaType) -> Kind {
    let essence = essence(media_type);
    let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
    let keys = target.map(keywords);
    let has_type = |name: &str| keys.is_some_and(|keys| keys.typ.as_deref() == Some(name));
    let is_binary =
        has_type("string") && keys.is_some_and(|keys| keys.format.as_deref() == Some("binary"));
    let says_something = keys.is_some_and(|keys| *keys != openapiv3::AnySchema::default());
    match essence.as_str() {
        _ if is_binary => Kind::Bytes,
        _ if is_sequence(&essence) => Kind::Sequence,
        _ if is_json(&essence) => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        _ if essence.starts_with("multipart/") => Kind::Multipart,
        _ if is_xml(&essence) => Kind::Xml,
        "*/*" if says_something => Kind::Json,
        // An array or an object cannot be plain text: some frameworks list `text/plain` beside JSON for any value.
        "text/plain" | "text/*" if has_type("object") || has_type("array") => Kind::Json,
        _ if essence.starts_with("text/") => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A media type with its parameters, in lower case and without white space and quotes.
pub(super) fn with_parameters(media_type: &str) -> String {
    let parts: Vec<&str> = media_type.split(';').map(str::trim).collect();
    parts.join(";").replace('"', "").to_ascii_lowercase()
}

/// Whether a media type is JSON (RFC 6839, section 3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// Whether a media type is a sequence of values.
fn is_sequence(essence: &str) -> bool {
    matches!(
        essence,
        "text/event-stream"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/stream+json"
            | "application/json-seq"
    ) || essence.ends_with("+json-seq")
}

/// Whether a media type, without its parameters, is neither text nor JSON or XML.
pub(super) fn is_binary(essence: &str) -> bool {
    !essence.starts_with("text/")
        && !is_json(essence)
        && !is_xml(essence)
        && !matches!(essence, "*/*" | "application/x-www-form-urlencoded")
}

/// Whether a media type is XML (RFC 7303, section 8).
pub(super) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}
