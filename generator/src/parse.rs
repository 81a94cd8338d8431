//! From trees to meaning: builds openapiv3's model, with every schema that is referenced as a component.
//!
//! Each reader takes the keys that the specification gives its object and reports, at its place, every key that is
//! left over and every value of a wrong type; so nothing of a description is dropped without a word. The model is
//! read by hand rather than through serde because only so each finding keeps its place, and one wrong value does
//! not hide the rest.
//!
//! What comes out has one form, whatever went in:
//!
//! - a schema is always [`openapiv3::SchemaKind::Any`], so a reader of it sees every keyword in one place;
//! - every dialect reads as 3.0, see [`crate::normalize`];
//! - only schemas are referenced, all as `#/components/schemas/KEY`; everything else that was referenced stands where
//!   it was used;
//! - keywords beside a schema's `$ref` become an `allOf`;
//! - what the model cannot hold is an extension, see [`carrier`].

mod bases;
mod context;
mod discriminator;
mod document;
mod dump;
mod external_docs;
mod keys;
mod media;
mod noun;
mod operation;
mod parameter;
mod reference;
mod response;
mod schema;
mod security;
mod sense;
mod server;
mod shape;
mod table;
mod token;
mod values;
mod xml;

pub(crate) use context::{reference_to, referenced_key};
pub(crate) use dump::{dump, dump_json};
pub(crate) use token::is_token;
pub(crate) use values::{is_of_type, meant_value};

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Encoding, OpenAPI, Operation, PathItem};

use crate::diagnostic::{Diagnostic, FileId, Sources, Span};
use crate::load::Documents;
use crate::normalize::{self, carrier};
use context::Context;

/// A description in openapiv3's model, with the places of its parts.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) openapi: OpenAPI,
    /// The place of each schema of `openapi.components.schemas`, by the same key.
    pub(crate) schemas: IndexMap<String, SchemaOrigin>,
    /// Operations with methods that a path item of the model has no field for, in the order of the document (3.2).
    pub(crate) additional_operations: Vec<AdditionalOperation>,
    /// The requests that the API sends, by name (3.1).
    pub(crate) webhooks: IndexMap<String, PathItem>,
    /// The encodings of parts that [`carrier::PARTS`] counts (3.2).
    part_encodings: Vec<PartEncodings>,
    /// The places that [`carrier::SOURCE`] counts.
    spans: Vec<Span>,
    /// The length of all files together.
    pub(crate) bytes: usize,
}

impl Parsed {
    /// The place of the object with these extensions.
    pub(crate) fn span(&self, extensions: &carrier::Extensions) -> Span {
        let span = carrier::source(extensions).and_then(|index| self.spans.get(index));
        span.copied().unwrap_or_default()
    }

    /// The encodings of parts by position, or of the parts inside of one, that the object of these extensions has.
    pub(crate) fn part_encodings(
        &self,
        extensions: &carrier::Extensions,
    ) -> Option<&PartEncodings> {
        self.parts_numbered(extensions.get(carrier::PARTS)?.as_u64()?)
    }

    fn parts_numbered(&self, number: u64) -> Option<&PartEncodings> {
        self.part_encodings.get(usize::try_from(number).ok()?)
    }
}

/// An operation under `query` or `additionalOperations` (3.2).
#[derive(Debug, Clone)]
pub(crate) struct AdditionalOperation {
    /// The path of its path item, which is in the model too.
    pub(crate) path: String,
    /// The method as it is sent.
    pub(crate) method: String,
    pub(crate) operation: Operation,
}

/// How parts are written that the model has no field for (3.2.0, sections 4.14.4 and 4.15).
#[derive(Debug, Clone, Default)]
pub(crate) struct PartEncodings {
    /// By name, of the parts inside of one.
    pub(crate) inside: IndexMap<String, Encoding>,
    /// By position.
    pub(crate) prefix: Vec<Encoding>,
    /// Of all further parts.
    pub(crate) item: Option<Encoding>,
}

/// Where a schema comes from.
#[derive(Debug, Clone)]
pub(crate) struct SchemaOrigin {
    /// The file, as it was requested; empty for the entry.
    pub(crate) file: String,
    /// The JSON pointer within the file.
    pub(crate) pointer: String,
    pub(crate) span: Span,
}

impl SchemaOrigin {
    /// Whether the description names the schema, rather than only pointing at it.
    pub(crate) fn is_component(&self) -> bool {
        let name = self
            .pointer
            .strip_prefix("/components/schemas/")
            .or_else(|| self.pointer.strip_prefix("/definitions/"));
        name.is_some_and(|name| !name.contains('/'))
    }

    /// Whether somebody gave the schema a name: as a component or definition, or as a file or one of its entries.
    pub(crate) fn is_named(&self) -> bool {
        let mut steps = self.pointer.rsplit('/').skip(1);
        let parent = steps.next().unwrap_or_default();
        parent.is_empty() || ["schemas", "definitions", "$defs"].contains(&parent)
    }
}

/// How many schemas and properties may be copied into others, beside one for each byte of the description.
const LEAST_COPIED: usize = 10_000;

/// Reads the description in `documents`. The settings have types for `formats`.
pub(crate) fn parse(
    documents: &Documents,
    sources: &Sources,
    formats: BTreeSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let root = documents.root(FileId(0)).filter(|root| !root.is_null())?;
    let dialect = normalize::dialect(root, diagnostics)?;
    let mut context = Context::new(documents, sources, (dialect, formats), diagnostics);
    let (mut openapi, webhooks) = document::read(&mut context)?;
    let schemas = schema::read_queued(&mut context);
    shape::check(&mut context);
    let mut origins = IndexMap::with_capacity(schemas.len());
    let components = openapi.components.get_or_insert_default();
    for (key, (origin, schema)) in schemas {
        components.schemas.insert(key.clone(), schema);
        origins.insert(key, origin);
    }
    bases::cut(&mut components.schemas, documents.bytes().saturating_add(LEAST_COPIED));
    let (spans, additional_operations, part_encodings) = context.into_parts();
    Some(Parsed {
        openapi,
        schemas: origins,
        additional_operations,
        webhooks,
        part_encodings,
        spans,
        bytes: documents.bytes(),
    })
}
