//! The Parameter and Header Objects (OpenAPI 3.0.4, sections 4.7.12 and 4.7.21).

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr,
};

use super::context::Context;
use super::keys::{Keys, map};
use super::reference::followed;
use super::{media, schema, token};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::node::{Node, Object};
use crate::normalize::carrier::{self, Extensions, carry};
use crate::normalize::{Dialect, swagger2, v3_2};

/// A parameter, whose references were followed.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<Parameter> {
    let node = v3_2::parameter(node);
    let has_value = |key: &str| node.get(key).is_some();
    let is_flat = !has_value("schema") && !has_value("content") && has_value("type");
    if context.dialect == Dialect::Swagger2 {
        return parameter(context, &swagger2::parameter(&node));
    }
    if is_flat {
        context.report(
            Diagnostic::warning(
                Code::UnknownKey,
                node.span,
                "a parameter says in its `schema` which values it has; this one is read as Swagger 2.0 writes it",
            )
            .help("move `type` and its like into `schema`"),
        );
        return parameter(context, &swagger2::parameter(&node));
    }
    parameter(context, &node)
}

fn parameter(context: &mut Context<'_>, node: &Node) -> Option<Parameter> {
    let mut keys = Keys::of(context, node, "parameter")?;
    let name = keys.string(context, "name");
    let name_span = keys.some("name").map_or(node.span, |name| name.span);
    let location = keys.some("in");
    if name.is_none() {
        keys.missing_error(context, "name");
    }
    if location.is_none() {
        keys.missing_error(context, "in");
    }
    let style = keys.some("style");
    let allow_reserved = keys.boolean(context, "allowReserved").unwrap_or_default();
    let allow_empty_value = keys.boolean(context, "allowEmptyValue");
    let is_query = location.and_then(Node::as_str) == Some("query");
    let is_path = location.and_then(Node::as_str) == Some("path");
    let is_reserved_path = is_path && allow_reserved && context.dialect == Dialect::V3_2;
    for (key, is_set) in
        [("allowReserved", allow_reserved), ("allowEmptyValue", allow_empty_value == Some(true))]
    {
        if let Some(entry) = keys.entry(key).filter(|_| is_set && !is_query) {
            if is_reserved_path && key == "allowReserved" {
                continue;
            }
            context.report(
                Diagnostic::warning(
                    Code::NotGenerated,
                    entry.key,
                    format!("`{key}` is honoured in a query only"),
                )
                .help("remove it"),
            );
        }
    }
    let required = keys.boolean(context, "required");
    let description = keys.string(context, "description");
    let deprecated = keys.boolean(context, "deprecated");
    let explode = keys.boolean(context, "explode");
    let format = format(context, &mut keys);
    let (example, examples) = media::examples(context, &mut keys);
    let location = location?;
    if is_path && required != Some(true) {
        context.report(
            Diagnostic::warning(
                Code::InvalidValue,
                keys.span(),
                "a path parameter is always required; it is taken as required",
            )
            .help("add `required: true`"),
        );
    }
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::ALLOW_RESERVED, is_reserved_path.then_some(true));
    let name = name?;
    if !is_sendable(context, name_span, &name, location, &extensions) {
        return None;
    }
    let parameter_data = ParameterData {
        name,
        description,
        required: is_path || required.unwrap_or_default(),
        deprecated,
        format: format?,
        example,
        examples,
        explode,
        extensions,
    };
    located(context, location, style, parameter_data, (allow_reserved, allow_empty_value))
}

/// Whether there is a header or a cookie of the parameter's name, where it is one.
fn is_sendable(
    context: &mut Context<'_>,
    span: Span,
    name: &str,
    location: &Node,
    extensions: &Extensions,
) -> bool {
    let what = "the parameter is ignored";
    match location.as_str() {
        Some("header") => token::check_header(context, span, name, what),
        // Only the style of 3.2 sends the name as it is, all others percent-encode it.
        Some("cookie") if name.is_empty() || carrier::flag(extensions, carrier::COOKIE_STYLE) => {
            token::check_cookie(context, span, name, what)
        }
        _ => true,
    }
}

fn located(
    context: &mut Context<'_>,
    location: &Node,
    style: Option<&Node>,
    parameter_data: ParameterData,
    (allow_reserved, allow_empty_value): (bool, Option<bool>),
) -> Option<Parameter> {
    Some(match location.as_str() {
        Some("query") => Parameter::Query {
            parameter_data,
            allow_reserved,
            allow_empty_value,
            style: style
                .and_then(|node| media::query_style(context, node))
                .unwrap_or(QueryStyle::Form),
        },
        Some("header") => {
            only_style(context, style, "simple");
            Parameter::Header { parameter_data, style: HeaderStyle::Simple }
        }
        Some("cookie") => {
            only_style(context, style, "form");
            Parameter::Cookie { parameter_data, style: CookieStyle::Form }
        }
        Some("path") => Parameter::Path {
            parameter_data,
            style: style.and_then(|node| path_style(context, node)).unwrap_or(PathStyle::Simple),
        },
        _ => {
            context.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    location.span,
                    format!(
                        "a parameter cannot be in {}",
                        location.as_str().unwrap_or(location.describe())
                    ),
                )
                .help("write path, query, header or cookie"),
            );
            return None;
        }
    })
}

fn path_style(context: &mut Context<'_>, node: &Node) -> Option<PathStyle> {
    match node.as_str() {
        Some("simple") => Some(PathStyle::Simple),
        Some("label") => Some(PathStyle::Label),
        Some("matrix") => Some(PathStyle::Matrix),
        _ => {
            media::invalid_style(context, node, "simple, label or matrix");
            None
        }
    }
}

fn only_style(context: &mut Context<'_>, style: Option<&Node>, allowed: &str) {
    if let Some(node) = style.filter(|node| node.as_str() != Some(allowed)) {
        media::invalid_style(context, node, allowed);
    }
}

/// The schema or the content that says how the value is written.
fn format(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<ParameterSchemaOrContent> {
    let content = keys.object(context, "content");
    let span = keys.span();
    let Some(schema) = keys.some("schema") else {
        if content.is_empty() {
            keys.missing(context, "schema");
            let schema = schema::anything(context, span);
            return Some(ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)));
        }
        return Some(ParameterSchemaOrContent::Content(media::content(context, &content)));
    };
    if !content.is_empty() {
        context.report(
            Diagnostic::warning(
                Code::Contradiction,
                span,
                "`schema` and `content` exclude each other; `content` is ignored",
            )
            .help("remove one of the two"),
        );
    }
    schema::read(context, schema).map(ParameterSchemaOrContent::Schema)
}

/// The headers of a response or part, by their names.
pub(super) fn headers(
    context: &mut Context<'_>,
    object: &Object,
) -> IndexMap<String, ReferenceOr<Header>> {
    let mut headers = map(context, object, header);
    headers.retain(|name, _| {
        let span = object.get(name).map(|entry| entry.key);
        span.is_none_or(|span| token::check_header(context, span, name, "it is ignored"))
    });
    headers
}

/// A header; references are followed.
pub(super) fn header(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Header>> {
    let node = followed(context, node, Severity::Error)?;
    let is_flat = node.get("schema").is_none() && node.get("type").is_some();
    let node = if is_flat { swagger2::parameter(&node).into_owned() } else { node };
    header_object(context, &node).map(ReferenceOr::Item)
}

fn header_object(context: &mut Context<'_>, node: &Node) -> Option<Header> {
    let mut keys = Keys::of(context, node, "header")?;
    let style = keys.some("style");
    let description = keys.string(context, "description");
    let required = keys.boolean(context, "required").unwrap_or_default();
    let deprecated = keys.boolean(context, "deprecated");
    // An array's items stand between commas either way; only objects differ.
    let explode = keys.boolean(context, "explode");
    let format = format(context, &mut keys);
    let (example, examples) = media::examples(context, &mut keys);
    only_style(context, style, "simple");
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::EXPLODE, explode);
    Some(Header {
        description,
        style: HeaderStyle::Simple,
        required,
        deprecated,
        format: format?,
        example,
        examples,
        extensions,
    })
}
