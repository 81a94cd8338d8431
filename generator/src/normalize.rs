//! One 3.0 form for every dialect: an object of a description in, the same object as OpenAPI 3.0 writes it out.
//!
//! A rewrite is a function from a node to a node; one that has nothing to do borrows what it was given. [`crate::parse`]
//! applies it when it comes to an object of that kind, so what only looks like a keyword (a property called `const`,
//! an example that holds a `type`) is never touched, and references still lead through the description as it was
//! written. What 3.0 cannot say is carried as an extension, see [`carrier`].
//!
//! The newer keywords are honoured in older dialects too, where many descriptions use them.

mod annotations;
pub(crate) mod carrier;
mod edit;
mod named_values;
pub(crate) mod swagger2;
mod v3_1;
pub(crate) mod v3_2;

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::load::node::{Node, Value};
use edit::Edit;
pub(crate) use v3_1::content::is_json as is_json_content;

/// The version of the specification that a description follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    Swagger2,
    V3_0,
    V3_1,
    V3_2,
}

/// A schema of any dialect as 3.0 writes it.
pub(crate) fn schema<'n>(
    node: &'n Node,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'n, Node> {
    let node = if dialect == Dialect::Swagger2 {
        swagger2::schema(node, diagnostics)
    } else {
        Cow::Borrowed(node)
    };
    let node = then(node, annotations::of_parts);
    let node = then(node, with_false);
    let node = then(node, |node| v3_1::schema(node, diagnostics));
    then(node, |node| named_values::rewrite(node, diagnostics))
}

/// Whether no value is valid by the schema: `false`, or the opposite of every value.
pub(crate) fn is_never(schema: &Node) -> bool {
    if schema.as_bool() == Some(false) {
        return true;
    }
    let Some(object) = schema.as_object() else { return false };
    let is_everything = |node: &Node| {
        node.as_bool() == Some(true) || node.as_object().is_some_and(IndexMap::is_empty)
    };
    let is_note = |key: &str| ["title", "description", "$comment"].contains(&key);
    object.get("not").is_some_and(|entry| is_everything(&entry.node))
        && object.keys().all(|key| key == "not" || is_note(key))
}

/// The schema without keywords whose values are other ways to write `false`.
fn with_false(node: &Node) -> Cow<'_, Node> {
    let keys = [
        "additionalProperties",
        "unevaluatedProperties",
        "items",
        "unevaluatedItems",
        "additionalItems",
    ];
    let mut edit = Edit::of(node);
    for key in keys {
        if let Some(never) =
            node.get(key).filter(|node| node.as_object().is_some() && is_never(node))
        {
            edit.set(key, Node::new(Value::Bool(false), never.span));
        }
    }
    edit.finish()
}

/// What a further rewrite makes of the result of one.
fn then<'n>(
    node: Cow<'n, Node>,
    rewrite: impl for<'a> FnOnce(&'a Node) -> Cow<'a, Node>,
) -> Cow<'n, Node> {
    match node {
        Cow::Borrowed(node) => rewrite(node),
        Cow::Owned(node) => Cow::Owned(rewrite(&node).into_owned()),
    }
}

/// Which dialect the description at `root` is written in; an error where it is none that is read.
pub(crate) fn dialect(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Dialect> {
    let versions = ["openapi", "swagger"].into_iter().find_map(|key| root.get(key));
    let Some(node) = versions else { return guess(root, diagnostics) };
    let version = match &node.value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.0.clone(),
        _ => String::new(),
    };
    let mut parts = version.split('.');
    let (major, minor) = (parts.next().unwrap_or_default(), parts.next().unwrap_or("0"));
    match (major, minor) {
        ("2", _) => Some(Dialect::Swagger2),
        ("3", "0") => Some(Dialect::V3_0),
        ("3", "1") => Some(Dialect::V3_1),
        ("3", "2") => Some(Dialect::V3_2),
        ("3", minor) if minor.parse::<u32>().is_ok() => {
            diagnostics.push(
                Diagnostic::warning(
                    Code::UnsupportedVersion,
                    node.span,
                    format!("unknown OpenAPI version `{version}`; the description is read as 3.2"),
                )
                .help("keys that 3.2 does not have are reported as unknown"),
            );
            Some(Dialect::V3_2)
        }
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    Code::UnsupportedVersion,
                    node.span,
                    format!("OpenAPI version `{version}` is not supported"),
                )
                .help("write the description in OpenAPI 2.0, 3.0, 3.1 or 3.2, for example `openapi: 3.0.3`"),
            );
            None
        }
    }
}

/// The dialect of a description without a version, by its keys.
fn guess(root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Dialect> {
    let beginning = Span { file: FileId(0), start: 0, end: 1 };
    let has = |key: &str| root.get(key).and_then(Node::as_object).is_some();
    if !has("paths") && !has("components") {
        diagnostics.push(
            Diagnostic::error(
                Code::NotOpenApi,
                beginning,
                "this is not an OpenAPI description: it has no `openapi` with the version",
            )
            .help("add `openapi: 3.0.3` at the top, or use another file"),
        );
        return None;
    }
    let (dialect, name) =
        if has("definitions") { (Dialect::Swagger2, "2.0") } else { (Dialect::V3_0, "3.0") };
    diagnostics.push(
        Diagnostic::warning(
            Code::MissingKey,
            beginning,
            format!(
                "there is no `openapi` with the version; the description is read as OpenAPI {name}"
            ),
        )
        .help("add `openapi: 3.0.3` at the top"),
    );
    Some(dialect)
}
