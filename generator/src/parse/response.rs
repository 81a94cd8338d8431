//! The Responses, Response, Request Body and Link Objects (OpenAPI 3.0.4, sections 4.7.13, 4.7.16, 4.7.17, 4.7.20).

use indexmap::IndexMap;
use openapiv3::{Link, LinkOperation, ReferenceOr, RequestBody, Response, Responses, StatusCode};

use super::context::Context;
use super::keys::{Keys, map};
use super::noun::as_in_2_0;
use super::reference::{self, followed};
use super::{media, server};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::node::{Entry, Node};
use crate::normalize::carrier::{self, carry};
use crate::normalize::swagger2;

/// The responses of an operation, by status code.
pub(super) fn responses(context: &mut Context<'_>, node: &Node) -> Option<Responses> {
    let node = &reference::followed_entirely(context, node)?;
    let keys = Keys::of(context, node, "responses object")?;
    let span = keys.span();
    let mut responses = Responses::default();
    for (key, entry) in node.as_object().into_iter().flatten() {
        if key.starts_with("x-") {
            responses.extensions.insert(key.clone(), entry.node.to_json());
        } else if key.eq_ignore_ascii_case("default") {
            responses.default = response(context, &entry.node);
        } else if let Some(status) = status(context, key, entry)
            && let Some(response) = response(context, &entry.node)
        {
            responses.responses.insert(status, response);
        }
    }
    let source = context.source(span);
    responses.extensions.insert(carrier::SOURCE.to_owned(), source);
    Some(responses)
}

fn status(context: &mut Context<'_>, key: &str, entry: &Entry) -> Option<StatusCode> {
    let key = key.trim();
    if let Ok(code @ 100..=599) = key.parse::<u16>() {
        return Some(StatusCode::Code(code));
    }
    if let [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] = key.as_bytes() {
        return Some(StatusCode::Range(u16::from(class - b'0')));
    }
    context.report(
        Diagnostic::warning(
            Code::InvalidValue,
            entry.key,
            format!("`{key}` is not a status code; the response is ignored"),
        )
        .help("use a status code from 100 to 599, a range such as 4XX, or default"),
    );
    None
}

fn response(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Response>> {
    if node.is_null() {
        return Some(ReferenceOr::Item(Response::default()));
    }
    let node = followed(context, node, Severity::Error)?;
    let is_flat = node.get("content").is_none() && node.get("schema").is_some();
    let is_old = context.dialect == crate::normalize::Dialect::Swagger2;
    if is_flat && !is_old {
        let newer = "OpenAPI 3 has the `schema` in a media type of `content`";
        context.report(as_in_2_0("response", node.span, newer));
    }
    if is_old || is_flat {
        let produces = context.media.produces.clone();
        let node = swagger2::response(&node, &produces);
        return response_object(context, &node).map(ReferenceOr::Item);
    }
    response_object(context, &node).map(ReferenceOr::Item)
}

fn response_object(context: &mut Context<'_>, node: &Node) -> Option<Response> {
    let mut keys = Keys::of(context, node, "response")?;
    // The specification requires a description, but nothing depends on it.
    let description = keys.string(context, "description");
    let summary = keys.string(context, "summary");
    let headers = keys.object(context, "headers");
    let headers = media::headers(context, &headers);
    let content = keys.object(context, "content");
    let content = media::content(context, &content);
    let links = keys.object(context, "links");
    let links = map(context, &links, link);
    let mut extensions = keys.finish(context);
    let description = description.or_else(|| summary.clone()).unwrap_or_default();
    carry(&mut extensions, carrier::SUMMARY, summary);
    Some(Response { description, headers, content, links, extensions })
}

fn link(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Link>> {
    let node = followed(context, node, Severity::Warning)?;
    link_object(context, &node).map(ReferenceOr::Item)
}

fn link_object(context: &mut Context<'_>, node: &Node) -> Option<Link> {
    let mut keys = Keys::of(context, node, "link")?;
    let id = keys.string(context, "operationId");
    if let (Some(id), Some(place)) = (&id, keys.some("operationId")) {
        context.add_link(place.span, id);
    }
    let id = id.map(LinkOperation::OperationId);
    if let Some(reference) = keys.some("operationRef") {
        reference::resolve(context, reference, Severity::Warning);
    }
    let reference = keys.string(context, "operationRef").map(LinkOperation::OperationRef);
    let description = keys.string(context, "description");
    let request_body = keys.json("requestBody");
    let parameters: IndexMap<_, _> = keys
        .object(context, "parameters")
        .iter()
        .map(|(name, entry)| (name.clone(), entry.node.to_json()))
        .collect();
    let server = keys.some("server").and_then(|node| server::read(context, node));
    let operation = id.or(reference);
    if operation.is_none() {
        keys.missing(context, "operationId");
    }
    let extensions = keys.finish(context);
    Some(Link { description, operation: operation?, request_body, parameters, server, extensions })
}

/// A request body; references are followed.
pub(super) fn request_body(
    context: &mut Context<'_>,
    node: &Node,
) -> Option<ReferenceOr<RequestBody>> {
    let node = followed(context, node, Severity::Error)?;
    let node = if matches!(node.get("in").and_then(Node::as_str), Some("body" | "formData")) {
        // Half converted: a body parameter of 2.0 that is referenced as a body.
        let consumes = context.media.consumes.clone();
        swagger2::request_body(&[node], &consumes, context.diagnostics)?
    } else {
        node
    };
    request_body_object(context, &node).map(ReferenceOr::Item)
}

fn request_body_object(context: &mut Context<'_>, node: &Node) -> Option<RequestBody> {
    let mut keys = Keys::of(context, node, "request body")?;
    let description = keys.string(context, "description");
    let required = keys.boolean(context, "required");
    let content = keys.object(context, "content");
    if keys.some("content").is_none() {
        keys.missing(context, "content");
    }
    let content = media::content(context, &content);
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::OPTIONAL, (required == Some(false)).then_some(true));
    let required = required.unwrap_or_default();
    Some(RequestBody { description, content, required, extensions })
}
