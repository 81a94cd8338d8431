//! A description as it was written. In: its files. Out: its operations, and the targets of references.

use super::patterns::Patterns;
use crate::diagnostic::{FileId, Span};
use crate::load::Documents;
use crate::load::lookup::{Found, lookup};
use crate::load::node::{Entry, Node};
use crate::stack;

/// References through more references than this lead nowhere.
const MOST_DETOURS: usize = 16;

/// The methods of a path item; in 3.2 there are further ones in a map.
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// A description.
pub(super) struct Tree<'d> {
    documents: &'d Documents,
    pub(super) root: &'d Node,
    pub(super) patterns: Patterns,
}

/// An operation.
pub(super) struct Operation<'d> {
    /// Such as `GET /pets`.
    pub(super) name: String,
    pub(super) method: &'d str,
    /// The place of the method.
    pub(super) key: Span,
    pub(super) node: &'d Node,
}

impl<'d> Tree<'d> {
    /// The entry's tree, if there is one that is a description.
    pub(super) fn of(documents: &'d Documents) -> Option<Self> {
        let root = documents.root(FileId(0))?;
        root.as_object()?;
        Some(Self { documents, root, patterns: Patterns::default() })
    }

    /// Whether it is Swagger 2.0.
    pub(super) fn is_swagger(&self) -> bool {
        self.root.get("swagger").is_some()
    }

    /// The target of a reference at that place, if there is one.
    pub(super) fn find(&self, span: Span, reference: &str) -> Option<Found<'d>> {
        lookup(self.documents, span, reference).ok()
    }

    /// The node, or what it refers to.
    pub(super) fn resolve(&self, node: &'d Node) -> &'d Node {
        let mut node = node;
        for _ in 0..MOST_DETOURS {
            let Some(reference) = node.get("$ref") else { return node };
            let target = reference.as_str().and_then(|text| self.find(reference.span, text));
            match target {
                Some(found) => node = found.node,
                None => return node,
            }
        }
        node
    }

    /// All operations, in the order of the paths.
    pub(super) fn operations(&self) -> Vec<Operation<'d>> {
        let mut found = Vec::new();
        for (path, item) in entries(self.root.get("paths")) {
            let item = self.resolve(&item.node);
            let further = entries(item.get("additionalOperations"));
            let plain = entries(Some(item)).filter(|(key, _)| METHODS.contains(&key.as_str()));
            for (method, entry) in plain.chain(further) {
                found.push(Operation {
                    name: format!("{} {path}", method.to_ascii_uppercase()),
                    method,
                    key: entry.key,
                    node: &entry.node,
                });
            }
        }
        found
    }
}

/// The entries of a mapping; none of anything else.
pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Entry)> {
    node.and_then(Node::as_object).into_iter().flatten()
}

/// The strings at a key that is a list.
pub(super) fn strings<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n str> {
    node.get(key).and_then(Node::as_array).into_iter().flatten().filter_map(Node::as_str)
}

/// Visits every node below, and itself, but for values that only look like parts of a description: examples, defaults,
/// listed values and extensions. A property may have the name of such a key.
pub(super) fn visit<'n>(node: &'n Node, visitor: &mut dyn FnMut(&'n Node)) {
    below(node, false, visitor);
}

fn below<'n>(node: &'n Node, names: bool, visitor: &mut dyn FnMut(&'n Node)) {
    stack::with_room(|| {
        if !names {
            visitor(node);
        }
        for item in node.as_array().unwrap_or_default() {
            below(item, false, visitor);
        }
        for (key, entry) in entries(Some(node)).filter(|(key, _)| names || !is_value(key)) {
            below(&entry.node, !names && has_names(key), visitor);
        }
    });
}

/// Whether the value of the key is no part of a description.
fn is_value(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const" | "value")
        || key.starts_with("x-")
}

/// Whether the keys of the value are names of the description's own.
fn has_names(key: &str) -> bool {
    matches!(
        key,
        "properties"
            | "patternProperties"
            | "schemas"
            | "definitions"
            | "$defs"
            | "dependentSchemas"
    )
}
