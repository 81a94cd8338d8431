//! Changing an object: copied at the first change, borrowed until then.

use std::borrow::Cow;

use crate::load::node::{Entry, Node, Object, Value};

/// An object while it is rewritten.
pub(super) struct Edit<'n> {
    node: &'n Node,
    changed: Option<Object>,
}

impl<'n> Edit<'n> {
    /// Starts rewriting `node`, which has no keys if it is not an object.
    pub(super) fn of(node: &'n Node) -> Self {
        Self { node, changed: None }
    }

    fn object(&self) -> Option<&Object> {
        self.changed.as_ref().or_else(|| self.node.as_object())
    }

    fn object_mut(&mut self) -> &mut Object {
        self.changed.get_or_insert_with(|| self.node.as_object().cloned().unwrap_or_default())
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.object()?.get(key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// Removes `key`.
    pub(super) fn remove(&mut self, key: &str) -> Option<Entry> {
        self.entry(key)?;
        self.object_mut().shift_remove(key)
    }

    /// Sets `key`, at the place of `node`.
    pub(super) fn set(&mut self, key: &str, node: Node) {
        let span = node.span;
        self.object_mut().insert(key.to_owned(), Entry { key: span, node });
    }

    /// Sets `key` to `true`.
    pub(super) fn flag(&mut self, key: &str) {
        let span = self.node.span;
        self.set(key, Node::new(Value::Bool(true), span));
    }

    /// Adds a schema to `allOf`.
    pub(super) fn also(&mut self, schema: Node) {
        let span = schema.span;
        let mut parts = match self.get("allOf").map(|node| &node.value) {
            Some(Value::Array(parts)) => parts.as_ref().clone(),
            _ => Vec::new(),
        };
        parts.push(schema);
        self.set("allOf", Node::array(parts, span));
    }

    /// The result.
    pub(super) fn finish(self) -> Cow<'n, Node> {
        match self.changed {
            Some(object) => Cow::Owned(Node::object(object, self.node.span)),
            None => Cow::Borrowed(self.node),
        }
    }
}

/// An object of these entries, each at the place of its value.
pub(super) fn object<const N: usize>(
    entries: [(&str, Option<Node>); N],
    span: crate::diagnostic::Span,
) -> Node {
    let entries = entries.into_iter().filter_map(|(key, node)| {
        let node = node?;
        Some((key.to_owned(), Entry { key: node.span, node }))
    });
    Node::object(entries.collect(), span)
}
