//! `src/runtime/…`: the support code, word for word, without what the crate does not use.

use std::collections::BTreeSet;

use clientsmith_runtime::sources::{self, Package, Source};

use super::models::beginning;
use super::{PREAMBLE, mock};
use crate::config::Times;
use crate::files::Files;
use crate::ir::{
    Api, BodyKind, Content, Field, Frames, Grant, Location, Operation, Parameter, Part,
    PartContent, PayloadFormat, Presence, Rule, Scalar, Streamed, Style, TypeKind, TypeRef,
};

/// The files of the support code that a crate takes.
pub(super) struct Runtime {
    sources: Vec<&'static Source>,
}

impl Runtime {
    /// What the crate with these files needs: whatever they name, and what adds methods and conversions.
    pub(super) fn of(api: &Api, files: &Files) -> Self {
        let mut roots: Vec<&str> = Vec::new();
        if api.client {
            roots.extend(sources::CORE);
            roots.push("blocking");
        }
        let emitted = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        roots.extend(emitted.flat_map(|(_, text)| named(text)));
        if !api.operations.is_empty() {
            roots.extend(["mock", "raw", "stream_blocking"]);
        }
        if !api.webhook_enums.is_empty() {
            roots.push("unknown_payload");
        }
        if api.webhook_enums.iter().any(|webhooks| webhooks.property.is_some()) {
            roots.push("payload");
        }
        roots.extend(api.webhooks.iter().map(|webhook| match &webhook.format {
            PayloadFormat::Json => "payload",
            PayloadFormat::Form { styles, .. } if styles.is_empty() => "payload_form",
            PayloadFormat::Form { .. } => "payload_form_styles",
            PayloadFormat::Xml(_) => "payload_xml",
        }));
        let uses = Uses::of(api);
        roots.extend(uses.formatted.iter().map(|scalar| match scalar {
            Scalar::Uuid => "formatted_uuid",
            Scalar::TimeOfDay => "time_of_day",
            Scalar::Duration => "formatted_duration",
            Scalar::HttpDate => "http_date",
            Scalar::Ipv4 | Scalar::Ipv6 => "formatted_address",
            Scalar::Decimal => "formatted_decimal",
            Scalar::I64 | Scalar::U64 => "formatted_number",
            _ => match api.times {
                Times::Jiff if matches!(scalar, Scalar::LocalDateTime | Scalar::LocalTime) => {
                    "formatted_local"
                }
                Times::Jiff => "formatted_time",
                Times::Chrono => "formatted_chrono",
                Times::Time => "formatted_by_time",
            },
        }));
        if uses.plain.iter().any(|scalar| api.is_exact(*scalar)) {
            roots.extend(["exact", "formatted_by_time"]);
        }
        if uses.nullable_formatted {
            roots.push("nullable_formatted");
        }
        if uses.scalars.contains(&Scalar::File) {
            roots.push("upload_file");
        }
        if !api.rules.is_empty() {
            roots.push("rules");
        }
        let variants = || {
            api.emitted().flat_map(|ty| match &ty.kind {
                TypeKind::Union(union) => union.variants.as_slice(),
                _ => &[],
            })
        };
        if variants().any(|variant| !variant.rules.is_empty()) {
            roots.push("rule");
        }
        let of_unions = variants().flat_map(|variant| &variant.rules);
        if api.rules.values().flatten().chain(of_unions).any(has_pattern) {
            roots.push("pattern");
        }
        let mut flows = api.schemes.iter().flat_map(|scheme| &scheme.flows).peekable();
        if flows.peek().is_some() {
            roots.push("oauth2");
        }
        if flows.any(|flow| flow.grant == Grant::Password) {
            roots.push("oauth2_password");
        }
        roots.extend(api.operations.iter().flat_map(operation_roots));
        Self { sources: sources::closure(&roots) }
    }

    /// The packages that it depends on.
    pub(super) fn packages(&self) -> Vec<Package> {
        sources::packages(&self.sources)
    }

    /// The features of the crate, each with what it enables.
    pub(super) fn features(&self) -> Vec<(&'static str, Vec<String>)> {
        sources::features(&self.sources)
    }

    pub(super) fn add_to(&self, api: &Api, files: &mut Files) {
        let docs = if api.client {
            "//! What all operations share: requests, responses, errors."
        } else {
            "//! What the models share."
        };
        let text = format!("{PREAMBLE}\n{docs}\n\n{}", sources::mod_rs(&self.sources));
        files.insert("src/runtime/mod.rs", text);
        for source in &self.sources {
            files.insert(format!("src/runtime/{}.rs", source.name), source.text);
        }
    }
}

/// The files of everything that a source mentions by its path. Imports are such mentions, too.
fn named(text: &str) -> impl Iterator<Item = &'static str> {
    let is_of_name = |character: char| character.is_alphanumeric() || character == '_';
    let names = text.split("runtime::").skip(1);
    let names: BTreeSet<&str> =
        names.filter_map(|rest| rest.split(|next| !is_of_name(next)).next()).collect();
    sources::SOURCES
        .iter()
        .filter(move |source| {
            source.by_path && names.contains(source.name)
                || source.exports.iter().any(|export| names.contains(export))
        })
        .map(|source| source.name)
}

fn has_pattern(rule: &Rule) -> bool {
    match rule {
        Rule::Pattern(pattern) => beginning(pattern).is_none(),
        Rule::Matching(pattern, rules) => {
            beginning(pattern).is_none() || rules.iter().any(has_pattern)
        }
        Rule::Property(_, rules)
        | Rule::Names(rules)
        | Rule::Others(_, rules)
        | Rule::Items(rules)
        | Rule::Item(_, rules) => rules.iter().any(has_pattern),
        Rule::AnyOf(members) => members.iter().any(|(_, rules)| rules.iter().any(has_pattern)),
        Rule::Count(..)
        | Rule::Bound(..)
        | Rule::Ipv4
        | Rule::Ipv6
        | Rule::UniqueItems
        | Rule::Kinds(_)
        | Rule::Never
        | Rule::Enum(_)
        | Rule::Type(_) => false,
    }
}

/// The files that an operation needs.
fn operation_roots(operation: &Operation) -> Vec<&'static str> {
    let mut roots = Vec::new();
    let places = operation.parameters.iter().map(|parameter| (parameter.location, parameter.style));
    roots.extend(places.filter_map(|place| match place {
        (Location::Body | Location::PartHeader, _) => None,
        (Location::Querystring, Style::Form) => Some("form"),
        _ => Some("params"),
    }));
    if operation.parameters.iter().any(|parameter| parameter.constant.is_some()) {
        roots.push("or");
    }
    if operation.parameters.iter().any(Parameter::is_optional_segment) {
        roots.push("params_optional");
    }
    if operation.idempotency_key().is_some() {
        roots.push("idempotency");
    }
    roots.extend(operation.body.as_ref().and_then(|body| match body.kind {
        BodyKind::Json => None,
        BodyKind::Form | BodyKind::Fields => Some("form"),
        BodyKind::Multipart | BodyKind::Parts => Some("multipart"),
        BodyKind::Text => Some("content"),
        BodyKind::Bytes => Some("upload_file"),
        BodyKind::Lines | BodyKind::Sequence => Some("records"),
        BodyKind::Xml => Some("xml_body"),
    }));
    for part in operation.body.iter().flat_map(|body| &body.parts).flat_map(Part::all) {
        let value = match &part.content {
            PartContent::Parts(_) | PartContent::Each(_) => {
                roots.push("multipart_nested");
                None
            }
            PartContent::Form(_) => {
                roots.push("multipart_forms");
                None
            }
            PartContent::Entries(_) => None,
            PartContent::Value(number) | PartContent::Items(number) => {
                operation.parameters.get(*number)
            }
        };
        if part.name.is_none() && value.is_some() {
            roots.push("multipart_items");
        }
        if value.is_some_and(|value| value.style != Style::Usual) {
            roots.push("multipart_styles");
        }
        if !part.headers.is_empty() {
            roots.push("multipart_headers");
        }
    }
    roots.extend(operation.pagination.as_ref().map(|_| "pages"));
    let ways = || operation.stream.iter().flat_map(|stream| &stream.ways);
    roots.extend(ways().map(|way| match way.frames {
        Frames::Bytes => "stream",
        Frames::Lines | Frames::Sequence => "lines",
        Frames::Values => "json_values",
        Frames::Events | Frames::TextEvents | Frames::WholeEvents => "events",
    }));
    if roots.contains(&"lines") && roots.contains(&"events") {
        roots.push("events_or_lines");
    }
    let contents = operation
        .success
        .iter()
        .map(|success| &success.content)
        .chain(operation.errors.iter().map(|error| &error.content));
    if !operation.headers.is_empty() {
        roots.push("response_headers");
    }
    let guarded = operation.success.iter().any(|success| !success.media_types.is_empty())
        || operation.errors.iter().any(|error| !error.media_types.is_empty())
        || ways().flat_map(|way| &way.responses).any(|(_, it)| !it.is_empty());
    if guarded {
        roots.push("content");
    }
    for content in contents {
        match content {
            Content::Nothing | Content::Json(_) => {}
            Content::JsonOrXml(..) | Content::Xml(..) => roots.push("xml_body"),
            Content::JsonOrText(_, Some(_)) => roots.extend(["content", "xml_body"]),
            Content::Text | Content::Bytes | Content::JsonOrText(_, None) => roots.push("content"),
        }
    }
    if mock::answers_xml(operation) {
        roots.push("mock_xml");
    }
    if mock::takes_xml(operation) {
        roots.push("received_xml");
    }
    roots
}

/// What the types of a crate use.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) scalars: Vec<Scalar>,
    /// The formats of strings.
    formatted: BTreeSet<Scalar>,
    /// What is not one of these.
    plain: BTreeSet<Scalar>,
    nullable_formatted: bool,
    /// Whether absent and `null` differ somewhere.
    pub(super) nullable: bool,
}

impl Uses {
    pub(super) fn of(api: &Api) -> Self {
        let mut uses = Self::default();
        for ty in api.emitted() {
            match &ty.kind {
                TypeKind::Struct(strukt) => {
                    strukt.fields.iter().for_each(|field| uses.field(field));
                    strukt.additional.iter().for_each(|additional| uses.ty(&additional.ty));
                }
                TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_) => {}
                TypeKind::Union(union) => {
                    union.variants.iter().for_each(|variant| uses.ty(&variant.ty));
                }
                TypeKind::Alias(ty) | TypeKind::Newtype(ty) => uses.ty(ty),
            }
        }
        api.webhooks.iter().for_each(|webhook| uses.ty(&webhook.ty));
        for operation in &api.operations {
            operation.parameters.iter().for_each(|parameter| {
                uses.nullable |= parameter.presence == Presence::OptionalNullable;
                uses.ty(&parameter.ty);
            });
            operation.body.iter().for_each(|body| uses.ty(&body.ty));
            operation.headers.iter().for_each(|header| uses.ty(&header.ty));
            operation.stream.iter().flat_map(Streamed::items).for_each(|ty| uses.ty(ty));
            operation
                .success
                .iter()
                .filter_map(|success| success.content.ty())
                .for_each(|ty| uses.ty(ty));
            operation
                .errors
                .iter()
                .filter_map(|error| error.content.ty())
                .for_each(|ty| uses.ty(ty));
        }
        uses
    }

    fn field(&mut self, field: &Field) {
        let nullable = field.presence == Presence::OptionalNullable;
        self.nullable |= nullable;
        self.nullable_formatted |= nullable && matches!(field.ty, TypeRef::Formatted(_));
        self.ty(&field.ty);
    }

    fn ty(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::Scalar(scalar) => {
                self.plain.insert(*scalar);
                self.scalar(*scalar);
            }
            TypeRef::Formatted(scalar) => {
                self.formatted.insert(*scalar);
                self.scalar(*scalar);
            }
            TypeRef::Vec(inner)
            | TypeRef::Map(inner)
            | TypeRef::Option(inner)
            | TypeRef::Boxed(inner) => {
                self.ty(inner);
            }
            TypeRef::Tuple(items) => items.iter().for_each(|item| self.ty(item)),
            TypeRef::Named(_) | TypeRef::Custom(_) | TypeRef::Untyped(_) => {}
        }
    }

    fn scalar(&mut self, scalar: Scalar) {
        if !self.scalars.contains(&scalar) {
            self.scalars.push(scalar);
        }
    }
}
