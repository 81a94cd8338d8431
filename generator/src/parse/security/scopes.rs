//! The scopes that a requirement lists (OpenAPI 3.0.4, section 4.7.30).

use std::collections::BTreeSet;

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;
use crate::normalize::Dialect;
use crate::suggest;

/// Reports scopes that the scheme does not have, and those of a scheme that has none.
pub(super) fn check(context: &mut Context<'_>, name: &str, scheme: &Node, listed: &[Node]) {
    let typ = scheme.get("type").and_then(Node::as_str).unwrap_or_default();
    match typ {
        "oauth2" => {
            let Some(declared) = declared(scheme) else { return };
            for node in listed {
                let Some(scope) = node.as_str().filter(|scope| !declared.contains(scope)) else {
                    continue;
                };
                let message = format!("the security scheme `{name}` has no scope `{scope}`");
                let known = declared.iter().copied();
                let help = "add it to the `scopes` of the scheme, or correct it";
                context.report(
                    Diagnostic::warning(Code::UnresolvedReference, node.span, message)
                        .help(suggest::did_you_mean(scope, known, help)),
                );
            }
        }
        // Since 3.1 other schemes have the names of roles here.
        "http" | "apiKey" | "basic"
            if matches!(context.dialect, Dialect::Swagger2 | Dialect::V3_0) =>
        {
            if let Some(first) = listed.first() {
                let message = format!("a scheme of the type `{typ}` has no scopes");
                context.report(
                    Diagnostic::warning(Code::NotGenerated, first.span, message)
                        .help("write an empty list"),
                );
            }
        }
        _ => {}
    }
}

/// The scopes of all flows; `None` if no flow lists them.
fn declared(scheme: &Node) -> Option<BTreeSet<&str>> {
    let flows = scheme.get("flows").and_then(Node::as_object);
    let flows = flows.into_iter().flatten().filter(|(name, _)| !name.starts_with("x-"));
    let mut flows: Vec<&Node> = flows.map(|(_, entry)| &entry.node).collect();
    if flows.is_empty() {
        flows.push(scheme);
    }
    let mut lists = flows.into_iter().filter_map(|flow| flow.get("scopes")?.as_object()).peekable();
    lists.peek()?;
    Some(lists.flatten().map(|(name, _)| name.as_str()).collect())
}
