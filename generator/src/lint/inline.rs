//! Objects that are described at several places, and have no name.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::tree::{Tree, entries, visit};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Node;

/// Objects with fewer properties are small enough to be described again.
const FEWEST_PROPERTIES: usize = 3;

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let named: BTreeSet<*const Node> =
        entries(tree.root.get("components").and_then(|it| it.get("schemas")))
            .chain(entries(tree.root.get("definitions")))
            .map(|(_, entry)| std::ptr::from_ref(&entry.node))
            .collect();
    let mut places: IndexMap<String, Vec<Span>> = IndexMap::new();
    visit(tree.root, &mut |node| {
        let count = entries(node.get("properties")).count();
        if count >= FEWEST_PROPERTIES && !named.contains(&std::ptr::from_ref(node)) {
            places.entry(shape(node).to_string()).or_default().push(node.span);
        }
    });
    for spans in places.values() {
        let Some((first, others)) = spans.split_first().filter(|(_, others)| !others.is_empty())
        else {
            continue;
        };
        let message = format!("the same object is described at {} places", spans.len());
        let diagnostic = Diagnostic::warning(Code::LintInlineObject, *first, message)
            .help("describe it once in the components, under a name, and refer to that");
        // A few show what is meant.
        diagnostics.push(others.iter().take(3).fold(diagnostic, |diagnostic, other| {
            diagnostic.related(*other, "it is described here, too")
        }));
    }
}

/// What an object consists of, whatever its docs.
fn shape(node: &Node) -> Value {
    without_docs(node.to_json())
}

fn without_docs(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let docs = |key: &str, value: &Value| {
                matches!(key, "description" | "title" | "example" | "examples")
                    && !value.is_object()
                    || key == "externalDocs"
            };
            let kept = object.into_iter().filter(|(key, value)| !docs(key, value));
            kept.map(|(key, value)| (key, without_docs(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_docs).collect(),
        value => value,
    }
}
