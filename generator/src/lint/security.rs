//! Credentials that others can read.

use super::tree::{Tree, entries};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Node;

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |span: Span, message: String, help: &str| {
        diagnostics.push(Diagnostic::warning(Code::LintSecurity, span, message).help(help));
    };
    let schemes = match tree.is_swagger() {
        true => tree.root.get("securityDefinitions"),
        false => tree.root.get("components").and_then(|it| it.get("securitySchemes")),
    };
    for (name, entry) in entries(schemes) {
        let scheme = tree.resolve(&entry.node);
        if let Some(place) = scheme.get("in").filter(|place| place.as_str() == Some("query")) {
            let message = format!("the API key `{name}` is sent in the query, which logs contain");
            report(place.span, message, "accept it in a header, too");
        }
        for url in token_urls(scheme).into_iter().filter(|url| is_plain_http(url)) {
            let message = format!("tokens of `{name}` are requested over http");
            report(url.span, message, "use https");
        }
    }
    if !needs_credentials(tree) {
        return;
    }
    let schemes = tree.root.get("schemes").and_then(Node::as_array).unwrap_or_default();
    let is_local = tree.root.get("host").and_then(Node::as_str).is_some_and(is_local);
    let schemes = schemes.iter().filter(|it| it.as_str() == Some("http") && !is_local);
    let servers = tree.root.get("servers").and_then(Node::as_array).unwrap_or_default();
    let urls = servers.iter().filter_map(|server| server.get("url"));
    for place in schemes.chain(urls.filter(|url| is_plain_http(url))) {
        let message = String::from("credentials are sent over http, which others can read");
        report(place.span, message, "use https");
    }
}

/// Whether the document or an operation requires a credential.
fn needs_credentials(tree: &Tree<'_>) -> bool {
    let requires = |node: &Node| {
        let all = node.get("security").and_then(Node::as_array).unwrap_or_default();
        all.iter().any(|requirement| entries(Some(requirement)).next().is_some())
    };
    requires(tree.root) || tree.operations().iter().any(|operation| requires(operation.node))
}

/// The URLs of a scheme's flows.
fn token_urls(scheme: &Node) -> Vec<&Node> {
    const KEYS: [&str; 3] = ["tokenUrl", "refreshUrl", "authorizationUrl"];
    let flows = entries(scheme.get("flows")).map(|(_, entry)| &entry.node).chain([scheme]);
    flows.flat_map(|flow| KEYS.into_iter().filter_map(|key| flow.get(key))).collect()
}

/// Whether the URL leads over http to another machine.
fn is_plain_http(url: &Node) -> bool {
    let host = url.as_str().and_then(|url| url.strip_prefix("http://"));
    host.is_some_and(|host| !is_local(host))
}

fn is_local(host: &str) -> bool {
    let host = host.split('/').next().unwrap_or_default();
    let name =
        if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    // A name without a dot, or of a variable, is one of a private network, or unknown.
    !name.contains('.')
        || name.starts_with("127.")
        || name.ends_with(".localhost")
        || name.contains('{')
}
