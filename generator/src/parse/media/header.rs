//! The Header Object (OpenAPI 3.0.4, section 4.7.21), which may have content like its parent.

use indexmap::IndexMap;
use openapiv3::{Header, HeaderStyle, ReferenceOr};

use super::super::context::Context;
use super::super::keys::{Keys, map};
use super::super::noun::as_in_2_0;
use super::super::reference::followed;
use super::super::token;
use super::{examples, format, only_style};
use crate::diagnostic::Severity;
use crate::load::node::{Node, Object};
use crate::normalize::carrier::{self, carry};
use crate::normalize::{Dialect, swagger2};

/// The headers of a response or part, by their names.
pub(in crate::parse) fn headers(
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
fn header(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Header>> {
    let node = followed(context, node, Severity::Error)?;
    let is_flat = node.get("schema").is_none() && node.get("type").is_some();
    if is_flat && context.dialect != Dialect::Swagger2 {
        let newer = "OpenAPI 3 has its type in `schema`";
        context.report(as_in_2_0("header", node.span, newer));
    }
    let node = if is_flat { swagger2::parameter(&node).into_owned() } else { node };
    header_object(context, &node).map(ReferenceOr::Item)
}

fn header_object(context: &mut Context<'_>, node: &Node) -> Option<Header> {
    let mut keys = Keys::of(context, node, "header")?;
    let style = keys.some("style");
    let description = keys.string(context, "description");
    let required = keys.boolean(context, "required").unwrap_or_default();
    let deprecated = keys.boolean(context, "deprecated");
    // An array's items are separated by commas either way; only objects differ.
    let explode = keys.boolean(context, "explode");
    let format = format(context, &mut keys);
    let (example, examples) = examples(context, &mut keys);
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
