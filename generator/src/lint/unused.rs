//! Components that nothing needs: neither an operation nor a webhook leads to them.

use std::collections::BTreeSet;

use super::tree::{Tree, entries};
use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::load::node::Node;
use crate::load::refs;
use crate::stack;

/// The keys of a document that contain components, each with the word for one of them.
const OF_SWAGGER: [(&str, &str); 4] = [
    ("definitions", "schema"),
    ("parameters", "parameter"),
    ("responses", "response"),
    ("securityDefinitions", "security scheme"),
];

/// The same below `components`.
const OF_OPENAPI: [(&str, &str); 10] = [
    ("schemas", "schema"),
    ("responses", "response"),
    ("parameters", "parameter"),
    ("examples", "example"),
    ("requestBodies", "request body"),
    ("headers", "header"),
    ("securitySchemes", "security scheme"),
    ("links", "link"),
    ("callbacks", "callback"),
    ("pathItems", "path item"),
];

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_library = |key: &str| entries(tree.root.get(key)).next().is_none();
    if is_library("paths") && is_library("webhooks") {
        return;
    }
    let used = Used::of(tree);
    for (folder, key, word) in folders(tree) {
        for (name, entry) in
            entries(folder_of(tree, key)).filter(|(name, _)| !name.starts_with("x-"))
        {
            let pointer = format!("{folder}/{}", refs::escape(name));
            if !used.pointers.contains(&pointer) {
                let message = format!("nothing needs the {word} `{name}`");
                diagnostics.push(
                    Diagnostic::warning(Code::LintUnusedComponent, entry.key, message)
                        .help("remove it, or use it"),
                );
            }
        }
    }
}

/// Where components are: the pointer, the key and the word for one of them.
fn folders(tree: &Tree<'_>) -> Vec<(String, &'static str, &'static str)> {
    let (all, start) = match tree.is_swagger() {
        true => (&OF_SWAGGER[..], ""),
        false => (&OF_OPENAPI[..], "/components"),
    };
    all.iter().map(|(key, word)| (format!("{start}/{key}"), *key, *word)).collect()
}

fn folder_of<'d>(tree: &Tree<'d>, key: &str) -> Option<&'d Node> {
    if tree.is_swagger() { tree.root.get(key) } else { tree.root.get("components")?.get(key) }
}

/// What is needed.
struct Used<'t, 'd> {
    tree: &'t Tree<'d>,
    /// The pointers of components of the entry.
    pointers: BTreeSet<String>,
    /// The targets of references that were seen.
    seen: BTreeSet<(FileId, String)>,
    queue: Vec<&'d Node>,
}

impl<'t, 'd> Used<'t, 'd> {
    fn of(tree: &'t Tree<'d>) -> Self {
        let mut used =
            Self { tree, pointers: BTreeSet::new(), seen: BTreeSet::new(), queue: Vec::new() };
        let own: BTreeSet<&str> = match tree.is_swagger() {
            true => OF_SWAGGER.iter().map(|(key, _)| *key).collect(),
            false => BTreeSet::from(["components"]),
        };
        let roots = entries(Some(tree.root)).filter(|(key, _)| !own.contains(key.as_str()));
        used.queue.extend(roots.map(|(_, entry)| &entry.node));
        // Requirements of the whole document.
        used.requirements(tree.root);
        loop {
            while let Some(node) = used.queue.pop() {
                used.walk(node);
            }
            used.members();
            if used.queue.is_empty() {
                return used;
            }
        }
    }

    /// Follows every reference below the node.
    fn walk(&mut self, node: &'d Node) {
        stack::with_room(|| {
            for item in node.as_array().unwrap_or_default() {
                self.walk(item);
            }
            if let Some(reference) = node.get("$ref")
                && let Some(text) = reference.as_str()
            {
                self.follow(reference, text);
            }
            self.requirements(node);
            for (_, value) in entries(node.get("discriminator").and_then(|it| it.get("mapping"))) {
                if let Some(text) = value.node.as_str() {
                    self.mapped(&value.node, text);
                }
            }
            for (_, entry) in entries(Some(node)) {
                self.walk(&entry.node);
            }
        });
    }

    fn follow(&mut self, place: &Node, reference: &str) {
        let Some(found) = self.tree.find(place.span, reference) else { return };
        if found.file == FileId(0) {
            self.note(&found.pointer);
        }
        if self.seen.insert((found.file, found.pointer)) {
            self.queue.push(found.node);
        }
    }

    /// A value of a discriminator's mapping: the name of a schema, or a reference.
    fn mapped(&mut self, place: &Node, text: &str) {
        if refs::is_schema_name(text) {
            self.follow(place, &format!("#/components/schemas/{}", refs::escape(text)));
        } else {
            self.follow(place, text);
        }
    }

    /// The component around a pointer is needed.
    fn note(&mut self, pointer: &str) {
        let tokens = if self.tree.is_swagger() { 2 } else { 3 };
        let parts: Vec<&str> = pointer.split('/').skip(1).take(tokens).collect();
        self.pointers.insert(format!("/{}", parts.join("/")));
    }

    /// The schemes that the node requires.
    fn requirements(&mut self, node: &'d Node) {
        let start = if self.tree.is_swagger() {
            "/securityDefinitions"
        } else {
            "/components/securitySchemes"
        };
        for requirement in node.get("security").and_then(Node::as_array).into_iter().flatten() {
            for (name, _) in entries(Some(requirement)) {
                self.pointers.insert(format!("{start}/{}", refs::escape(name)));
            }
        }
    }

    /// The schemas that extend one which is needed and has a discriminator may arrive in its place.
    fn members(&mut self) {
        let (start, key) = match self.tree.is_swagger() {
            true => ("/definitions", "definitions"),
            false => ("/components/schemas", "schemas"),
        };
        for (name, entry) in entries(folder_of(self.tree, key)) {
            let pointer = format!("{start}/{}", refs::escape(name));
            if !self.pointers.contains(&pointer) && self.extends_one(&entry.node) {
                self.pointers.insert(pointer);
                self.queue.push(&entry.node);
            }
        }
    }

    fn extends_one(&self, schema: &'d Node) -> bool {
        let parts = schema.get("allOf").and_then(Node::as_array).unwrap_or_default();
        parts.iter().any(|part| {
            let Some(reference) = part.get("$ref") else { return false };
            let target = reference.as_str().and_then(|text| self.tree.find(reference.span, text));
            target.is_some_and(|found| {
                let is_base = found.node.get("discriminator").is_some();
                let is_needed = self.pointers.contains(&found.pointer) || found.file != FileId(0);
                is_needed && (is_base || self.is_member(found.node))
            })
        })
    }

    /// Whether the schema itself extends one with a discriminator.
    fn is_member(&self, schema: &'d Node) -> bool {
        let parts = schema.get("allOf").and_then(Node::as_array).unwrap_or_default();
        parts.iter().any(|part| self.tree.resolve(part).get("discriminator").is_some())
    }
}
