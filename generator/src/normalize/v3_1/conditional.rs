//! Schemas that apply under a condition (JSON Schema 2020-12, section 10.2.2). Their properties become optional ones;
//! the conditions are not checked, which is reported.

use indexmap::IndexMap;

use super::super::edit::Edit;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Entry, Node, Object};

/// Converts `if`, `then`, `else` and `dependentSchemas`.
pub(super) fn rewrite(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut parts = Vec::new();
    for key in ["if", "then", "else", "dependentSchemas"] {
        let Some(entry) = edit.remove(key) else { continue };
        if key != "then" && key != "else" {
            diagnostics.push(report(key, &entry));
        }
        match key {
            // The condition itself mostly repeats the properties, in a narrower form.
            "if" => {}
            "dependentSchemas" => {
                let schemas = entry.node.as_object().into_iter().flatten();
                parts.extend(schemas.map(|(_, entry)| entry.node.clone()));
            }
            _ => parts.push(entry.node),
        }
    }
    let mut found: IndexMap<String, Vec<Entry>> = IndexMap::new();
    for part in &parts {
        for (name, entry) in properties(part) {
            found.entry(name.clone()).or_default().push(entry.clone());
        }
    }
    add(edit, found);
}

fn report(key: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::warning(
        Code::NotGenerated,
        entry.key,
        format!(
            "the condition of `{key}` is not checked; the properties that depend on it are optional"
        ),
    )
    .help("describe the cases as members of a `oneOf` to get a type for each")
}

fn properties(schema: &Node) -> impl Iterator<Item = (&String, &Entry)> {
    schema.get("properties").and_then(Node::as_object).into_iter().flatten()
}

/// Adds the properties that the schema does not have yet. One in several parts may be valid by any of them.
fn add(edit: &mut Edit<'_>, found: IndexMap<String, Vec<Entry>>) {
    let mut all: Object =
        edit.get("properties").and_then(Node::as_object).cloned().unwrap_or_default();
    let before = all.len();
    let mut span = None;
    for (name, mut entries) in found {
        if all.contains_key(&name) {
            continue;
        }
        let Some(Entry { key, node }) = entries.pop() else { continue };
        span = span.or(Some(node.span));
        entries.retain(|other| other.node.to_json() != node.to_json());
        let node = if entries.is_empty() {
            node
        } else {
            let place = node.span;
            let members = entries.into_iter().map(|entry| entry.node).chain([node]).collect();
            super::super::edit::object([("anyOf", Some(Node::array(members, place)))], place)
        };
        all.insert(name, Entry { key, node });
    }
    if let Some(span) = span.filter(|_| all.len() > before) {
        edit.set("properties", Node::object(all, span));
    }
}
