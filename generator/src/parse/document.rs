//! The OpenAPI Object and what stands at its top (OpenAPI 3.0.4, sections 4.7.1 to 4.7.8 and 4.7.22).

use openapiv3::{
    Components, Contact, Info, License, OpenAPI, Paths, ReferenceOr, Server, ServerVariable, Tag,
};

use super::context::Context;
use super::keys::{Keys, map};
use super::{operation, schema, security};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::load::node::Node;
use crate::load::refs;

/// Reads the entry.
pub(super) fn read(context: &mut Context<'_>) -> Option<OpenAPI> {
    let root = context.entry()?;
    let mut keys = Keys::of(context, root, "OpenAPI description")?;
    let openapi = version(context, &mut keys)?;
    let info = keys.node("info");
    if info.is_none() {
        keys.missing(context, "info");
    }
    let info = info.and_then(|node| self::info(context, node)).unwrap_or_default();
    let paths = keys.object(context, "paths");
    let mut document = OpenAPI {
        openapi,
        info,
        paths: Paths {
            paths: map(context, paths, |context, node| {
                operation::path_item(context, node).map(ReferenceOr::Item)
            }),
            extensions: indexmap::IndexMap::new(),
        },
        security: security::requirements(context, &mut keys),
        external_docs: keys
            .node("externalDocs")
            .and_then(|node| schema::external_docs(context, node)),
        ..OpenAPI::default()
    };
    document.paths.paths.retain(|path, _| !path.starts_with("x-"));
    for node in keys.array(context, "servers") {
        document.servers.extend(server(context, node));
    }
    for node in keys.array(context, "tags") {
        document.tags.extend(tag(context, node));
    }
    document.components = keys.node("components").and_then(|node| components(context, node));
    document.extensions = keys.finish(context);
    Some(document)
}

/// The version of the specification; none, with a diagnostic, where it is not one that is read.
fn version(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<String> {
    let beginning = Span { file: FileId(0), start: 0, end: 1 };
    let Some(node) = keys.node("openapi") else {
        let swagger = keys.node("swagger");
        let diagnostic = match swagger {
            Some(node) => Diagnostic::error(
                Code::UnsupportedVersion,
                node.span,
                "Swagger 2.0 is not supported yet",
            )
            .help("convert the description to OpenAPI 3.0"),
            None => Diagnostic::error(
                Code::NotOpenApi,
                beginning,
                "this is no OpenAPI description: it has no `openapi` that names the version",
            )
            .help("add `openapi: 3.0.3` at the top, or name another file"),
        };
        context.report(diagnostic);
        return None;
    };
    let version = keys.string(context, "openapi").unwrap_or_default();
    if version.starts_with("3.0.") || version == "3.0" {
        return Some(version);
    }
    context.report(
        Diagnostic::error(
            Code::UnsupportedVersion,
            node.span,
            format!("version `{version}` of OpenAPI is not supported"),
        )
        .help("write the description in OpenAPI 3.0, for example `openapi: 3.0.3`"),
    );
    None
}

fn info(context: &mut Context<'_>, node: &Node) -> Option<Info> {
    let mut keys = Keys::of(context, node, "info object")?;
    Some(Info {
        title: keys.required_string(context, "title").unwrap_or_default(),
        version: keys.required_string(context, "version").unwrap_or_default(),
        description: keys.string(context, "description"),
        terms_of_service: keys.string(context, "termsOfService"),
        contact: keys.node("contact").and_then(|node| contact(context, node)),
        license: keys.node("license").and_then(|node| license(context, node)),
        extensions: keys.finish(context),
    })
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
    let mut keys = Keys::of(context, node, "licence")?;
    Some(License {
        name: keys.string(context, "name").unwrap_or_default(),
        url: keys.string(context, "url"),
        extensions: keys.finish(context),
    })
}

fn tag(context: &mut Context<'_>, node: &Node) -> Option<Tag> {
    let mut keys = Keys::of(context, node, "tag")?;
    let name = keys.required_string(context, "name");
    let description = keys.string(context, "description");
    let external_docs =
        keys.node("externalDocs").and_then(|node| schema::external_docs(context, node));
    let extensions = keys.finish(context);
    Some(Tag { name: name?, description, external_docs, extensions })
}

/// A server and the variables of its URL (4.7.5, 4.7.6).
pub(super) fn server(context: &mut Context<'_>, node: &Node) -> Option<Server> {
    let mut keys = Keys::of(context, node, "server")?;
    let url = keys.required_string(context, "url");
    let description = keys.string(context, "description");
    let variables = keys.object(context, "variables");
    let variables = variables.map(|object| map(context, Some(object), server_variable));
    let extensions = keys.finish(context);
    Some(Server { url: url?, description, variables, extensions })
}

fn server_variable(context: &mut Context<'_>, node: &Node) -> Option<ServerVariable> {
    let mut keys = Keys::of(context, node, "server variable")?;
    Some(ServerVariable {
        default: keys.required_string(context, "default").unwrap_or_default(),
        enumeration: strings(keys.array(context, "enum")),
        description: keys.string(context, "description"),
        extensions: keys.finish(context),
    })
}

/// The components. Schemas are queued rather than read; what else is referenced is read where it is used, so here
/// only the security schemes, which are used by name, are read.
fn components(context: &mut Context<'_>, node: &Node) -> Option<Components> {
    let mut keys = Keys::of(context, node, "components object")?;
    for kind in
        ["responses", "parameters", "examples", "requestBodies", "headers", "links", "callbacks"]
    {
        keys.object(context, kind);
    }
    let schemas = keys.object(context, "schemas");
    let schemes = keys.object(context, "securitySchemes");
    let security_schemes = map(context, schemes, security::scheme);
    let extensions = keys.finish(context);
    queue_schemas(context, schemas.is_some());
    Some(Components { security_schemes, extensions, ..Components::default() })
}

/// Queues the entry's named schemas: each is generated, whether something refers to it or not.
fn queue_schemas(context: &mut Context<'_>, present: bool) {
    let Some(root) = context.entry().filter(|_| present) else { return };
    let schemas = refs::resolve(root, "/components/schemas").and_then(Node::as_object);
    for (name, entry) in schemas.into_iter().flatten() {
        context.queue_component(format!("/components/schemas/{}", refs::escape(name)), &entry.node);
    }
}

/// The texts of a list; anything else in it is left out.
pub(super) fn strings(nodes: &[Node]) -> Vec<String> {
    nodes.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}
