//! The request body: in 2.0 it is one parameter, or one for each form field.

use super::super::edit::{Edit, object};
use super::parameter::{delimiter, style, type_is_array, value_keys};
use super::{entry, schema_apart};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Node, Object, Value};
use crate::normalize::carrier;

const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The request body of the parameters `in: body` and `in: formData`.
pub(crate) fn request_body(
    parameters: &[Node],
    consumes: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let is_body = |node: &&Node| node.get("in").and_then(Node::as_str) == Some("body");
    let mut bodies = parameters.iter().filter(is_body);
    let fields: Vec<&Node> = parameters.iter().filter(|node| !is_body(node)).collect();
    let Some(body) = bodies.next() else { return form(&fields, consumes) };
    for other in bodies.chain(fields) {
        diagnostics.push(
            Diagnostic::warning(
                Code::Contradiction,
                other.span,
                "the request already has a body; this parameter is ignored",
            )
            .related(body.span, "the body")
            .help("describe the body by one parameter, or by form fields"),
        );
    }
    Some(single(body, consumes))
}

/// A body of one value, in each of the media types.
fn single(parameter: &Node, consumes: &[String]) -> Node {
    let mut edit = Edit::of(parameter);
    edit.remove("in");
    if let Some(name) = edit.remove("name") {
        edit.set(carrier::NAME, name.node);
    }
    if edit.get("schema").is_none() {
        let keys = value_keys(parameter);
        schema_apart(&mut edit, &keys, parameter.span);
    }
    let schema = edit.remove("schema").map(|entry| entry.node);
    let example = edit.remove("x-example").or_else(|| edit.remove("example"));
    let media_type =
        object([("schema", schema), ("example", example.map(|entry| entry.node))], parameter.span);
    let default = [JSON.to_owned()];
    let consumes = if consumes.is_empty() { default.as_slice() } else { consumes };
    edit.set("content", content(consumes, &media_type));
    edit.finish().into_owned()
}

/// The same content for each of the media types.
pub(super) fn content(media_types: &[String], media_type: &Node) -> Node {
    let entries = media_types.iter().map(|name| (name.clone(), entry(media_type.clone())));
    Node::object(entries.collect(), media_type.span)
}

/// A form: an object with a property for each field.
fn form(fields: &[&Node], consumes: &[String]) -> Option<Node> {
    let span = fields.first()?.span;
    let mut properties = Object::new();
    let mut encodings = Object::new();
    let mut required = Vec::new();
    let mut has_file = false;
    for field in fields {
        let Some(name) = field.get("name").filter(|name| name.as_str().is_some()) else { continue };
        let key = name.as_str().unwrap_or_default().to_owned();
        if field.get("required").and_then(Node::as_bool) == Some(true) {
            required.push(name.clone());
        }
        has_file |= field.get("type").and_then(Node::as_str) == Some("file");
        if let Some(encoding) = encoding(field) {
            encodings.insert(key.clone(), entry(encoding));
        }
        properties.insert(key, entry(property(field)));
    }
    let is_required = !required.is_empty();
    let schema = object(
        [
            ("type", Some(Node::string("object", span))),
            ("properties", Some(Node::object(properties, span))),
            ("required", is_required.then(|| Node::array(required, span))),
        ],
        span,
    );
    let encodings = (!encodings.is_empty()).then(|| Node::object(encodings, span));
    let media_type = object([("schema", Some(schema)), ("encoding", encodings)], span);
    let media_types = media_types(consumes, has_file);
    let required = is_required.then(|| Node::new(Value::Bool(true), span));
    Some(object(
        [("required", required), ("content", Some(content(&media_types, &media_type)))],
        span,
    ))
}

/// The media types of forms among `consumes`; a file needs the one that supports it.
fn media_types(consumes: &[String], has_file: bool) -> Vec<String> {
    let is_multipart = |name: &&String| name.starts_with("multipart/");
    let mut names: Vec<String> = consumes
        .iter()
        .filter(|name| is_multipart(name) || (!has_file && name.starts_with(URLENCODED)))
        .cloned()
        .collect();
    if names.is_empty() {
        names.push(if has_file { MULTIPART } else { URLENCODED }.to_owned());
    }
    names
}

/// A field's schema.
fn property(field: &Node) -> Node {
    let mut edit = Edit::of(field);
    for key in ["name", "in", "required", "collectionFormat"] {
        edit.remove(key);
    }
    // Any string may be empty; the docs state that the server accepts it.
    let may_be_empty = edit.remove("allowEmptyValue").filter(|it| it.node.as_bool() == Some(true));
    if let Some(entry) = may_be_empty {
        let description = edit.get("description").and_then(Node::as_str).unwrap_or_default();
        let description = format!("{description}\n\nMay be empty.");
        edit.set("description", Node::string(description.trim(), entry.node.span));
    }
    match edit.remove("schema") {
        // Some descriptions have it, as in a body.
        Some(schema) if edit.get("type").is_none() => {
            let description = edit.remove("description").map(|entry| entry.node);
            let span = field.span;
            let parts = Node::array(vec![schema.node], span);
            object([("description", description), ("allOf", Some(parts))], span)
        }
        _ => edit.finish().into_owned(),
    }
}

/// The encoding of a field that is an array.
fn encoding(field: &Node) -> Option<Node> {
    if !type_is_array(field) {
        return None;
    }
    let format = field.get("collectionFormat");
    let name = format.and_then(Node::as_str).unwrap_or("csv");
    let span: Span = format.map_or(field.span, |node| node.span);
    let style = style(name);
    let delimiter = delimiter(name, true).map(|delimiter| Node::string(delimiter, span));
    Some(object(
        [
            ("style", Some(Node::string(style.name, span))),
            ("explode", Some(Node::new(Value::Bool(style.explode), span))),
            (carrier::DELIMITER, delimiter),
        ],
        span,
    ))
}
