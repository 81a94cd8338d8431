//! Media types, their encodings and examples (OpenAPI 3.0.4, sections 4.7.14, 4.7.15 and 4.7.19).

mod header;
mod name;

use indexmap::IndexMap;
use openapiv3::{Encoding, Example, MediaType, ParameterSchemaOrContent, QueryStyle, ReferenceOr};

pub(super) use header::headers;

use super::context::Context;
use super::keys::{Keys, map};
use super::reference::{self, followed};
use super::{PartEncodings, schema};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::node::{Node, Object};
use crate::normalize::carrier::{self, carry};
use crate::normalize::{Dialect, is_json_content, v3_2};
use crate::suggest;

/// The content of a body or parameter, by media type.
pub(super) fn content(context: &mut Context<'_>, object: &Object) -> IndexMap<String, MediaType> {
    let mut contents = IndexMap::new();
    for (key, entry) in object {
        let Some(node) = followed(context, &entry.node, Severity::Error) else { continue };
        // Encodings have headers, and those may have content again.
        let are_events = key.trim_start().starts_with("text/event-stream");
        let read = |context: &mut Context<'_>| media_type(context, &node, are_events);
        let Some(media) = context.deeper(node.span, read) else {
            continue;
        };
        for name in name::meant(context, entry.key, key) {
            if contents.contains_key(&name) {
                name::report_twice(context, entry.key, &name);
            } else {
                contents.insert(name, media.clone());
            }
        }
    }
    contents
}

fn media_type(context: &mut Context<'_>, node: &Node, are_events: bool) -> Option<MediaType> {
    if node.is_null() {
        return Some(MediaType::default());
    }
    let mut keys = Keys::of(context, node, "media type")?;
    let schema = keys.some("schema").and_then(|node| schema::read(context, node));
    let item = keys.some("itemSchema");
    let data = item.filter(|_| are_events).and_then(data_schema);
    let data = data.and_then(|node| reference::schema_apart(context, node));
    // Of an event, only the data needs a type.
    let item = item.filter(|_| data.is_none());
    let item = item.and_then(|node| reference::schema_apart(context, node));
    let encoding = keys.object(context, "encoding");
    let encoding = map(context, &encoding, self::encoding);
    let parts = part_encodings(context, &mut keys, IndexMap::new());
    let (example, examples) = examples(context, &mut keys);
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::ITEM_SCHEMA, item);
    carry(&mut extensions, carrier::EVENT_DATA, data);
    carry(&mut extensions, carrier::PARTS, parts);
    Some(MediaType { schema, example, examples, encoding, extensions })
}

/// The schema of the JSON in the data of an event, whose own schema is no reference.
fn data_schema(event: &Node) -> Option<&Node> {
    let data = event.get("properties")?.get("data")?;
    data.get("contentMediaType").filter(|it| is_json_content(it))?;
    data.get("contentSchema").filter(|_| data.get("contentEncoding").is_none())
}

fn encoding(context: &mut Context<'_>, node: &Node) -> Option<Encoding> {
    let mut keys = Keys::of(context, node, "encoding")?;
    let content_type = keys.string(context, "contentType");
    let headers = keys.object(context, "headers");
    let headers = header::headers(context, &headers);
    let style = keys.some("style").and_then(|node| query_style(context, node));
    let explode = keys.boolean(context, "explode");
    let allow_reserved = keys.boolean(context, "allowReserved");
    let is_styled = style.is_some() || explode.is_some() || allow_reserved.is_some();
    let inside = keys.object(context, "encoding");
    let parts = context.deeper(node.span, |context| {
        let inside = map(context, &inside, encoding);
        part_encodings(context, &mut keys, inside)
    });
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::PARTS, parts);
    carry(&mut extensions, carrier::STYLED, is_styled.then_some(true));
    let is_of_forms = is_styled && context.dialect == Dialect::V3_0;
    carry(&mut extensions, carrier::STYLED_FORM, is_of_forms.then_some(true));
    carry(&mut extensions, carrier::EXPLODE, explode);
    Some(Encoding {
        content_type,
        headers,
        // The specification's default of `explode` depends on the style.
        explode: explode.unwrap_or(matches!(style, None | Some(QueryStyle::Form))),
        style,
        allow_reserved: allow_reserved.unwrap_or_default(),
        extensions,
    })
}

/// The number of the encodings of parts by position, and of the parts `inside` of one; `None` if there are none.
fn part_encodings(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
    inside: IndexMap<String, Encoding>,
) -> Option<usize> {
    let prefix = keys.array(context, "prefixEncoding");
    // An invalid one keeps its position.
    let prefix: Vec<Encoding> =
        prefix.iter().map(|node| encoding(context, node).unwrap_or_default()).collect();
    let item = keys.some("itemEncoding").and_then(|node| encoding(context, node));
    let has_some = !inside.is_empty() || !prefix.is_empty() || item.is_some();
    has_some.then(|| context.add_part_encodings(PartEncodings { inside, prefix, item }))
}

/// A style of a query parameter or a form field.
pub(super) fn query_style(context: &mut Context<'_>, node: &Node) -> Option<QueryStyle> {
    match node.as_str() {
        Some("form") => Some(QueryStyle::Form),
        Some("spaceDelimited") => Some(QueryStyle::SpaceDelimited),
        Some("pipeDelimited") => Some(QueryStyle::PipeDelimited),
        Some("deepObject") => Some(QueryStyle::DeepObject),
        _ => {
            invalid_style(context, node, "form, spaceDelimited, pipeDelimited or deepObject");
            None
        }
    }
}

/// Reports a style that its place does not allow.
pub(super) fn invalid_style(context: &mut Context<'_>, node: &Node, allowed: &str) {
    context.report(
        Diagnostic::warning(
            Code::InvalidValue,
            node.span,
            "this style is not allowed here; the default is used",
        )
        .help(suggest::among(node.as_str(), allowed)),
    );
}

/// `example` and `examples`. Examples are documentation: an invalid one is a warning.
pub(super) fn examples(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
) -> (Option<serde_json::Value>, IndexMap<String, ReferenceOr<Example>>) {
    let mut example = keys.json("example");
    let node = keys.some("examples");
    if let Some([first, ..]) = node.and_then(Node::as_array) {
        // As in schemas.
        example = example.or_else(|| Some(first.to_json()));
    }
    let examples = node.and_then(Node::as_object).cloned().unwrap_or_default();
    let examples = map(context, &examples, |context, node| {
        let node = followed(context, node, Severity::Warning)?;
        self::example(context, &v3_2::example(&node))
    });
    (example, examples)
}

fn example(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Example>> {
    const KEYS: [&str; 4] = ["value", "externalValue", "summary", "description"];
    if !KEYS.iter().any(|key| node.get(key).is_some()) {
        // Many descriptions have the value itself in place of an object with the value.
        let value = Some(node.to_json());
        return Some(ReferenceOr::Item(Example { value, ..Example::default() }));
    }
    let mut keys = Keys::of(context, node, "example")?;
    let example = Example {
        summary: keys.string(context, "summary"),
        description: keys.string(context, "description"),
        value: keys.json("value"),
        external_value: keys.string(context, "externalValue"),
        extensions: keys.finish(context),
    };
    Some(ReferenceOr::Item(example))
}

/// Reports a style that is not the one that its place allows.
pub(super) fn only_style(context: &mut Context<'_>, style: Option<&Node>, allowed: &str) {
    if let Some(node) = style.filter(|node| node.as_str() != Some(allowed)) {
        invalid_style(context, node, allowed);
    }
}

/// The schema or the content for the value's encoding.
pub(super) fn format(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
) -> Option<ParameterSchemaOrContent> {
    let content = keys.object(context, "content");
    let span = keys.span();
    let Some(schema) = keys.some("schema") else {
        if content.is_empty() {
            keys.missing(context, "schema");
            let schema = schema::anything(context, span);
            return Some(ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)));
        }
        return Some(ParameterSchemaOrContent::Content(self::content(context, &content)));
    };
    if !content.is_empty() {
        context.report(
            Diagnostic::warning(
                Code::Contradiction,
                keys.entry("content").map_or(span, |entry| entry.key),
                "`schema` and `content` exclude each other; `content` is ignored",
            )
            .related(keys.entry("schema").map_or(span, |entry| entry.key), "the schema")
            .help("remove one of the two"),
        );
    }
    schema::read(context, schema).map(ParameterSchemaOrContent::Schema)
}
