//! The OpenAPI Object and its top-level objects (OpenAPI 3.0.4, sections 4.7.1 to 4.7.8 and 4.7.22).

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Components, Contact, Info, License, OpenAPI, PathItem, Paths, ReferenceOr, Tag};

use super::context::{Context, MediaTypes};
use super::keys::{Keys, map};
use super::{external_docs, operation, reference, security, server};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup::{self, Found};
use crate::load::node::{Node, Object};
use crate::load::refs;
use crate::normalize::carrier::{self, carry};
use crate::normalize::{Dialect, swagger2};

/// Reads the entry: the document, and its webhooks, which the model has no field for.
pub(super) fn read(context: &mut Context<'_>) -> Option<(OpenAPI, IndexMap<String, PathItem>)> {
    let root = context.entry()?;
    if context.dialect == Dialect::Swagger2 {
        context.media = MediaTypes {
            consumes: swagger2::media_types(root, "consumes").unwrap_or_default(),
            produces: swagger2::media_types(root, "produces").unwrap_or_default(),
        };
        let root = swagger2::root(root, context.diagnostics).into_owned();
        return self::root(context, &root);
    }
    self::root(context, root)
}

fn root(context: &mut Context<'_>, root: &Node) -> Option<(OpenAPI, IndexMap<String, PathItem>)> {
    let mut keys = Keys::of(context, root, "OpenAPI description")?;
    keys.skip(&["openapi", "swagger"]);
    let info = keys.some("info");
    if info.is_none() {
        keys.missing(context, "info");
    }
    let info = info.and_then(|node| self::info(context, node)).unwrap_or_default();
    microsoft_paths(context, &mut keys);
    let paths = keys.object(context, "paths");
    if context.dialect < Dialect::V3_1 && keys.node("paths").is_none() {
        keys.missing(context, "paths");
    }
    let webhooks = keys.object(context, "webhooks");
    let mut document = OpenAPI {
        openapi: String::from("3.0.4"),
        info,
        paths: self::paths(context, &paths),
        security: security::requirements(context, &mut keys),
        external_docs: keys
            .some("externalDocs")
            .and_then(|node| external_docs::read(context, node)),
        ..OpenAPI::default()
    };
    for node in keys.array(context, "servers").iter() {
        document.servers.extend(server::read(context, node));
    }
    for node in keys.array(context, "tags").iter() {
        document.tags.extend(tag(context, node));
    }
    document.components = keys.some("components").and_then(|node| components(context, node));
    queue_schemas(context);
    let webhooks = self::webhooks(context, &webhooks);
    report_unused(context);
    context.report_links();
    // `$self` is the URI of the file for references, which were resolved with it.
    keys.skip(&["$self", "$schema"]);
    schema_dialect(context, &mut keys);
    document.extensions = keys.finish(context);
    if context.dialect >= Dialect::V3_1 {
        document.extensions.insert(carrier::UNTYPED_BINARY.to_owned(), true.into());
    }
    if context.dialect == Dialect::V3_2 {
        document.extensions.insert(carrier::XML_COMPONENT_NAMES.to_owned(), true.into());
    }
    Some((document, webhooks))
}

/// The default dialect of schemas: that of OpenAPI, or the one that it is based on; another one is reported.
fn schema_dialect(context: &mut Context<'_>, keys: &mut Keys<'_>) {
    const KNOWN: [&str; 2] =
        ["https://spec.openapis.org/oas/", "https://json-schema.org/draft/2020-12/schema"];
    let Some(node) = keys.some("jsonSchemaDialect") else { return };
    if node.as_str().is_some_and(|dialect| KNOWN.iter().any(|known| dialect.starts_with(known))) {
        return;
    }
    context.report(
        Diagnostic::warning(
            Code::NotGenerated,
            node.span,
            "unknown schema dialect; schemas are read by the dialect of OpenAPI",
        )
        .help("write the schemas in JSON Schema 2020-12"),
    );
}

fn paths(context: &mut Context<'_>, object: &Object) -> Paths {
    let mut paths = Paths::default();
    let mut templates: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for (path, entry) in object {
        if path.starts_with("x-") {
            paths.extensions.insert(path.clone(), entry.node.to_json());
            continue;
        }
        let mut rooted = path.clone();
        if !path.starts_with('/') {
            rooted.insert(0, '/');
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    entry.key,
                    format!("a path starts with a slash; this one is read as `{rooted}`"),
                )
                .help("add the slash"),
            );
        }
        let template = template(&rooted);
        if let Some((first, span)) = templates.get(&template) {
            let message =
                format!("this path is the same as `{first}`: the names of parameters do not count");
            context.report(
                Diagnostic::warning(Code::DuplicateKey, entry.key, message)
                    .related(*span, "the first one")
                    .help("move the operations into one path, or correct it"),
            );
        } else {
            templates.insert(template, (rooted.clone(), entry.key));
        }
        if let Some(item) = operation::path_item(context, &entry.node, Some(&rooted)) {
            paths.paths.entry(rooted).or_insert(ReferenceOr::Item(item));
        }
    }
    paths
}

/// The path without the names of its parameters (OpenAPI 3.0.4, section 4.7.8.2).
fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let mut template = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        template.push_str("{}");
        template.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    template
}

/// The requests that the API sends, by their names.
fn webhooks(context: &mut Context<'_>, object: &Object) -> IndexMap<String, PathItem> {
    let mut webhooks = IndexMap::new();
    for (name, entry) in object.iter().filter(|(name, _)| !name.starts_with("x-")) {
        if let Some(item) = operation::path_item(context, &entry.node, None) {
            webhooks.insert(name.clone(), item);
        }
    }
    webhooks
}

/// Reports the operations of an extension that has paths with queries.
fn microsoft_paths(context: &mut Context<'_>, keys: &mut Keys<'_>) {
    let Some(entry) = keys.entry("x-ms-paths") else { return };
    if entry.node.as_object().is_some_and(|paths| !paths.is_empty()) {
        context.report(
            Diagnostic::warning(
                Code::NotGenerated,
                entry.key,
                "the operations of `x-ms-paths` are not generated",
            )
            .help("move them to `paths`, with a parameter for each part of the query"),
        );
    }
}

fn info(context: &mut Context<'_>, node: &Node) -> Option<Info> {
    let node = &reference::followed_entirely(context, node)?;
    let mut keys = Keys::of(context, node, "info object")?;
    let mut info = Info {
        title: keys.required_string(context, "title").unwrap_or_default(),
        version: keys.required_string(context, "version").unwrap_or_default(),
        description: keys.string(context, "description"),
        terms_of_service: keys.string(context, "termsOfService"),
        contact: keys.some("contact").and_then(|node| contact(context, node)),
        license: keys.some("license").and_then(|node| license(context, node)),
        extensions: IndexMap::new(),
    };
    let summary = keys.string(context, "summary");
    info.extensions = keys.finish(context);
    carry(&mut info.extensions, carrier::SUMMARY, summary);
    Some(info)
}

fn contact(context: &mut Context<'_>, node: &Node) -> Option<Contact> {
    let mut keys = Keys::of(context, node, "contact")?;
    Some(Contact {
        name: keys.string(context, "name"),
        url: keys.string(context, "url"),
        email: keys.string(context, "email"),
        extensions: keys.finish(context),
    })
}

fn license(context: &mut Context<'_>, node: &Node) -> Option<License> {
    if let Some(name) = node.as_str() {
        return Some(License { name: name.to_owned(), ..License::default() });
    }
    let mut keys = Keys::of(context, node, "licence")?;
    let name = keys.string(context, "name").unwrap_or_default();
    let url = keys.string(context, "url");
    let identifier = keys.string(context, "identifier");
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::IDENTIFIER, identifier);
    Some(License { name, url, extensions })
}

fn tag(context: &mut Context<'_>, node: &Node) -> Option<Tag> {
    if let Some(name) = node.as_str() {
        return Some(Tag { name: name.to_owned(), ..Tag::default() });
    }
    let mut keys = Keys::of(context, node, "tag")?;
    let name = keys.required_string(context, "name");
    let description = keys.string(context, "description");
    let external_docs =
        keys.some("externalDocs").and_then(|node| external_docs::read(context, node));
    let summary = keys.string(context, "summary");
    let parent = keys.string(context, "parent");
    let kind = keys.string(context, "kind");
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::SUMMARY, summary);
    carry(&mut extensions, carrier::PARENT, parent);
    carry(&mut extensions, carrier::KIND, kind);
    Some(Tag { name: name?, description, external_docs, extensions })
}

/// The components. Schemas are queued rather than read; other components are read where they are referenced, so only
/// security schemes, which are used by name, are read here.
fn components(context: &mut Context<'_>, node: &Node) -> Option<Components> {
    let node = &reference::followed_entirely(context, node)?;
    let mut keys = Keys::of(context, node, "components object")?;
    keys.skip(&["schemas"]);
    for (kind, _) in KINDS {
        keys.object(context, kind);
    }
    let schemes = keys.object(context, "securitySchemes");
    let security_schemes = map(context, &schemes, security::scheme);
    let extensions = keys.finish(context);
    Some(Components { security_schemes, extensions, ..Components::default() })
}

/// Queues the entry's named schemas: each is generated, whether it is referenced or not.
fn queue_schemas(context: &mut Context<'_>) {
    let Some(root) = context.entry() else { return };
    let places: &[&str] = match context.dialect {
        Dialect::Swagger2 => &["/definitions", "/components/schemas"],
        _ => &["/components/schemas"],
    };
    for place in places {
        let Ok(schemas) = lookup::lookup(context.documents, root.span, &format!("#{place}")) else {
            continue;
        };
        queue_all(context, &schemas);
        // Bundlers write a reference in place of the map, or in it.
        if let Some(reference) = schemas.node.get("$ref")
            && let Some(text) = reference.as_str()
            && let Ok(referenced) = lookup::lookup(context.documents, reference.span, text)
        {
            queue_all(context, &referenced);
        }
    }
}

fn queue_all(context: &mut Context<'_>, schemas: &Found<'_>) {
    for (name, entry) in schemas.node.as_object().into_iter().flatten() {
        // A name of a schema, unless it has that of the map's reference.
        if name != "$ref" || entry.node.as_str().is_none() {
            let pointer = format!("{}/{}", schemas.pointer, refs::escape(name));
            context.queue_node(schemas.file, pointer, &entry.node);
        }
    }
}

/// The components that are read where they are used, with the noun for messages.
const KINDS: [(&str, &str); 9] = [
    ("responses", "response"),
    ("parameters", "parameter"),
    ("examples", "example"),
    ("requestBodies", "request body"),
    ("headers", "header"),
    ("links", "link"),
    ("callbacks", "callback"),
    ("pathItems", "path item"),
    ("mediaTypes", "media type"),
];

/// Reports the components of the entry that are never referenced: they are not generated.
fn report_unused(context: &mut Context<'_>) {
    let Some(root) = context.entry() else { return };
    let place = if context.dialect == Dialect::Swagger2 { "" } else { "/components" };
    let of_host = swagger2::parameters_of_host(root);
    for (kind, what) in KINDS {
        let components = refs::resolve(root, &format!("{place}/{kind}")).and_then(Node::as_object);
        for (name, entry) in components.into_iter().flatten() {
            let is_of_host = kind == "parameters" && of_host.contains(&name.as_str());
            if name.starts_with("x-") || is_of_host || context.is_used(entry.node.span) {
                continue;
            }
            context.report(
                Diagnostic::warning(
                    Code::NotGenerated,
                    entry.key,
                    format!("this {what} is never referenced; it is not generated"),
                )
                .help("refer to it from an operation, or remove it"),
            );
        }
    }
}
