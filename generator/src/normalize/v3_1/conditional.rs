//! Schemas that apply under a condition (JSON Schema 2020-12, section 10.2.2).
//!
//! If the conditions are constants of one property, the schema is a union with a member for each. Otherwise the
//! properties that depend on them are any JSON values, which is reported.

mod cases;

use super::super::edit::{Edit, object};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Entry, Node, Object};

/// The keywords of a condition.
const KEYWORDS: [&str; 3] = ["if", "then", "else"];

/// Conditions within conditions deeper than this are left out.
const DEEPEST: usize = 64;

/// Converts `if`, `then`, `else` and `dependentSchemas`.
pub(super) fn rewrite(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let parts = parts(edit);
    let has_own = edit.get("if").is_some();
    if !has_own && parts.is_empty() && edit.get("dependentSchemas").is_none() {
        // What is not under a condition has no effect (section 10.2.2.2).
        KEYWORDS.iter().for_each(|key| drop(edit.remove(key)));
        return;
    }
    if let Some(members) = cases::members(edit, &parts) {
        take(edit);
        edit.set("oneOf", members);
    }
    let loose = plain(edit, diagnostics);
    if loose || !parts_left(edit).is_empty() {
        // What is evaluated depends on the conditions.
        edit.remove("unevaluatedProperties");
    }
}

/// The parts of `allOf` that are only conditions.
fn parts(edit: &Edit<'_>) -> Vec<Node> {
    parts_left(edit).into_iter().cloned().collect()
}

fn parts_left<'e>(edit: &'e Edit<'_>) -> Vec<&'e Node> {
    let all = edit.get("allOf").and_then(Node::as_array).unwrap_or_default();
    all.iter().filter(|part| is_condition(part)).collect()
}

/// Whether a schema is a condition, and nothing else but notes.
pub(super) fn is_condition(node: &Node) -> bool {
    let Some(object) = node.as_object() else { return false };
    let is_note = |key: &str| ["title", "description", "$comment"].contains(&key);
    object.contains_key("if") && object.keys().all(|key| KEYWORDS.contains(&&**key) || is_note(key))
}

/// Removes the conditions.
fn take(edit: &mut Edit<'_>) {
    KEYWORDS.iter().for_each(|key| drop(edit.remove(key)));
    let Some(entry) = edit.remove("allOf") else { return };
    let all = entry.node.as_array().unwrap_or_default();
    let rest: Vec<Node> = all.iter().filter(|part| !is_condition(part)).cloned().collect();
    if !rest.is_empty() {
        edit.set("allOf", Node::array(rest, entry.node.span));
    }
}

/// Replaces the schema's own conditions by properties of any value. Returns whether there were any.
fn plain(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let mut found: Vec<(String, Entry)> = Vec::new();
    let mut is_any = false;
    for key in KEYWORDS.into_iter().chain(["dependentSchemas"]) {
        let Some(entry) = edit.remove(key) else { continue };
        is_any = true;
        if key != "then" && key != "else" {
            diagnostics.push(report(key, &entry));
        }
        if key == "dependentSchemas" {
            let schemas = entry.node.as_object().into_iter().flatten();
            schemas.for_each(|(_, entry)| collect(&entry.node, &mut found, 0));
        } else {
            collect(&entry.node, &mut found, 0);
        }
    }
    add(edit, found);
    is_any
}

fn report(key: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::warning(
        Code::NotGenerated,
        entry.key,
        format!(
            "the condition of `{key}` is not checked; properties that only depend on it are any JSON values"
        ),
    )
    .help("describe the cases as members of a `oneOf` to get a type for each")
}

/// Adds the properties of a schema, and of the conditions within.
fn collect(schema: &Node, found: &mut Vec<(String, Entry)>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    found.extend(properties(schema).map(|(name, entry)| (name.clone(), entry.clone())));
    for key in KEYWORDS {
        if let Some(inner) = schema.get(key) {
            collect(inner, found, depth + 1);
        }
    }
}

fn properties(schema: &Node) -> impl Iterator<Item = (&String, &Entry)> {
    schema.get("properties").and_then(Node::as_object).into_iter().flatten()
}

/// Adds the properties that the schema does not have yet, of any value.
fn add(edit: &mut Edit<'_>, found: Vec<(String, Entry)>) {
    let mut all: Object =
        edit.get("properties").and_then(Node::as_object).cloned().unwrap_or_default();
    let before = all.len();
    let mut span = None;
    for (name, Entry { key, node }) in found {
        if all.contains_key(&name) {
            continue;
        }
        span = span.or(Some(node.span));
        let notes = ["title", "description"].map(|note| (note, node.get(note).cloned()));
        all.insert(name, Entry { key, node: object(notes, node.span) });
    }
    if let Some(span) = span.filter(|_| all.len() > before) {
        edit.set("properties", Node::object(all, span));
    }
}
