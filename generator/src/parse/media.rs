//! Media types, their encodings and examples (OpenAPI 3.0.4, sections 4.7.14, 4.7.15 and 4.7.19).

use indexmap::IndexMap;
use openapiv3::{Encoding, Example, MediaType, QueryStyle, ReferenceOr};

use super::context::Context;
use super::keys::{Keys, map};
use super::{parameter, schema};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Object};

/// The content of a body or parameter, by media type.
pub(super) fn content(
    context: &mut Context<'_>,
    object: Option<&Object>,
) -> IndexMap<String, MediaType> {
    map(context, object, media_type)
}

fn media_type(context: &mut Context<'_>, node: &Node) -> Option<MediaType> {
    let mut keys = Keys::of(context, node, "media type")?;
    let schema = keys.node("schema").and_then(|node| schema::read(context, node));
    let encoding = keys.object(context, "encoding");
    let encoding = map(context, encoding, self::encoding);
    let (example, examples) = examples(context, &mut keys);
    let extensions = keys.finish(context);
    Some(MediaType { schema, example, examples, encoding, extensions })
}

fn encoding(context: &mut Context<'_>, node: &Node) -> Option<Encoding> {
    let mut keys = Keys::of(context, node, "encoding")?;
    let content_type = keys.string(context, "contentType");
    let headers = keys.object(context, "headers");
    let headers = map(context, headers, parameter::header);
    let style = keys.node("style").and_then(|node| query_style(context, node));
    let explode = keys.boolean(context, "explode");
    let allow_reserved = keys.boolean(context, "allowReserved").unwrap_or_default();
    let extensions = keys.finish(context);
    // The specification's default of `explode` depends on the style.
    let explode = explode.unwrap_or(matches!(style, None | Some(QueryStyle::Form)));
    Some(Encoding { content_type, headers, style, explode, allow_reserved, extensions })
}

/// A style that a query parameter or a form's field can have.
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
        Diagnostic::error(Code::InvalidValue, node.span, "this place does not allow that style")
            .help(format!("write {allowed}")),
    );
}

/// `example` and `examples`. Examples are documentation: one that cannot be read is a warning.
pub(super) fn examples(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
) -> (Option<serde_json::Value>, IndexMap<String, ReferenceOr<Example>>) {
    let example = keys.json("example");
    let examples = keys.node("examples").and_then(Node::as_object);
    let examples = map(context, examples, |context, node| {
        if let Some(reference) = node.get("$ref") {
            return context
                .resolve(reference)
                .and_then(|target| self::example(context, target.node));
        }
        self::example(context, node)
    });
    (example, examples)
}

fn example(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Example>> {
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
