//! Swagger 2.0: its objects in their OpenAPI 3.0 form.
//!
//! | in 2.0 | here |
//! | --- | --- |
//! | `host`, `basePath`, `schemes` | `servers` |
//! | `securityDefinitions` | `components.securitySchemes` |
//! | parameters `in: body` and `in: formData`, `consumes` | `requestBody`, see [`body`] |
//! | `type` and the like of other parameters, `collectionFormat` | `schema`, `style`, `explode`, see [`parameter`] |
//! | `schema` and `examples` of a response, `produces` | `content`, see [`response`] |
//! | `discriminator: name`, `type: file` | a discriminator object, `format: binary` |
//! | `x-ms-paths`, `x-ms-parameterized-host`, `x-ms-skip-url-encoding` | `paths`, `servers`, `allowReserved`, see [`azure`] |
//!
//! `definitions`, `parameters` and `responses` stay where they are: references point to them.

mod azure;
mod body;
mod parameter;
mod response;

use std::borrow::Cow;

pub(crate) use azure::parameters_of_host;
pub(crate) use body::request_body;
pub(crate) use parameter::parameter;
pub(crate) use response::response;

use super::edit::{Edit, object};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Entry, Node, Object, Value};

/// The root.
pub(crate) fn root<'n>(node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Cow<'n, Node> {
    let mut edit = Edit::of(node);
    azure::paths(&mut edit);
    let parameterized = azure::host(&mut edit);
    for key in ["consumes", "produces", "definitions", "parameters", "responses"] {
        edit.remove(key);
    }
    let host = edit.remove("host").map(|entry| entry.node);
    let base = edit.remove("basePath").map(|entry| entry.node);
    let schemes = edit.remove("schemes").map(|entry| entry.node);
    let parameterized = parameterized.as_ref();
    let servers = servers(
        node.span,
        host.as_ref(),
        base.as_ref(),
        schemes.as_ref(),
        parameterized,
        diagnostics,
    );
    if edit.get("servers").is_none() {
        edit.set("servers", servers);
    }
    if let Some(schemes) = edit.remove("securityDefinitions") {
        let span = schemes.node.span;
        let own = match edit.get("components") {
            Some(node) => {
                let mut components = Edit::of(node);
                components.set("securitySchemes", schemes.node);
                components.finish().into_owned()
            }
            None => object([("securitySchemes", Some(schemes.node))], span),
        };
        edit.set("components", own);
    }
    edit.finish()
}

/// The URLs of `schemes`, `host` and `basePath`. The encrypted one comes first.
fn servers(
    root: Span,
    host: Option<&Node>,
    base: Option<&Node>,
    schemes: Option<&Node>,
    parameterized: Option<&azure::Host>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Node {
    let host = parameterized.map(|host| &host.template).or(host);
    let variables = parameterized.map(|host| &host.variables);
    let beginning = Span { end: root.start.saturating_add(1), ..root };
    let span = host.or(base).map_or(beginning, |node| node.span);
    let text = |node: Option<&Node>| {
        node.and_then(Node::as_str).unwrap_or_default().trim().trim_end_matches('/').to_owned()
    };
    let (host, base) = (text(host), text(base));
    let slash = if base.is_empty() || base.starts_with('/') { "" } else { "/" };
    if host.is_empty() {
        let url = if base.is_empty() { String::from("/") } else { format!("{slash}{base}") };
        let server = object([("url", Some(Node::string(url, span)))], span);
        return Node::array(vec![server], span);
    }
    let server = |url: String| {
        object([("url", Some(Node::string(url, span))), ("variables", variables.cloned())], span)
    };
    if parameterized.is_some_and(|host| host.has_scheme) {
        return Node::array(vec![server(format!("{host}{slash}{base}"))], span);
    }
    // Some descriptions have the scheme in the host.
    let (scheme, host) = match host.split_once("://") {
        Some((scheme, host)) => (Some(scheme.to_owned()), host.to_owned()),
        None => (None, host),
    };
    let listed = schemes.and_then(Node::as_array).unwrap_or_default().iter();
    let (mut usable, other): (Vec<&str>, Vec<&str>) =
        listed.filter_map(Node::as_str).partition(|scheme| matches!(*scheme, "http" | "https"));
    if let (false, Some(node)) = (other.is_empty(), schemes) {
        diagnostics.push(
            Diagnostic::warning(
                Code::NotGenerated,
                node.span,
                format!("the client does not support {}", other.join(" and ")),
            )
            .help("list http or https"),
        );
    }
    usable.sort_by_key(|scheme| *scheme != "https");
    if usable.is_empty() {
        usable.push("https");
    }
    if let Some(scheme) = &scheme {
        usable = vec![scheme];
    }
    let servers =
        usable.into_iter().map(|scheme| server(format!("{scheme}://{host}{slash}{base}")));
    Node::array(servers.collect(), span)
}

/// An operation, without what is read separately.
pub(crate) fn operation<'n>(node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Cow<'n, Node> {
    let mut edit = Edit::of(node);
    edit.remove("consumes");
    edit.remove("produces");
    if let Some(entry) = edit.remove("schemes") {
        diagnostics.push(
            Diagnostic::warning(
                Code::NotGenerated,
                entry.key,
                "the `schemes` of an operation are ignored; those of the description apply",
            )
            .help("remove them, or list the same ones at the top"),
        );
    }
    edit.finish()
}

/// A security definition: `basic` is an HTTP scheme, and the one flow of OAuth is in an object of flows.
pub(crate) fn security_scheme(node: &Node) -> Cow<'_, Node> {
    let mut edit = Edit::of(node);
    match node.get("type").and_then(Node::as_str) {
        Some("basic") => {
            edit.set("type", Node::string("http", node.span));
            edit.set("scheme", Node::string("basic", node.span));
        }
        Some("oauth2") if node.get("flows").is_none() => {
            let name = match node.get("flow").and_then(Node::as_str) {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some("password") => "password",
                _ => "implicit",
            };
            edit.remove("flow");
            let mut flow = Object::new();
            for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
                if let Some(entry) = edit.remove(key) {
                    flow.insert(key.to_owned(), entry);
                }
            }
            let flow = Node::object(flow, node.span);
            edit.set("flows", object([(name, Some(flow))], node.span));
        }
        _ => {}
    }
    edit.finish()
}

/// A schema, where 2.0 differs.
pub(super) fn schema<'n>(node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Cow<'n, Node> {
    let mut edit = Edit::of(node);
    if edit.get("type").and_then(Node::as_str) == Some("file") {
        let span = edit.get("type").map_or(node.span, |node| node.span);
        edit.set("type", Node::string("string", span));
        edit.set("format", Node::string("binary", span));
    }
    if let Some(name) = edit.get("discriminator").filter(|node| node.as_str().is_some()).cloned() {
        let span = name.span;
        edit.set("discriminator", object([("propertyName", Some(name))], span));
    }
    // Arrays in arrays of a parameter; the outer array's is taken from the parameter.
    if let Some(entry) = edit.remove("collectionFormat") {
        diagnostics.push(
            Diagnostic::warning(
                Code::NotGenerated,
                entry.key,
                "`collectionFormat` of arrays in arrays is ignored",
            )
            .help("set it on the parameter itself"),
        );
    }
    edit.finish()
}

/// The media types of `consumes` or `produces`; `None` if the key is missing.
pub(crate) fn media_types(node: &Node, key: &str) -> Option<Vec<String>> {
    let node = node.get(key)?;
    Some(match &node.value {
        Value::Array(items) => {
            items.iter().filter_map(Node::as_str).map(|text| text.trim().to_owned()).collect()
        }
        Value::String(text) => vec![text.trim().to_owned()],
        _ => Vec::new(),
    })
}

/// Moves the keys that describe a value, such as `type`, into a `schema`.
fn schema_apart(edit: &mut Edit<'_>, keys: &[String], span: Span) {
    let mut schema = Object::new();
    for key in keys {
        if let Some(entry) = edit.remove(key) {
            schema.insert(key.clone(), entry);
        }
    }
    edit.set("schema", Node::object(schema, span));
}

/// An entry at the place of its value.
fn entry(node: Node) -> Entry {
    Entry { key: node.span, node }
}
