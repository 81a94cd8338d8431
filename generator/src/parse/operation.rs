//! The Path Item and Operation Objects (OpenAPI 3.0.4, sections 4.7.9 and 4.7.10).

use openapiv3::{Callback, Operation, PathItem, Responses};

use super::context::Context;
use super::document::{server, strings};
use super::keys::{Keys, map};
use super::{parameter, response, schema, security};
use crate::load::node::Node;

/// A path item; references are followed.
pub(super) fn path_item(context: &mut Context<'_>, node: &Node) -> Option<PathItem> {
    match node.get("$ref") {
        None => context.deeper(node.span, |context| path_item_object(context, node)),
        Some(reference) => {
            let target = context.resolve(reference)?;
            context.deeper(node.span, |context| path_item_object(context, target.node))
        }
    }
}

fn path_item_object(context: &mut Context<'_>, node: &Node) -> Option<PathItem> {
    let mut keys = Keys::of(context, node, "path item")?;
    let mut method =
        |context: &mut Context<'_>, name| keys.node(name).and_then(|node| operation(context, node));
    let mut item = PathItem {
        get: method(context, "get"),
        put: method(context, "put"),
        post: method(context, "post"),
        delete: method(context, "delete"),
        options: method(context, "options"),
        head: method(context, "head"),
        patch: method(context, "patch"),
        trace: method(context, "trace"),
        ..PathItem::default()
    };
    item.summary = keys.string(context, "summary");
    item.description = keys.string(context, "description");
    for node in keys.array(context, "servers") {
        item.servers.extend(server(context, node));
    }
    for node in keys.array(context, "parameters") {
        item.parameters.extend(parameter::read(context, node));
    }
    item.extensions = keys.finish(context);
    Some(item)
}

fn operation(context: &mut Context<'_>, node: &Node) -> Option<Operation> {
    let mut keys = Keys::of(context, node, "operation")?;
    let mut operation = Operation {
        tags: strings(keys.array(context, "tags")),
        summary: keys.string(context, "summary"),
        description: keys.string(context, "description"),
        operation_id: keys.string(context, "operationId"),
        deprecated: keys.boolean(context, "deprecated").unwrap_or_default(),
        external_docs: keys
            .node("externalDocs")
            .and_then(|node| schema::external_docs(context, node)),
        request_body: keys
            .node("requestBody")
            .and_then(|node| response::request_body(context, node)),
        security: security::requirements(context, &mut keys),
        ..Operation::default()
    };
    for node in keys.array(context, "parameters") {
        operation.parameters.extend(parameter::read(context, node));
    }
    for node in keys.array(context, "servers") {
        operation.servers.extend(server(context, node));
    }
    operation.responses = keys
        .node("responses")
        .and_then(|node| response::responses(context, node))
        .unwrap_or_else(Responses::default);
    let callbacks = keys.object(context, "callbacks");
    operation.callbacks = map(context, callbacks, callback);
    operation.extensions = keys.finish(context);
    Some(operation)
}

fn callback(context: &mut Context<'_>, node: &Node) -> Option<Callback> {
    let node = match node.get("$ref") {
        Some(reference) => context.resolve(reference)?.node,
        None => node,
    };
    let mut items = Callback::new();
    for (expression, entry) in node.as_object().into_iter().flatten() {
        if !expression.starts_with("x-")
            && let Some(item) = path_item(context, &entry.node)
        {
            items.insert(expression.clone(), item);
        }
    }
    Some(items)
}
