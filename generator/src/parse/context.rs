//! What all parsers share: the files, the diagnostics, and the schemas that are still to be parsed.

mod apart;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::{AdditionalOperation, PartEncodings, SchemaOrigin};
use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span};
use crate::load::lookup::Found;
use crate::load::node::Node;
use crate::load::{Documents, refs};
use crate::normalize::Dialect;
use crate::{stack, suggest};
use apart::Apart;

/// Recursion beyond this is rejected: no real description comes near, and the stack has room for far more.
const DEEPEST_RECURSION: usize = 100;

/// Referenced objects are copied into the model wherever they are used; references that multiply them beyond this many,
/// and one more for each [`BYTES_AN_OBJECT`] of the description, are rejected.
const MOST_OBJECTS: usize = 30_000;

/// The smallest objects of a description are larger than this.
const BYTES_AN_OBJECT: usize = 4;

pub(super) struct Context<'d> {
    pub(super) documents: &'d Documents,
    sources: &'d Sources,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    pub(super) dialect: Dialect,
    /// The formats with types in the settings.
    pub(super) formats: BTreeSet<&'d str>,
    /// The media types of the current operation (2.0).
    pub(super) media: MediaTypes,
    spans: Vec<Span>,
    /// Referenced schemas, in the order of their first mention.
    schemas: IndexMap<String, (SchemaOrigin, Node)>,
    additional: Vec<AdditionalOperation>,
    part_encodings: Vec<PartEncodings>,
    /// The targets of references.
    used: BTreeSet<Span>,
    /// The callbacks in progress, so that a recursive one ends.
    pub(super) callbacks: BTreeSet<Span>,
    /// The operations that links lead to, by their `operationId`.
    links: Vec<(Span, String)>,
    operation_ids: BTreeSet<String>,
    /// The schemas of other files that have a component's name.
    apart: Apart<'d>,
    depth: usize,
    /// How many objects may still be read.
    objects_left: usize,
}

/// The media types of bodies and responses without their own (2.0).
#[derive(Debug, Clone, Default)]
pub(super) struct MediaTypes {
    pub(super) consumes: Vec<String>,
    pub(super) produces: Vec<String>,
}

impl<'d> Context<'d> {
    pub(super) fn new(
        documents: &'d Documents,
        sources: &'d Sources,
        (dialect, formats): (Dialect, BTreeSet<&'d str>),
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        let place = match dialect {
            Dialect::Swagger2 => "/definitions",
            _ => "/components/schemas",
        };
        Self {
            documents,
            sources,
            diagnostics,
            dialect,
            formats,
            media: MediaTypes::default(),
            spans: Vec::new(),
            schemas: IndexMap::new(),
            additional: Vec::new(),
            part_encodings: Vec::new(),
            used: BTreeSet::new(),
            callbacks: BTreeSet::new(),
            links: Vec::new(),
            operation_ids: BTreeSet::new(),
            apart: Apart::of(documents, place),
            depth: 0,
            objects_left: MOST_OBJECTS + documents.bytes() / BYTES_AN_OBJECT,
        }
    }

    pub(super) fn entry(&self) -> Option<&'d Node> {
        self.documents.root(FileId(0))
    }

    /// A boolean as it is written, which YAML allows in several ways.
    pub(super) fn boolean(&self, value: bool, span: Span) -> String {
        let plain = value.to_string();
        let file = self.sources.get(span.file).map_or("", |file| file.text.as_str());
        let written = file.get(span.start as usize..span.end as usize);
        written.filter(|text| text.eq_ignore_ascii_case(&plain)).map_or(plain, str::to_owned)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The number of a place, for [`crate::normalize::carrier::SOURCE`].
    pub(super) fn source(&mut self, span: Span) -> serde_json::Value {
        self.spans.push(span);
        serde_json::Value::from(self.spans.len() - 1)
    }

    /// Records that something refers to the object at that place.
    pub(super) fn mark_used(&mut self, span: Span) {
        self.used.insert(span);
    }

    pub(super) fn is_used(&self, span: Span) -> bool {
        self.used.contains(&span)
    }

    pub(super) fn add_link(&mut self, span: Span, operation_id: &str) {
        self.links.push((span, operation_id.to_owned()));
    }

    pub(super) fn add_operation_id(&mut self, id: &str) {
        self.operation_ids.insert(id.to_owned());
    }

    /// Reports the links to no operation.
    pub(super) fn report_links(&mut self) {
        for (span, id) in std::mem::take(&mut self.links) {
            if !self.operation_ids.contains(&id) {
                let known = self.operation_ids.iter().map(String::as_str);
                let help = suggest::did_you_mean(&id, known, "correct the id, or remove the link");
                let message = format!("the link leads to `{id}`, which is no `operationId`");
                self.report(
                    Diagnostic::warning(Code::UnresolvedReference, span, message).help(help),
                );
            }
        }
    }

    pub(super) fn add_operation(&mut self, operation: AdditionalOperation) {
        self.additional.push(operation);
    }

    /// The number of the encodings, for [`crate::normalize::carrier::PARTS`].
    pub(super) fn add_part_encodings(&mut self, encodings: PartEncodings) -> usize {
        self.part_encodings.push(encodings);
        self.part_encodings.len() - 1
    }

    /// The places, and the operations and encodings that the model has no field for.
    pub(super) fn into_parts(self) -> (Vec<Span>, Vec<AdditionalOperation>, Vec<PartEncodings>) {
        (self.spans, self.additional, self.part_encodings)
    }

    /// Counts an object; false, with a diagnostic the first time, beyond what any description needs.
    pub(super) fn count_object(&mut self, span: Span) -> bool {
        if self.objects_left == 1 {
            self.report(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    "references expand the description to many times its size",
                )
                .help("reduce the number of references to objects that contain references"),
            );
        }
        self.objects_left = self.objects_left.saturating_sub(1);
        self.objects_left > 0
    }

    /// Runs `read` one level deeper; `None`, with a diagnostic, beyond the limit.
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
        let value = stack::with_room(|| read(self));
        self.depth -= 1;
        value
    }

    /// Queues the schema that a reference points to; returns its key.
    pub(super) fn queue(&mut self, target: Found<'_>) -> String {
        self.queue_node(target.file, target.pointer, target.node)
    }

    /// Queues the schema at `node`; returns its key.
    pub(super) fn queue_node(&mut self, file: FileId, pointer: String, node: &Node) -> String {
        let (file, pointer, node) = self.apart.named(file, pointer, node);
        let file = if file == FileId(0) { "" } else { self.documents.path(file) };
        let origin = SchemaOrigin { file: file.to_owned(), pointer, span: node.span };
        let key = self.schema_key(&origin);
        if !self.schemas.contains_key(&key) {
            self.schemas.insert(key.clone(), (origin, node.clone()));
        }
        key
    }

    /// A component of the entry has its name as the key, anything else its file and pointer.
    fn schema_key(&self, origin: &SchemaOrigin) -> String {
        let is_definition = origin.pointer.starts_with("/definitions/");
        match origin.pointer.rsplit('/').next() {
            Some(name)
                if origin.file.is_empty()
                    && origin.is_component()
                    && is_definition == (self.dialect == Dialect::Swagger2) =>
            {
                refs::unescape(name)
            }
            _ => format!("{}#{}", origin.file, origin.pointer),
        }
    }

    /// The queued schema with that number.
    pub(super) fn queued(&self, index: usize) -> Option<(String, SchemaOrigin, Node)> {
        self.schemas
            .get_index(index)
            .map(|(key, (origin, node))| (key.clone(), origin.clone(), node.clone()))
    }
}

/// The model's reference to the schema with that key.
pub(crate) fn reference_to<T>(key: &str) -> ReferenceOr<T> {
    ReferenceOr::Reference { reference: format!("{PREFIX}{}", refs::escape(key)) }
}

const PREFIX: &str = "#/components/schemas/";

/// The key of the schema that a reference of the model points to.
pub(crate) fn referenced_key(reference: &str) -> String {
    refs::unescape(reference.strip_prefix(PREFIX).unwrap_or(reference))
}
