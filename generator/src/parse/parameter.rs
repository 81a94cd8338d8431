//! The Parameter and Header Objects (OpenAPI 3.0.4, sections 4.7.12 and 4.7.21).

use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr,
};

use super::context::Context;
use super::keys::Keys;
use super::{media, schema};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;

/// A parameter; references are followed.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Parameter>> {
    if let Some(reference) = node.get("$ref") {
        let target = context.resolve(reference)?;
        return parameter(context, target.node).map(ReferenceOr::Item);
    }
    parameter(context, node).map(ReferenceOr::Item)
}

fn parameter(context: &mut Context<'_>, node: &Node) -> Option<Parameter> {
    let mut keys = Keys::of(context, node, "parameter")?;
    let name = keys.required_string(context, "name");
    let location = keys.node("in");
    if location.is_none() {
        keys.missing(context, "in");
    }
    let style = keys.node("style");
    let allow_reserved = keys.boolean(context, "allowReserved").unwrap_or_default();
    let allow_empty_value = keys.boolean(context, "allowEmptyValue");
    let required = keys.boolean(context, "required");
    let description = keys.string(context, "description");
    let deprecated = keys.boolean(context, "deprecated");
    let explode = keys.boolean(context, "explode");
    let format = format(context, &mut keys);
    let (example, examples) = media::examples(context, &mut keys);
    let location = location?;
    let is_path = location.as_str() == Some("path");
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
    let parameter_data = ParameterData {
        name: name?,
        description,
        required: is_path || required.unwrap_or_default(),
        deprecated,
        format: format?,
        example,
        examples,
        explode,
        extensions: keys.finish(context),
    };
    Some(match location.as_str() {
        Some("query") => Parameter::Query {
            parameter_data,
            allow_reserved,
            allow_empty_value,
            style: style
                .map_or(Some(QueryStyle::Form), |node| media::query_style(context, node))?,
        },
        Some("header") => {
            only_style(context, style, "simple")?;
            Parameter::Header { parameter_data, style: HeaderStyle::Simple }
        }
        Some("cookie") => {
            only_style(context, style, "form")?;
            Parameter::Cookie { parameter_data, style: CookieStyle::Form }
        }
        Some("path") => Parameter::Path {
            parameter_data,
            style: style.map_or(Some(PathStyle::Simple), |node| path_style(context, node))?,
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

fn only_style(context: &mut Context<'_>, style: Option<&Node>, allowed: &str) -> Option<()> {
    match style {
        Some(node) if node.as_str() != Some(allowed) => {
            media::invalid_style(context, node, allowed);
            None
        }
        _ => Some(()),
    }
}

/// The schema or the content that says how the value is written.
fn format(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<ParameterSchemaOrContent> {
    let content = keys.object(context, "content");
    let schema = keys.node("schema");
    match (schema, content) {
        (Some(schema), _) => schema::read(context, schema).map(ParameterSchemaOrContent::Schema),
        (None, Some(content)) => {
            let content = media::content(context, Some(content));
            Some(ParameterSchemaOrContent::Content(content))
        }
        (None, None) => {
            keys.missing(context, "schema");
            None
        }
    }
}

/// A header of a response or part; references are followed.
pub(super) fn header(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Header>> {
    if let Some(reference) = node.get("$ref") {
        let target = context.resolve(reference)?;
        return header_object(context, target.node).map(ReferenceOr::Item);
    }
    header_object(context, node).map(ReferenceOr::Item)
}

fn header_object(context: &mut Context<'_>, node: &Node) -> Option<Header> {
    let mut keys = Keys::of(context, node, "header")?;
    let style = keys.node("style");
    let description = keys.string(context, "description");
    let required = keys.boolean(context, "required").unwrap_or_default();
    let deprecated = keys.boolean(context, "deprecated");
    // An array's items stand between commas either way; only objects differ, which headers have no use for.
    keys.boolean(context, "explode");
    let format = format(context, &mut keys);
    let (example, examples) = media::examples(context, &mut keys);
    only_style(context, style, "simple")?;
    Some(Header {
        description,
        style: HeaderStyle::Simple,
        required,
        deprecated,
        format: format?,
        example,
        examples,
        extensions: keys.finish(context),
    })
}
