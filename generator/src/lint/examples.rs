//! Examples that their schema does not allow.

use super::tree::{Tree, entries, visit};
use super::valid::fault;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    visit(tree.root, &mut |node| {
        for (schema, example) in pairs(tree, node) {
            if let Some((span, reason)) = fault(tree, schema, example) {
                let message = format!("this example does not match its schema: {reason}");
                diagnostics.push(
                    Diagnostic::warning(Code::LintExample, span, message)
                        .related(schema.span, "the schema")
                        .help("correct the example, or the schema"),
                );
            }
        }
    });
}

/// The examples of a node, each with its schema: a media type, a parameter, a header, a response of Swagger 2.0, or a
/// schema itself.
fn pairs<'d>(tree: &Tree<'d>, node: &'d Node) -> Vec<(&'d Node, &'d Node)> {
    let schema = match node.get("schema") {
        Some(schema) => schema,
        None if is_schema(node) => node,
        None => return Vec::new(),
    };
    let mut found: Vec<&Node> = node.get("example").into_iter().collect();
    match node.get("examples") {
        // Of a schema (3.1).
        Some(examples) if examples.as_array().is_some() => {
            found.extend(examples.as_array().unwrap_or_default());
        }
        // Of a response (2.0), by media type.
        Some(examples) if tree.is_swagger() => {
            let json = entries(Some(examples)).filter(|(media, _)| media.contains("json"));
            found.extend(json.map(|(_, entry)| &entry.node));
        }
        examples => {
            let named = entries(examples).map(|(_, entry)| tree.resolve(&entry.node));
            found.extend(named.filter_map(|it| it.get("dataValue").or_else(|| it.get("value"))));
        }
    }
    found.into_iter().map(|example| (schema, example)).collect()
}

/// Whether a node with an example is a schema.
fn is_schema(node: &Node) -> bool {
    ["type", "properties", "items", "allOf", "oneOf", "anyOf", "enum"]
        .iter()
        .any(|key| node.get(key).is_some())
}
