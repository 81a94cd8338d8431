//! Servers (OpenAPI 3.0.4, sections 4.7.5 and 4.7.6).

use super::context::Context;
use super::docs;
use super::names::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, FieldName, NamedServer, Operation, Server, ServerVariable};
use crate::normalize::carrier;
use crate::suggest;

/// The servers found so far, and the builder's methods for their variables.
pub(super) struct Servers {
    scope: Scope,
    /// The variables of all servers, each once.
    variables: Vec<ServerVariable>,
    /// The first server, the default for requests.
    first: Option<Server>,
    named: Vec<NamedServer>,
    /// The names of the constants.
    names: Scope,
}

/// Where the requests of an operation go.
#[derive(Clone, Default)]
pub(super) struct OwnServers {
    /// The first of its servers, where that is not the first of all.
    pub(super) first: Option<Server>,
    /// The constants for all of them, where there are several to choose from.
    pub(super) choice: Vec<FieldName>,
}

/// The servers of the description as a whole.
pub(super) fn lower(context: &mut Context<'_>) -> Servers {
    let mut servers = Servers {
        scope: Scope::builder_methods(),
        variables: Vec::new(),
        first: None,
        named: Vec::new(),
        names: Scope::parameters(),
    };
    let described = &context.parsed.openapi.servers;
    for server in described {
        let lowered = servers.server(context, server);
        servers.first.get_or_insert_with(|| lowered.clone());
        if described.len() > 1 {
            servers.name(server, lowered);
        }
    }
    servers
}

impl Servers {
    /// The servers of an operation, its own or its path's; empty if it uses the top-level ones.
    pub(super) fn of_operation(
        &mut self,
        context: &mut Context<'_>,
        described: [&[openapiv3::Server]; 2],
    ) -> OwnServers {
        let Some(own) = described.into_iter().find(|servers| !servers.is_empty()) else {
            return OwnServers::default();
        };
        let lowered: Vec<Server> = own.iter().map(|server| self.server(context, server)).collect();
        let is_choice = own.len() > 1 && !self.are_those_of_all(&lowered);
        let first = lowered.first().filter(|server| Some(*server) != self.first.as_ref()).cloned();
        let choice = own.iter().zip(lowered).filter(|_| is_choice);
        let choice = choice.map(|(described, server)| self.name(described, server)).collect();
        OwnServers { first, choice }
    }

    fn are_those_of_all(&self, servers: &[Server]) -> bool {
        servers.iter().eq(self.named.iter().take(servers.len()).map(|named| &named.server))
    }

    /// The constant for a server, each server once.
    fn name(&mut self, described: &openapiv3::Server, server: Server) -> FieldName {
        if let Some(known) = self.named.iter().find(|known| known.server == server) {
            return known.name.clone();
        }
        let name = constant(&mut self.names, described);
        let url = docs::code(&described.url.as_str().into());
        let text = match described.description.as_deref() {
            Some(description) => docs::labelled(&url, &docs::clean(description)),
            None => format!("{url}."),
        };
        let docs = Docs { text, ..Default::default() };
        self.named.push(NamedServer { name: name.clone(), server, docs });
        name
    }

    /// The first server with the variables of all, and those to choose from. If every operation has a server of its
    /// own, and there is no top-level one, that of the first operation is used.
    pub(super) fn finish(self, operations: &[Operation]) -> (Server, Vec<NamedServer>) {
        let everywhere = operations.iter().all(|operation| operation.server.is_some());
        let own = operations.first().and_then(|operation| operation.server.clone());
        let mut first = self
            .first
            .or(own.filter(|_| everywhere))
            .unwrap_or_else(|| Server { url: String::new(), variables: Vec::new() });
        for variable in self.variables {
            if !first.variables.iter().any(|known| known.wire == variable.wire) {
                first.variables.push(variable);
            }
        }
        (first, self.named)
    }

    fn server(&mut self, context: &mut Context<'_>, server: &openapiv3::Server) -> Server {
        report_undescribed(context, server);
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
            variables.push(self.variable(context, name, variable));
        }
        Server { url: server.url.clone(), variables }
    }

    /// A variable, which has one method of the builder, whichever servers have it.
    fn variable(
        &mut self,
        context: &Context<'_>,
        name: &str,
        variable: &openapiv3::ServerVariable,
    ) -> ServerVariable {
        let settings = context.config.server.variables.get(name);
        let required = settings.is_some_and(|settings| settings.required)
            || carrier::flag(&variable.extensions, carrier::REQUIRED);
        let known = self.variables.iter().find(|known| known.wire == name);
        let field = match known {
            Some(known) => known.name.clone(),
            None => self.scope.field(name, &["variable"]),
        };
        let lowered = ServerVariable {
            name: field,
            wire: name.to_owned(),
            default: (!required).then(|| variable.default.clone()),
            values: variable.enumeration.clone(),
            docs: docs::docs(&[variable.description.as_deref()], false),
        };
        if known.is_none() {
            self.variables.push(lowered.clone());
        }
        lowered
    }
}

/// Reports the parts of the URL in braces that no variable describes.
fn report_undescribed(context: &mut Context<'_>, server: &openapiv3::Server) {
    let described =
        |name: &str| server.variables.as_ref().is_some_and(|all| all.contains_key(name));
    for name in server.url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        if described(name) {
            continue;
        }
        let span = context.span(&server.extensions);
        let message = format!(
            "the server's URL has `{{{name}}}`, but no variable has that name; requests to it will fail"
        );
        context.report(
            Diagnostic::warning(Code::MissingKey, span, message)
                .help(format!("add `{name}` to the server's `variables`, with a `default`")),
        );
    }
}

/// Reports the variables that the settings name and no server has.
pub(super) fn report_unused(context: &mut Context<'_>, server: &Server) {
    let config = context.config;
    for name in config.server.variables.keys() {
        if !server.variables.iter().any(|variable| variable.wire == *name) {
            let span = config.span(&["server", "variables", name]);
            let message =
                format!("the settings have the server variable `{name}`, which no server has");
            let known = server.variables.iter().map(|variable| variable.wire.as_str());
            context.report(Diagnostic::warning(Code::Settings, span, message).help(
                suggest::did_you_mean(
                    name,
                    known,
                    "correct the name, or remove it from `server.variables` in the settings",
                ),
            ));
        }
    }
}

/// The constant of a server: what it is called, or described by in few words, or its host and path.
fn constant(names: &mut Scope, server: &openapiv3::Server) -> FieldName {
    const MOST_WORDS: usize = 4;
    let called = carrier::text(&server.extensions, carrier::NAME);
    let described = server.description.as_deref().filter(|text| {
        let words = text.split_whitespace().count();
        (1..=MOST_WORDS).contains(&words) && text.is_ascii()
    });
    let (scheme, place) = server.url.split_once("://").unwrap_or(("", &server.url));
    names.constant(called.or(described).unwrap_or(place), &[scheme])
}
