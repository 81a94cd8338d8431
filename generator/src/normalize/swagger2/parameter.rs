//! Parameters and headers of 2.0: the keywords beside `name` become a `schema`, `collectionFormat` a style.

use std::borrow::Cow;

use super::super::edit::Edit;
use super::schema_apart;
use crate::load::node::{Node, Value};
use crate::normalize::carrier;

/// Keys of the parameter and not of its value.
const OWN_KEYS: [&str; 12] = [
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "collectionFormat",
    "deprecated",
    "example",
    "examples",
    "style",
    "explode",
    "allowReserved",
];

/// A parameter that is neither body nor form data, or a header.
pub(crate) fn parameter(node: &Node) -> Cow<'_, Node> {
    let mut edit = Edit::of(node);
    if let Some(example) = edit.remove("x-example")
        && edit.get("example").is_none()
    {
        edit.set("example", example.node);
    }
    if edit.get("schema").is_none() && edit.get("content").is_none() {
        let keys = value_keys(node);
        schema_apart(&mut edit, &keys, node.span);
    }
    if own_header(node).is_some() {
        edit.flag(carrier::OWN_HEADER);
    }
    if own_header(node) == Some("authorization")
        && let Some(schema) = edit.get("schema").map(secret)
    {
        edit.set("schema", schema);
    }
    if node.get("x-ms-skip-url-encoding").and_then(Node::as_bool) == Some(true) {
        edit.flag("allowReserved");
    }
    let is_array = type_is_array(node);
    let format = edit.remove("collectionFormat").map(|entry| entry.node);
    if is_array {
        let name = format.as_ref().and_then(Node::as_str).unwrap_or("csv");
        let span = format.as_ref().map_or(node.span, |node| node.span);
        let is_query = node.get("in").and_then(Node::as_str) == Some("query");
        if is_query && edit.get("style").is_none() {
            let style = style(name);
            edit.set("style", Node::string(style.name, span));
            edit.set("explode", Node::new(Value::Bool(style.explode), span));
        }
        if let Some(delimiter) = delimiter(name, is_query) {
            edit.set(carrier::DELIMITER, Node::string(delimiter, span));
        }
    }
    edit.finish()
}

/// The name of a header that, unlike later dialects, 2.0 does not exclude as a parameter.
fn own_header(node: &Node) -> Option<&'static str> {
    let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
    let is_header = node.get("in").and_then(Node::as_str) == Some("header");
    ["accept", "authorization", "content-type"]
        .into_iter()
        .find(|own| is_header && name.eq_ignore_ascii_case(own))
}

/// The schema of a credential, which no message may print.
fn secret(schema: &Node) -> Node {
    let mut edit = Edit::of(schema);
    if edit.get("format").is_none() {
        edit.set("format", Node::string("password", schema.span));
    }
    edit.finish().into_owned()
}

/// Extensions of vendors that describe values.
const VENDORS: [&str; 2] = ["x-nullable", "x-ms-enum"];

/// The keys of a parameter or header that describe its values.
pub(super) fn value_keys(node: &Node) -> Vec<String> {
    let keys = node.as_object().into_iter().flatten().map(|(key, _)| key);
    let describes_value = |key: &&String| {
        !OWN_KEYS.contains(&key.as_str())
            && (!key.starts_with("x-")
                || key.starts_with("x-enum")
                || VENDORS.contains(&key.as_str()))
    };
    keys.filter(describes_value).cloned().collect()
}

pub(super) fn type_is_array(node: &Node) -> bool {
    let holder = if node.get("type").is_some() { Some(node) } else { node.get("schema") };
    holder.and_then(|node| node.get("type")).and_then(Node::as_str) == Some("array")
}

/// A style of 3.0.
pub(super) struct Style {
    pub(super) name: &'static str,
    pub(super) explode: bool,
}

/// The style for an array with that `collectionFormat` in a query or form.
pub(super) fn style(collection_format: &str) -> Style {
    let (name, explode) = match collection_format {
        "multi" => ("form", true),
        "ssv" => ("spaceDelimited", false),
        "pipes" => ("pipeDelimited", false),
        _ => ("form", false),
    };
    Style { name, explode }
}

/// The delimiter between the items if no style of 3.0 has it.
pub(super) fn delimiter(collection_format: &str, in_query: bool) -> Option<&'static str> {
    match collection_format {
        "tsv" => Some("\t"),
        "ssv" if !in_query => Some(" "),
        "pipes" if !in_query => Some("|"),
        _ => None,
    }
}
