//! The tree of a file, from its parts in their order.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::node::{Entry, Node, Object, Value};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// Nesting beyond this is rejected. The deepest real description has less than 60 levels.
pub(super) const DEEPEST_NESTING: usize = 255;

/// Aliases may not expand a file to more values than this ("billion laughs").
const MOST_ALIASED_NODES: usize = 500_000;

/// A collection whose end has not been read yet.
enum Open {
    Array { items: Vec<Node>, span: Span, anchor: usize },
    Object { object: Object, key: Option<Key>, merges: Vec<Node>, span: Span, anchor: usize },
}

/// A mapping's key whose value has not been read yet.
enum Key {
    Named(String, Span),
    /// YAML's `<<`, whose value is merged into the mapping.
    Merge,
    /// A collection, which cannot be a key.
    Ignored,
}

/// Builds a tree from a parser's events.
pub(super) struct Builder<'d> {
    file: FileId,
    offset: usize,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    open: Vec<Open>,
    /// The nodes with anchors, each with the number of values in it.
    anchors: BTreeMap<usize, (Node, usize)>,
    aliased_nodes: usize,
    root: Option<Node>,
}

impl<'d> Builder<'d> {
    /// `offset` is where the parsed text starts in the file.
    pub(super) fn new(file: FileId, offset: usize, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self {
            file,
            offset,
            diagnostics,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            aliased_nodes: 0,
            root: None,
        }
    }

    /// The span of a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span {
            file: self.file,
            start: to_u32(self.offset + range.start),
            end: to_u32(self.offset + range.end),
        }
    }

    /// The tree, which is complete at the end of the text.
    pub(super) fn root(self) -> Option<Node> {
        self.root
    }

    /// Whether the innermost open collection is a mapping; `None` if none is open.
    pub(super) fn is_in_object(&self) -> Option<bool> {
        self.open.last().map(|open| matches!(open, Open::Object { .. }))
    }

    /// How many collections are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn open_array(&mut self, span: Span, anchor: usize) {
        self.open.push(Open::Array { items: Vec::new(), span, anchor });
    }

    pub(super) fn open_object(&mut self, span: Span, anchor: usize) {
        let (object, merges) = (Object::new(), Vec::new());
        self.open.push(Open::Object { object, key: None, merges, span, anchor });
    }

    /// Whether the next scalar is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object { key: None, .. }))
    }

    /// A key, if one is expected.
    pub(super) fn key(&mut self, text: String, span: Span) {
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = Some(Key::Named(text, span));
        }
    }

    /// A merge key, if a key is expected.
    pub(super) fn merge_key(&mut self) {
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = Some(Key::Merge);
        }
    }

    /// A value, which others may refer to by its `anchor` unless that is 0.
    pub(super) fn value(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            let size = count(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Array { items, .. }) => items.push(node),
            Some(Open::Object { object, key, merges, .. }) => {
                match key.take() {
                    Some(Key::Merge) => merges.push(node),
                    Some(Key::Ignored) => {}
                    Some(Key::Named(name, key)) => {
                        let entry = Entry { key, node };
                        if let Some(first) = object.insert(name.clone(), entry) {
                            self.diagnostics.push(
                                Diagnostic::warning(
                                    Code::DuplicateKey,
                                    key,
                                    format!("duplicate key `{name}`; this one counts"),
                                )
                                .related(first.key, "the first one, which is ignored")
                                .help("remove one of the two"),
                            );
                        }
                    }
                    // A collection where a key belongs: `? [a, b]` or `{}: 1`.
                    None => {
                        self.diagnostics.push(
                            Diagnostic::warning(
                                Code::WrongType,
                                node.span,
                                "a key has to be a string; this entry is ignored",
                            )
                            .help("write the key as a plain string"),
                        );
                        *key = Some(Key::Ignored);
                    }
                }
            }
        }
    }

    /// Closes the innermost open collection at `end`.
    pub(super) fn close(&mut self, end: Span) {
        match self.open.pop() {
            Some(Open::Array { items, span, anchor }) => {
                self.value(Node::array(items, Span { end: end.end.max(span.end), ..span }), anchor);
            }
            Some(Open::Object { mut object, merges, span, anchor, .. }) => {
                for merge in merges {
                    merge_into(&mut object, merge);
                }
                self.value(
                    Node::object(object, Span { end: end.end.max(span.end), ..span }),
                    anchor,
                );
            }
            None => {}
        }
    }

    /// Repeats the node with the anchor `id`; false if the file expands too far, after which there is no tree.
    pub(super) fn alias(&mut self, id: usize, span: Span) -> bool {
        let unknown = (Node::new(Value::Null, span), 1);
        let (node, size) = self.anchors.get(&id).cloned().unwrap_or(unknown);
        self.aliased_nodes += size;
        if self.aliased_nodes > MOST_ALIASED_NODES {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    format!("aliases expand to more than {MOST_ALIASED_NODES} values"),
                )
                .help("use `$ref` for shared parts"),
            );
            self.root = None;
            return false;
        }
        match node.value {
            Value::String(text) if self.wants_key() => self.key(text, node.span),
            value => self.value(Node { value, ..node }, 0),
        }
        true
    }
}

/// YAML's merge key: the mapping's own entries come first, then the merged mappings in their order.
fn merge_into(object: &mut Object, merge: Node) {
    match merge.value {
        Value::Object(merged) => {
            for (name, entry) in Rc::unwrap_or_clone(merged) {
                object.entry(name).or_insert(entry);
            }
        }
        Value::Array(items) => {
            for item in Rc::unwrap_or_clone(items) {
                // A list in a list is not a mapping to merge.
                if matches!(item.value, Value::Object(_)) {
                    merge_into(object, item);
                }
            }
        }
        _ => {}
    }
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(|entry| count(&entry.node)).sum::<usize>(),
        _ => 1,
    }
}

fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
