//! What all readers share: the files, the findings, and the schemas that are still to be read.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::SchemaOrigin;
use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::load::node::Node;
use crate::load::{Documents, refs};

/// Recursion beyond this is refused: no real description comes near, and the stack holds far more.
const DEEPEST_RECURSION: usize = 200;

pub(super) struct Context<'d> {
    documents: &'d Documents,
    diagnostics: &'d mut Vec<Diagnostic>,
    spans: Vec<Span>,
    /// Schemas that something refers to, in the order of their first mention.
    schemas: IndexMap<String, (SchemaOrigin, &'d Node)>,
    depth: usize,
}

/// A reference's target.
#[derive(Clone)]
pub(super) struct Resolved<'d> {
    pub(super) node: &'d Node,
    file: FileId,
    pointer: String,
}

impl<'d> Context<'d> {
    pub(super) fn new(documents: &'d Documents, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { documents, diagnostics, spans: Vec::new(), schemas: IndexMap::new(), depth: 0 }
    }

    pub(super) fn entry(&self) -> Option<&'d Node> {
        self.documents.root(FileId(0))
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The number of a place, for [`super::carrier::SOURCE`].
    pub(super) fn source(&mut self, span: Span) -> serde_json::Value {
        self.spans.push(span);
        serde_json::Value::from(self.spans.len() - 1)
    }

    pub(super) fn into_spans(self) -> Vec<Span> {
        self.spans
    }

    /// Runs `read` one level deeper; none, with a diagnostic, beyond the limit.
    pub(super) fn deeper<T>(
        &mut self,
        span: Span,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth >= DEEPEST_RECURSION {
            self.report(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    format!("objects nest deeper than {DEEPEST_RECURSION} levels"),
                )
                .help("move a part into `components` and refer to it"),
            );
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// The target of the `$ref` at `reference`, followed to its end; none, with a diagnostic, where there is none.
    pub(super) fn resolve(&mut self, reference: &Node) -> Option<Resolved<'d>> {
        let mut seen: Vec<(FileId, String)> = Vec::new();
        let mut current = self.target(reference)?;
        loop {
            if seen
                .iter()
                .any(|(file, pointer)| *file == current.file && *pointer == current.pointer)
            {
                self.report(
                    Diagnostic::error(
                        Code::ReferenceCycle,
                        reference.span,
                        "this reference leads back to itself, and never to a value",
                    )
                    .help("let one of the references in the circle point at a definition"),
                );
                return None;
            }
            seen.push((current.file, current.pointer.clone()));
            match only_reference(current.node) {
                Some(next) => current = self.target(next)?,
                None => return Some(current),
            }
        }
    }

    /// The target of one `$ref`, which may be a reference itself.
    fn target(&mut self, reference: &Node) -> Option<Resolved<'d>> {
        let Some(text) = reference.as_str() else {
            self.report(
                Diagnostic::error(
                    Code::WrongType,
                    reference.span,
                    format!("`$ref` has to be a string, not {}", reference.describe()),
                )
                .help("write a reference such as '#/components/schemas/Name'"),
            );
            return None;
        };
        if refs::is_remote(text) {
            self.report(
                Diagnostic::error(
                    Code::RemoteReference,
                    reference.span,
                    format!("the reference `{text}` leads to another host, which is not asked"),
                )
                .help("save the file beside the description and refer to it by its path"),
            );
            return None;
        }
        let target = refs::parse(self.documents.path(reference.span.file), text);
        match self.documents.file(&target.path) {
            Ok(file) => {
                let root = self.documents.root(file)?;
                if let Some(node) = refs::resolve(root, &target.fragment) {
                    return Some(Resolved { node, file, pointer: target.fragment });
                }
                let missing = missing_part(root, &target.fragment);
                self.report(
                    Diagnostic::error(
                        Code::UnresolvedReference,
                        reference.span,
                        format!("the reference `{text}` leads nowhere: {missing}"),
                    )
                    .help("correct the reference, or add what it names"),
                );
            }
            Err(reason) => self.report(
                Diagnostic::error(
                    Code::UnresolvedReference,
                    reference.span,
                    format!(
                        "the reference `{text}` leads to {}, which cannot be read: {reason}",
                        target.path
                    ),
                )
                .help("correct the path, which is relative to the file that holds the reference"),
            ),
        }
        None
    }

    /// The reference to a schema in the model's one form; the schema is read later.
    ///
    /// Unlike other references it is not followed to its end: a schema that only refers to another one has a name of
    /// its own.
    pub(super) fn schema_reference(&mut self, reference: &Node) -> Option<String> {
        // Whether the chain ends is asked first, so that a circle is reported once, where it is met.
        self.resolve(reference)?;
        let target = self.target(reference)?;
        Some(self.queue_schema(target))
    }

    fn queue_schema(&mut self, target: Resolved<'d>) -> String {
        let file = if target.file == FileId(0) { "" } else { self.documents.path(target.file) };
        let origin =
            SchemaOrigin { file: file.to_owned(), pointer: target.pointer, span: target.node.span };
        let key = schema_key(&origin);
        self.schemas.entry(key.clone()).or_insert((origin, target.node));
        key
    }

    /// Asks for the named schema at `pointer` of the entry to be read.
    pub(super) fn queue_component(&mut self, pointer: String, node: &'d Node) {
        self.queue_schema(Resolved { node, file: FileId(0), pointer });
    }

    /// The queued schema of that number.
    pub(super) fn queued(&self, index: usize) -> Option<(String, SchemaOrigin, &'d Node)> {
        self.schemas
            .get_index(index)
            .map(|(key, (origin, node))| (key.clone(), origin.clone(), *node))
    }
}

/// A component of the entry is known by its name, anything else by its file and pointer.
fn schema_key(origin: &SchemaOrigin) -> String {
    match origin.pointer.rsplit('/').next() {
        Some(name) if origin.file.is_empty() && origin.is_component() => refs::unescape(name),
        _ => format!("{}#{}", origin.file, origin.pointer),
    }
}

/// The model's reference to the schema of that key.
pub(super) fn reference_to<T>(key: &str) -> ReferenceOr<T> {
    ReferenceOr::Reference { reference: format!("{PREFIX}{}", refs::escape(key)) }
}

const PREFIX: &str = "#/components/schemas/";

/// The key of the schema that a reference of the model means.
pub(crate) fn referenced_key(reference: &str) -> String {
    refs::unescape(reference.strip_prefix(PREFIX).unwrap_or(reference))
}

/// The `$ref` of an object that holds nothing else which matters.
pub(super) fn only_reference(node: &Node) -> Option<&Node> {
    let object = node.as_object()?;
    let reference = &object.get("$ref")?.node;
    let alone = object.keys().all(|key| matches!(key.as_str(), "$ref" | "summary" | "description"));
    (alone && reference.as_str().is_some()).then_some(reference)
}

/// Which part of a pointer is missing, and what stands there instead.
fn missing_part(root: &Node, pointer: &str) -> String {
    if !pointer.starts_with('/') {
        return format!("`{pointer}` is no JSON pointer, and no `$anchor` has that name");
    }
    let mut node = root;
    let mut reached = String::new();
    for token in pointer.split('/').skip(1) {
        let step = format!("/{token}");
        match refs::resolve(node, &step) {
            Some(next) => {
                node = next;
                reached.push_str(&step);
            }
            None if reached.is_empty() => {
                return format!("the file has no `{}`", refs::unescape(token));
            }
            None => return format!("`{reached}` has no `{}`", refs::unescape(token)),
        }
    }
    String::from("its end is missing")
}
