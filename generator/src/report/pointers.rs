//! The place of a diagnostic as a JSON pointer (RFC 6901), in addition to its line and column, which move.

use std::collections::BTreeMap;

use crate::diagnostic::{FileId, Sources, Span};
use crate::load;
use crate::load::node::{Entry, Node};
use crate::load::refs;

/// The trees of the files that were asked for.
pub(crate) struct Pointers<'s> {
    sources: &'s Sources,
    trees: BTreeMap<FileId, Option<Node>>,
}

impl<'s> Pointers<'s> {
    pub(crate) fn of(sources: &'s Sources) -> Self {
        Self { sources, trees: BTreeMap::new() }
    }

    /// The pointer to the smallest value, or the entry of the key, that contains the place; `None` if the file has no
    /// tree, such as the settings.
    pub(crate) fn to(&mut self, span: Span) -> Option<String> {
        let sources = self.sources;
        let tree = self.trees.entry(span.file).or_insert_with(|| {
            let file = sources.get(span.file).filter(|_| span.file != FileId::SETTINGS)?;
            load::tree(span.file, &file.text)
        });
        let mut node = tree.as_ref()?;
        let mut pointer = String::new();
        while let Some((token, inner)) = step(node, span) {
            pointer.push('/');
            pointer.push_str(&token);
            node = inner;
        }
        Some(pointer)
    }
}

/// The part of the value that contains the place.
fn step(node: &Node, span: Span) -> Option<(String, &Node)> {
    // The whole of a value is itself, and not its first part.
    if node.span == span {
        return None;
    }
    // An alias has the place of its anchor, which may be anywhere.
    let is_around = |inner: &Node| inner.span.encloses(span) && node.span.encloses(inner.span);
    if let Some(items) = node.as_array() {
        let index = items.iter().position(is_around)?;
        return Some((index.to_string(), items.get(index)?));
    }
    let mut entries = node.as_object()?.iter();
    let is_entry = |entry: &Entry| entry.key.encloses(span) || is_around(&entry.node);
    let (name, entry) = entries.find(|(_, entry)| is_entry(entry))?;
    Some((refs::escape(name), &entry.node))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_have_pointers() {
        let text = "paths:\n  /a:\n    get: {tags: [one, two]}\n";
        let mut sources = Sources::default();
        let file = sources.add("api.yaml", text);
        let mut pointers = Pointers::of(&sources);
        let mut to = |part: &str| {
            let start = text.find(part).unwrap();
            let (start, end) =
                (start.try_into().unwrap(), (start + part.len()).try_into().unwrap());
            pointers.to(Span { file, start, end })
        };
        assert_eq!(to("get").as_deref(), Some("/paths/~1a/get"));
        assert_eq!(to("{tags: [one, two]}").as_deref(), Some("/paths/~1a/get"));
        assert_eq!(to("two").as_deref(), Some("/paths/~1a/get/tags/1"));
        assert_eq!(to("paths").as_deref(), Some("/paths"));
        let settings = Span { file: FileId::SETTINGS, start: 0, end: 1 };
        assert_eq!(Pointers::of(&sources).to(settings), None);
    }
}
