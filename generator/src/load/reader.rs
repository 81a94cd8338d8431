//! Text in, tree out: reads YAML, of which JSON is a part, into [`Node`]s with spans.
//!
//! The only module that knows the YAML reader.

use std::collections::BTreeMap;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle};

use super::node::{Entry, Node, Object, Value};
use super::{scalar, text};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// Nesting beyond this is refused. The deepest real description has less than 60 levels.
const DEEPEST_NESTING: usize = 255;

/// Aliases may not multiply a text to more values than this ("billion laughs").
const MOST_ALIASED_NODES: usize = 500_000;

/// The tree of `text`; none where the text is empty or cannot be read, which a diagnostic then says.
pub(crate) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut found = Vec::new();
    let root = read_yaml(file, text, &mut found);
    if root.is_none()
        && let Some((untabbed, repair)) = text::untabbed(text)
    {
        let mut found = vec![repair.at(file)];
        if let Some(root) = read_yaml(file, &untabbed, &mut found) {
            diagnostics.append(&mut found);
            return Some(root);
        }
    }
    diagnostics.append(&mut found);
    root
}

fn read_yaml(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let options = granit_parser::options! {
        emit_comments: false,
        simple_key_max_lookahead: 1 << 20,
        flow_nesting_limit: DEEPEST_NESTING,
        block_nesting_limit: DEEPEST_NESTING,
    };
    let mut builder = Builder::new(file, offset, diagnostics);
    for event in Parser::new_from_str_with_options(text.get(offset..).unwrap_or_default(), options)
    {
        match event {
            Ok((event, span)) => {
                let span = builder.span(&span);
                if builder.event(event, span).is_break() {
                    break;
                }
            }
            Err(error) => {
                let start = offset + error.marker().byte_offset().unwrap_or_default();
                let span = Span { file, start: to_u32(start), end: to_u32(start + 1) };
                let is_json =
                    text.get(offset..).is_some_and(|text| text.trim_start().starts_with('{'));
                builder.diagnostics.push(unreadable(span, is_json, &error.info()));
                return None;
            }
        }
    }
    builder.root
}

/// What the reader says of a text that it cannot read.
fn unreadable(span: Span, is_json: bool, problem: &str) -> Diagnostic {
    let (language, help) = match is_json {
        true => ("JSON", "mend the text at this place, or just before it"),
        false => (
            "YAML",
            "mend the text at this place; indent with spaces, and quote texts that hold `: ` or ` #`",
        ),
    };
    Diagnostic::error(Code::Syntax, span, format!("this is not valid {language}: {problem}"))
        .help(help)
}

fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A collection whose end has not come yet.
enum Open {
    Array { items: Vec<Node>, span: Span, anchor: usize },
    Object { object: Object, key: Option<Key>, merges: Vec<Node>, span: Span, anchor: usize },
}

/// A mapping's key whose value has not come yet.
enum Key {
    Named(String, Span),
    /// A collection, which can name nothing.
    Ignored,
}

struct Builder<'d> {
    file: FileId,
    offset: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
    open: Vec<Open>,
    /// The nodes with anchors, each with how many values it holds.
    anchors: BTreeMap<usize, (Node, usize)>,
    ended: bool,
    aliased_nodes: usize,
    root: Option<Node>,
}

type Flow = std::ops::ControlFlow<()>;

impl<'d> Builder<'d> {
    fn new(file: FileId, offset: usize, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self {
            file,
            offset,
            diagnostics,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            ended: false,
            aliased_nodes: 0,
            root: None,
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span {
            file: self.file,
            start: to_u32(self.offset + range.start),
            end: to_u32(self.offset + range.end),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Flow {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_string = style != ScalarStyle::Plain
                    || tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
                let value = if is_string {
                    Value::String(text.clone().into_owned())
                } else {
                    scalar::resolve(&text)
                };
                self.scalar(&text, Node::new(value, span), anchor);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open.push(Open::Array { items: Vec::new(), span, anchor });
            }
            Event::MappingStart(_, anchor, _) => self.open.push(Open::Object {
                object: Object::new(),
                key: None,
                merges: Vec::new(),
                span,
                anchor,
            }),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(id) => return self.alias(id, span),
            Event::DocumentEnd => self.ended = true,
            Event::DocumentStart(..) if self.ended => {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::InvalidValue,
                        span,
                        "a second document begins here; only the first one is read",
                    )
                    .help("move it into a file of its own"),
                );
                return Flow::Break(());
            }
            _ => {}
        }
        Flow::Continue(())
    }

    /// A scalar is a key where a mapping waits for one; its text is the key whatever its type, as in `200:`.
    fn scalar(&mut self, text: &str, node: Node, anchor: usize) {
        if let Some(Open::Object { key: key @ None, .. }) = self.open.last_mut() {
            *key = Some(Key::Named(text.to_owned(), node.span));
        } else {
            self.value(node, anchor);
        }
    }

    fn value(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            let size = count(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Array { items, .. }) => items.push(node),
            Some(Open::Object { object, key, merges, .. }) => {
                match key.take() {
                    Some(Key::Named(name, _)) if name == "<<" => merges.push(node),
                    Some(Key::Ignored) => {}
                    Some(Key::Named(name, key)) => {
                        let entry = Entry { key, node };
                        if let Some(first) = object.insert(name.clone(), entry) {
                            self.diagnostics.push(
                            Diagnostic::warning(
                                Code::DuplicateKey,
                                key,
                                format!("the key `{name}` stands here a second time; this one counts"),
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
                                "a key has to be a text; this entry is ignored",
                            )
                            .help("write the key as a plain text"),
                        );
                        *key = Some(Key::Ignored);
                    }
                }
            }
        }
    }

    fn close(&mut self, end: Span) {
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

    fn alias(&mut self, id: usize, span: Span) -> Flow {
        let unknown = (Node::new(Value::Null, span), 1);
        let (node, size) = self.anchors.get(&id).cloned().unwrap_or(unknown);
        self.aliased_nodes += size;
        if self.aliased_nodes > MOST_ALIASED_NODES {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    format!("aliases make the text grow to more than {MOST_ALIASED_NODES} values"),
                )
                .help("use `$ref` for what is shared"),
            );
            self.root = None;
            return Flow::Break(());
        }
        match (&node.value, self.open.last()) {
            (Value::String(text), Some(Open::Object { key: None, .. })) => {
                let text = text.clone();
                self.scalar(&text, node, 0);
            }
            _ => self.value(node, 0),
        }
        Flow::Continue(())
    }
}

/// YAML's merge key: what the mapping itself says comes first, then the merged mappings in their order.
fn merge_into(object: &mut Object, merge: Node) {
    match merge.value {
        Value::Object(merged) => {
            for (name, entry) in Rc::unwrap_or_clone(merged) {
                object.entry(name).or_insert(entry);
            }
        }
        Value::Array(items) => {
            for item in Rc::unwrap_or_clone(items) {
                // A list in a list is no mapping to merge.
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
