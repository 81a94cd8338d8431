//! Responses of 2.0: one schema for all media types that the operation produces, and an example for each.

use std::borrow::Cow;

use super::super::edit::{Edit, object};
use super::entry;
use super::parameter::parameter;
use crate::load::node::{Node, Object};

/// A response with the media types of its operation.
pub(crate) fn response<'n>(node: &'n Node, produces: &[String]) -> Cow<'n, Node> {
    let mut edit = Edit::of(node);
    if edit.get("content").is_none() {
        let schema = edit.remove("schema").map(|entry| entry.node);
        let examples = edit.remove("examples").map(|entry| entry.node);
        if schema.is_some() || examples.as_ref().and_then(Node::as_object).is_some() {
            let content = content(node, schema.as_ref(), examples.as_ref(), produces);
            edit.set("content", content);
        }
    }
    if let Some(headers) = node.get("headers").and_then(Node::as_object) {
        let span = node.get("headers").map_or(node.span, |node| node.span);
        let mut rewritten = Object::new();
        for (name, header) in headers {
            let is_reference = header.node.get("$ref").is_some();
            let node = if is_reference {
                header.node.clone()
            } else {
                parameter(&header.node).into_owned()
            };
            rewritten.insert(name.clone(), entry(node));
        }
        edit.set("headers", Node::object(rewritten, span));
    }
    edit.finish()
}

fn content(
    response: &Node,
    schema: Option<&Node>,
    examples: Option<&Node>,
    produces: &[String],
) -> Node {
    let is_file =
        schema.and_then(|schema| schema.get("type")).and_then(Node::as_str) == Some("file");
    let is_json = |name: &String| name.starts_with("application/json");
    let mut names: Vec<String> = if schema.is_some() { produces.to_vec() } else { Vec::new() };
    if is_file {
        // The top-level `produces` is mostly not meant for files.
        names.retain(|name| !is_json(name));
    }
    if schema.is_some_and(is_structured) && !names.iter().any(|name| may_have_structure(name)) {
        names.clear();
    }
    let examples = examples.and_then(Node::as_object);
    if names.is_empty() {
        let shown = examples.into_iter().flatten().map(|(name, _)| name);
        names.extend(shown.filter(|name| name.contains('/')).cloned());
    }
    if names.is_empty() {
        names
            .push(if is_file { "application/octet-stream" } else { "application/json" }.to_owned());
    }
    // A single example is for the single media type, whatever its key.
    let only = match (examples, names.as_slice()) {
        (Some(examples), [_]) => examples.values().next(),
        _ => None,
    };
    let contents = names.into_iter().map(|name| {
        let example = examples.and_then(|examples| examples.get(&name).or(only));
        let media_type = object(
            [("schema", schema.cloned()), ("example", example.map(|entry| entry.node.clone()))],
            schema.map_or(response.span, |schema| schema.span),
        );
        (name, entry(media_type))
    });
    Node::object(contents.collect(), response.span)
}

/// Whether the schema is that of an object or an array, or of what is defined elsewhere.
fn is_structured(schema: &Node) -> bool {
    match schema.get("type").and_then(Node::as_str) {
        Some(name) => matches!(name, "object" | "array"),
        None => ["$ref", "properties", "allOf"].iter().any(|key| schema.get(key).is_some()),
    }
}

/// Whether a value of such a schema can have the media type: one of an archive is meant for other responses.
fn may_have_structure(media_type: &str) -> bool {
    let known = [
        "json",
        "xml",
        "yaml",
        "text/",
        "form",
        "csv",
        "protobuf",
        "msgpack",
        "cbor",
        "multipart",
        "*",
    ];
    known.iter().any(|part| media_type.contains(part))
}
