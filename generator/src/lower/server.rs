//! Servers (OpenAPI 3.0.4, sections 4.7.5 and 4.7.6).

use super::context::Context;
use super::docs;
use super::names::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Server, ServerVariable};

/// The first server, which is where requests go unless the caller says otherwise.
pub(super) fn lower(context: &mut Context<'_>) -> Server {
    let Some(server) = context.parsed.openapi.servers.first() else {
        return Server { url: String::new(), variables: Vec::new() };
    };
    let mut scope = Scope::builder_methods();
    let mut variables = Vec::new();
    for (name, variable) in server.variables.iter().flatten() {
        if !server.url.contains(&format!("{{{name}}}")) {
            let span = context.span(&variable.extensions);
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    span,
                    format!("the server's URL has no `{{{name}}}`; the variable is ignored"),
                )
                .help("use the variable in `url`, or remove it"),
            );
            continue;
        }
        let required =
            context.config.server.variables.get(name).is_some_and(|settings| settings.required);
        variables.push(ServerVariable {
            name: scope.field(name, &["variable"]),
            wire: name.clone(),
            default: (!required).then(|| variable.default.clone()),
            values: variable.enumeration.clone(),
            docs: docs::docs(&[variable.description.as_deref()], false),
        });
    }
    Server { url: server.url.clone(), variables }
}
