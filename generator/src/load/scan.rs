//! One traversal of a file's tree: the files that it refers to, and the names that it defines.

use super::node::{Node, Object};
use super::refs;
use crate::diagnostic::Span;

/// What a file refers to, and what can be referred to in it other than by JSON pointer.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The files in references, in the order of the file: paths, or URLs of other hosts.
    pub(super) files: Vec<String>,
    /// The schemas with an `$id`, outer ones first; the whole file is one if it has a `$self`.
    pub(super) resources: Vec<Resource>,
    /// The `$anchor`s and `$dynamicAnchor`s.
    pub(super) anchors: Vec<Anchor>,
    /// The schemas with a `$recursiveAnchor`, outer ones first.
    pub(super) recursive: Vec<Resource>,
}

/// A part of a file that has a URI of its own.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) uri: String,
    pub(super) pointer: String,
    pub(super) span: Span,
}

impl Resource {
    /// Whether the place is within it.
    pub(super) fn encloses(&self, span: Span) -> bool {
        self.span.encloses(span)
    }
}

/// A place with a name.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) name: String,
    pub(super) pointer: String,
}

/// Scans the file at `path`.
pub(super) fn scan(root: &Node, path: &str) -> Scan {
    let mut scan = Scan::default();
    walk(root, path, &mut Vec::new(), "", &mut scan);
    scan
}

/// `way` is the pointer to `node`, unescaped; `base` the URI of the innermost resource around it.
fn walk<'n>(node: &'n Node, path: &str, way: &mut Vec<Step<'n>>, base: &str, scan: &mut Scan) {
    if let Some(items) = node.as_array() {
        for (index, item) in items.iter().enumerate() {
            way.push(Step::Index(index));
            walk(item, path, way, base, scan);
            way.pop();
        }
        return;
    }
    let Some(object) = node.as_object() else { return };
    let own = names(node, object, way, base, scan);
    let base = own.as_deref().unwrap_or(base);
    for (key, entry) in object {
        match entry.node.as_str() {
            Some(text) if matches!(key.as_str(), "$ref" | "operationRef") => {
                file(text, path, scan);
            }
            Some(_) => {}
            None => {
                if key == "discriminator" {
                    mapped_files(&entry.node, path, scan);
                }
                way.push(Step::Key(key));
                walk(&entry.node, path, way, base, scan);
                way.pop();
            }
        }
    }
}

enum Step<'n> {
    Key(&'n str),
    Index(usize),
}

fn pointer(way: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in way {
        pointer.push('/');
        match step {
            Step::Key(key) => pointer.push_str(&refs::escape(key)),
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}

/// The names that `object` defines; its URI, if it has one.
fn names(
    node: &Node,
    object: &Object,
    way: &[Step<'_>],
    base: &str,
    scan: &mut Scan,
) -> Option<String> {
    let text = |key: &str| object.get(key).and_then(|entry| entry.node.as_str());
    for key in ["$anchor", "$dynamicAnchor"] {
        if let Some(name) = text(key) {
            scan.anchors.push(Anchor { name: name.to_owned(), pointer: pointer(way) });
        }
    }
    let recursive = object.get("$recursiveAnchor").and_then(|entry| entry.node.as_bool());
    if recursive == Some(true) {
        let (uri, pointer) = (String::new(), pointer(way));
        scan.recursive.push(Resource { uri, pointer, span: node.span });
    }
    let id = text("$id").or_else(|| text("$self").filter(|_| way.is_empty()))?;
    let (id, fragment) = id.split_once('#').unwrap_or((id, ""));
    if !fragment.is_empty() {
        // Older drafts define anchors like this.
        scan.anchors.push(Anchor { name: fragment.to_owned(), pointer: pointer(way) });
    }
    if id.is_empty() {
        return None;
    }
    let uri = refs::join(base, id);
    scan.resources.push(Resource { uri: uri.clone(), pointer: pointer(way), span: node.span });
    Some(uri)
}

fn file(text: &str, path: &str, scan: &mut Scan) {
    if !text.starts_with('#') {
        scan.files.push(refs::parse(path, text).path);
    }
}

/// A discriminator's mapping may contain files; a name without a path and an extension is a schema's.
fn mapped_files(discriminator: &Node, path: &str, scan: &mut Scan) {
    let mapping = discriminator.get("mapping").and_then(Node::as_object);
    let mapped = mapping.into_iter().flatten().map(|(_, entry)| &entry.node);
    for text in mapped.chain(discriminator.get("defaultMapping")).filter_map(Node::as_str) {
        if !refs::is_schema_name(text) {
            file(text, path, scan);
        }
    }
}
