//! The Path Item and Operation Objects (OpenAPI 3.0.4, sections 4.7.9 and 4.7.10; 3.2 for further methods).

use indexmap::IndexMap;
use openapiv3::{Callback, Operation, Parameter, PathItem, ReferenceOr, Responses};

use super::context::{Context, MediaTypes};
use super::keys::{Keys, map, not_an_object};
use super::noun::as_in_2_0;
use super::reference::{self, followed};
use super::token::is_token;
use super::{AdditionalOperation, external_docs, parameter, response, security, server};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::node::{Node, Object};
use crate::normalize::{Dialect, swagger2};

/// Callbacks of callbacks beyond this are left out.
const DEEPEST_CALLBACK: usize = 3;

/// A path item, with references followed. Callbacks and webhooks have no path.
pub(super) fn path_item(
    context: &mut Context<'_>,
    node: &Node,
    path: Option<&str>,
) -> Option<PathItem> {
    let node = reference::followed_entirely(context, node)?;
    context.deeper(node.span, |context| path_item_object(context, &node, path))
}

fn path_item_object(
    context: &mut Context<'_>,
    node: &Node,
    path: Option<&str>,
) -> Option<PathItem> {
    let mut keys = Keys::of(context, node, "path item")?;
    let mut item = PathItem::default();
    let nodes = keys.array(context, "parameters");
    let (parameters, body) = parameters(context, &nodes);
    item.parameters = parameters;
    let query_span = keys.some("query").map_or(node.span, |node| node.span);
    let mut method = |context: &mut Context<'_>, name| {
        let node = keys.some(name)?;
        operation(context, node, &body)
    };
    item.get = method(context, "get");
    item.put = method(context, "put");
    item.post = method(context, "post");
    item.delete = method(context, "delete");
    item.options = method(context, "options");
    item.head = method(context, "head");
    item.patch = method(context, "patch");
    item.trace = method(context, "trace");
    let query = method(context, "query");
    additional(context, path, "QUERY", query_span, query);
    let others = keys.object(context, "additionalOperations");
    for (name, entry) in others.iter() {
        if !is_token(name) {
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    entry.key,
                    format!("`{name}` is not a valid HTTP method; its operation is ignored"),
                )
                .help("write the method as it is sent, such as LOCK"),
            );
            continue;
        }
        let operation = operation(context, &entry.node, &body);
        additional(context, path, name, entry.key, operation);
    }
    item.summary = keys.string(context, "summary");
    item.description = keys.string(context, "description");
    for node in keys.array(context, "servers").iter() {
        item.servers.extend(server::read(context, node));
    }
    item.extensions = keys.finish(context);
    Some(item)
}

/// Keeps an operation with a method that the model has no field for, and reports one that the API itself sends.
fn additional(
    context: &mut Context<'_>,
    path: Option<&str>,
    method: &str,
    span: Span,
    operation: Option<Operation>,
) {
    let Some(operation) = operation else { return };
    let Some(path) = path else {
        let message =
            format!("requests with the method {method}, which the API sends, are not generated");
        context.report(
            Diagnostic::warning(Code::NotGenerated, span, message)
                .help("no change is needed; parse the request yourself"),
        );
        return;
    };
    let (path, method) = (path.to_owned(), method.to_owned());
    context.add_operation(AdditionalOperation { path, method, operation });
}

/// Parameters, and apart from them those of 2.0 that describe a body. Of two with one name and place the last counts.
fn parameters(
    context: &mut Context<'_>,
    nodes: &[Node],
) -> (Vec<ReferenceOr<Parameter>>, Vec<Node>) {
    let mut parameters: IndexMap<_, Parameter> = IndexMap::new();
    let mut body = Vec::new();
    for node in nodes {
        let Some(node) = followed(context, node, Severity::Error) else { continue };
        if matches!(node.get("in").and_then(Node::as_str), Some("body" | "formData")) {
            if context.dialect != Dialect::Swagger2 {
                let newer = "OpenAPI 3 has the body in `requestBody`";
                context.report(as_in_2_0("parameter", node.span, newer));
            }
            body.push(node);
            continue;
        }
        let Some(parameter) = parameter::read(context, &node) else { continue };
        let name = parameter.parameter_data_ref().name.clone();
        if parameters.contains_key(&(std::mem::discriminant(&parameter), name.clone())) {
            context.report(
                Diagnostic::warning(
                    Code::DuplicateKey,
                    node.span,
                    format!("duplicate parameter `{name}`; this one counts"),
                )
                .help("remove one of the two"),
            );
        }
        parameters.insert((std::mem::discriminant(&parameter), name), parameter);
    }
    (parameters.into_values().map(ReferenceOr::Item).collect(), body)
}

/// An operation; `inherited` are the parameters of its path item that describe a body (2.0).
fn operation(context: &mut Context<'_>, node: &Node, inherited: &[Node]) -> Option<Operation> {
    // No version of the specification allows an operation to be a reference, but all bundlers write them.
    let node = &reference::followed_entirely(context, node)?;
    if context.dialect != Dialect::Swagger2 {
        return operation_object(context, node, inherited);
    }
    let described = context.media.clone();
    context.media = MediaTypes {
        consumes: swagger2::media_types(node, "consumes")
            .unwrap_or_else(|| described.consumes.clone()),
        produces: swagger2::media_types(node, "produces")
            .unwrap_or_else(|| described.produces.clone()),
    };
    let node = swagger2::operation(node, context.diagnostics);
    let operation = operation_object(context, &node, inherited);
    context.media = described;
    operation
}

fn operation_object(
    context: &mut Context<'_>,
    node: &Node,
    inherited: &[Node],
) -> Option<Operation> {
    let mut keys = Keys::of(context, node, "operation")?;
    let nodes = keys.array(context, "parameters");
    let (parameters, body) = parameters(context, &nodes);
    let mut operation = Operation {
        tags: keys.strings(context, "tags"),
        summary: keys.string(context, "summary"),
        description: keys.string(context, "description"),
        operation_id: keys.string(context, "operationId"),
        deprecated: keys.boolean(context, "deprecated").unwrap_or_default(),
        external_docs: keys
            .some("externalDocs")
            .and_then(|node| external_docs::read(context, node)),
        request_body: keys
            .some("requestBody")
            .and_then(|node| response::request_body(context, node)),
        security: security::requirements(context, &mut keys),
        parameters,
        ..Operation::default()
    };
    if let Some(id) = &operation.operation_id {
        context.add_operation_id(id);
    }
    let body = if body.iter().any(|node| node.get("in").and_then(Node::as_str) == Some("body")) {
        body
    } else {
        inherited_fields(inherited, body)
    };
    if operation.request_body.is_none() && !body.is_empty() {
        let consumes = context.media.consumes.clone();
        operation.request_body = swagger2::request_body(&body, &consumes, context.diagnostics)
            .and_then(|node| response::request_body(context, &node));
    }
    for node in keys.array(context, "servers").iter() {
        operation.servers.extend(server::read(context, node));
    }
    operation.responses = keys
        .some("responses")
        .and_then(|node| response::responses(context, node))
        .unwrap_or_else(Responses::default);
    let callbacks = keys.object(context, "callbacks");
    operation.callbacks = map(context, &callbacks, callback);
    operation.extensions = keys.finish(context);
    Some(operation)
}

/// The fields of a form that the path item describes, unless the operation describes them too, and the operation's.
fn inherited_fields(inherited: &[Node], own: Vec<Node>) -> Vec<Node> {
    let is_own = |field: &&Node| own.iter().any(|other| other.get("name") == field.get("name"));
    let mut fields: Vec<Node> = inherited.iter().filter(|field| !is_own(field)).cloned().collect();
    fields.extend(own);
    fields
}

fn callback(context: &mut Context<'_>, node: &Node) -> Option<Callback> {
    let node = followed(context, node, Severity::Warning)?;
    let Some(object) = node.as_object() else {
        not_an_object(context, &node, "callback");
        return None;
    };
    if context.callbacks.len() >= DEEPEST_CALLBACK {
        context.report(
            Diagnostic::warning(
                Code::TooDeep,
                node.span,
                "this callback is nested in a callback of a callback; it is ignored",
            )
            .help("callbacks are generated up to the second level"),
        );
        return None;
    }
    // A recursive callback adds nothing the second time.
    if !context.callbacks.insert(node.span) {
        return None;
    }
    let callback = callback_items(context, object);
    context.callbacks.remove(&node.span);
    Some(callback)
}

fn callback_items(context: &mut Context<'_>, object: &Object) -> Callback {
    let mut items = Callback::new();
    for (expression, entry) in object {
        if !expression.starts_with("x-")
            && let Some(item) = path_item(context, &entry.node, None)
        {
            items.insert(expression.clone(), item);
        }
    }
    items
}
