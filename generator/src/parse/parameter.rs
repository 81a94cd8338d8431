//! The Parameter Object (OpenAPI 3.0.4, section 4.7.12).

use openapiv3::{CookieStyle, HeaderStyle, Parameter, ParameterData, PathStyle, QueryStyle};

use super::context::Context;
use super::keys::Keys;
use super::{media, token};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Node;
use crate::normalize::carrier::{self, Extensions, carry};
use crate::normalize::{Dialect, swagger2, v3_2};
use crate::suggest;

/// A parameter, with references followed.
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
                "a parameter has its type in `schema`; this one is read as in Swagger 2.0",
            )
            .help("move `type` and the other keywords into `schema`"),
        );
        return parameter(context, &swagger2::parameter(&node));
    }
    parameter(context, &node)
}

fn parameter(context: &mut Context<'_>, node: &Node) -> Option<Parameter> {
    let mut keys = Keys::of(context, node, "parameter")?;
    let mut name = keys.string(context, "name");
    let name_span = keys.some("name").map_or(node.span, |name| name.span);
    let location = keys.some("in");
    // The name of a whole query is not sent.
    if name.is_none() && node.get(carrier::QUERYSTRING).is_some() {
        keys.missing(context, "name");
        name = Some(String::from("query"));
    }
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
    let is_known = matches!(context.dialect, Dialect::Swagger2 | Dialect::V3_2);
    let is_reserved_path = is_path && allow_reserved && is_known;
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
                    format!("`{key}` has a meaning in a query only"),
                )
                .help("remove it"),
            );
        }
    }
    let required = keys.boolean(context, "required");
    let description = keys.string(context, "description");
    let deprecated = keys.boolean(context, "deprecated");
    let explode = keys.boolean(context, "explode");
    let format = media::format(context, &mut keys);
    let (example, examples) = media::examples(context, &mut keys);
    let location = location?;
    if is_path && required != Some(true) {
        context.report(
            Diagnostic::warning(
                Code::InvalidValue,
                keys.span(),
                "a path parameter has to be required; it is read as required",
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

/// Whether the parameter's name is valid in a header or a cookie, if it is one.
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
        // Only the style of 3.2 sends the name unencoded, all others percent-encode it.
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
            media::only_style(context, style, "simple");
            Parameter::Header { parameter_data, style: HeaderStyle::Simple }
        }
        Some("cookie") => {
            media::only_style(context, style, "form");
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
                .help(suggest::among(location.as_str(), "path, query, header or cookie")),
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
