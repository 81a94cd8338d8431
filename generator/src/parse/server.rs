//! The Server Object and its variables (4.7.5, 4.7.6).

use openapiv3::{Server, ServerVariable};

use super::context::Context;
use super::keys::{Keys, map};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Node;
use crate::normalize::carrier::{self, carry};

/// A server and the variables of its URL.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<Server> {
    let mut keys = Keys::of(context, node, "server")?;
    let url = keys.required_string(context, "url");
    if let (Some(url), Some(place)) = (&url, keys.some("url")) {
        check_url(context, place.span, url);
    }
    let description = keys.string(context, "description");
    let name = keys.string(context, "name");
    let variables = keys.object(context, "variables");
    let variables = map(context, &variables, variable);
    let variables = (!variables.is_empty()).then_some(variables);
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::NAME, name);
    Some(Server { url: url?, description, variables, extensions })
}

/// Reports a URL that requests cannot be sent to, or that is relative where it probably is meant to be absolute.
fn check_url(context: &mut Context<'_>, span: Span, url: &str) {
    if url.contains('{') || url.starts_with('/') {
        return;
    }
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split('/').next().unwrap_or_default();
    let (message, help) = match scheme {
        _ if is_http && rest.starts_with("//") => return,
        "" if host.contains('.') && !host.starts_with('.') => (
            format!("`{url}` is relative to the description: it has no scheme"),
            format!("did you mean `https://{url}`?"),
        ),
        "" => return,
        _ => (
            format!("the client cannot send requests to `{url}`"),
            String::from("write an http or https URL, such as https://example.com"),
        ),
    };
    context.report(Diagnostic::warning(Code::InvalidValue, span, message).help(help));
}

fn variable(context: &mut Context<'_>, node: &Node) -> Option<ServerVariable> {
    let mut keys = Keys::of(context, node, "server variable")?;
    let enumeration = keys.strings(context, "enum");
    let default = keys.required_string(context, "default");
    Some(ServerVariable {
        default: default.or_else(|| enumeration.first().cloned()).unwrap_or_default(),
        enumeration,
        description: keys.string(context, "description"),
        extensions: keys.finish(context),
    })
}
