//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 and 4.7.30).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement};

use super::context::Context;
use super::names::Scope;
use super::{docs, words};
use crate::config::Security;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Credential, FieldName, Flow, Grant, Location, SchemeKind, SecurityScheme};
use crate::normalize::carrier::{self, Extensions};
use crate::parse::is_token;
use crate::suggest;

/// All schemes that credentials can be given for.
pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    report_unused(context);
    let Some(components) = &context.parsed.openapi.components else { return Vec::new() };
    let mut scope = Scope::builder_methods();
    let mut found = Vec::new();
    for (name, scheme) in &components.security_schemes {
        let ReferenceOr::Item(scheme) = scheme else { continue };
        let Some(kind) = kind(context, scheme) else { continue };
        found.push((name, scheme, kind));
    }
    let mut credentials = named(context, &found, &mut scope);
    let keys =
        found.iter().filter(|(_, _, kind)| matches!(kind, SchemeKind::ApiKey { .. })).count();
    // After the credentials, whose names come first.
    let finish = |(name, scheme, kind): (&String, _, SchemeKind)| {
        let credential = credentials.remove(name)?;
        let provider = (kind != SchemeKind::Basic).then(|| {
            let method = format!("{}_provider", credential.method.plain());
            scope.field(&method, &[&words::snake(name)])
        });
        let flows = flows(scheme, name, &mut scope);
        let docs = docs::of_scheme(name, scheme, keys > 1);
        let credential = Credential { provider, ..credential };
        Some(SecurityScheme { wire: name.clone(), kind, credential, flows, docs })
    };
    found.into_iter().filter_map(finish).collect()
}

/// The credential of each scheme, by the scheme's name. Of several schemes of a kind, the one that most operations use
/// has the plain name.
fn named(
    context: &Context<'_>,
    found: &[(&String, &openapiv3::SecurityScheme, SchemeKind)],
    scope: &mut Scope,
) -> BTreeMap<String, Credential> {
    let uses = uses(context);
    let own = |name: &String| context.config.security.get(name).cloned().unwrap_or_default();
    let mut order: Vec<_> = found.iter().map(|(name, _, kind)| (*name, kind, own(name))).collect();
    order.sort_by_key(|(name, _, settings)| {
        (settings.method.is_none(), Reverse(uses.get(name.as_str()).copied()))
    });
    let name = |(name, kind, settings): (&String, _, Security)| {
        (name.clone(), credential(kind, name, &settings, scope))
    };
    order.into_iter().map(name).collect()
}

/// How many operations can be called with each scheme.
fn uses<'a>(context: &Context<'a>) -> BTreeMap<&'a str, usize> {
    let openapi = &context.parsed.openapi;
    let items = openapi.paths.paths.values().filter_map(|item| item.as_item());
    let operations = items.flat_map(|item| item.iter());
    let needed = operations
        .filter_map(|(_, operation)| operation.security.as_ref().or(openapi.security.as_ref()));
    let mut uses = BTreeMap::new();
    for requirements in needed {
        let names: BTreeSet<&str> =
            requirements.iter().flat_map(|it| it.keys()).map(String::as_str).collect();
        names.into_iter().for_each(|name| *uses.entry(name).or_default() += 1);
    }
    uses
}

/// Reports the schemes in the settings that the description does not have.
fn report_unused(context: &mut Context<'_>) {
    let config = context.config;
    let described = context.parsed.openapi.components.as_ref().map(|all| &all.security_schemes);
    for name in config.security.keys() {
        if described.is_none_or(|described| !described.contains_key(name)) {
            let span = config.span(&["security", name]);
            let message = format!(
                "the settings have the security scheme `{name}`, which the description does not have"
            );
            context.report(Diagnostic::warning(Code::Settings, span, message).help(
                suggest::did_you_mean(
                    name,
                    described.into_iter().flatten().map(|(name, _)| name.as_str()),
                    "correct the name, or remove it from `security` in the settings",
                ),
            ));
        }
    }
}

fn kind(context: &mut Context<'_>, scheme: &openapiv3::SecurityScheme) -> Option<SchemeKind> {
    match scheme {
        openapiv3::SecurityScheme::HTTP { scheme, extensions, .. } => {
            http(context, scheme, extensions)
        }
        openapiv3::SecurityScheme::APIKey { location, name, .. } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            Some(SchemeKind::ApiKey { location, name: name.clone() })
        }
        // Both end in an access token, which is sent as a bearer token (RFC 6750).
        openapiv3::SecurityScheme::OAuth2 { flows, extensions, .. } => {
            if needs_a_user(flows) || own_grants(flows).next().is_none() {
                without_flow(context, extensions);
            }
            Some(SchemeKind::Bearer)
        }
        openapiv3::SecurityScheme::OpenIDConnect { extensions, .. } => {
            without_flow(context, extensions);
            Some(SchemeKind::Bearer)
        }
    }
}

/// A scheme of HTTP (RFC 9110, section 11), by the registry of IANA.
fn http(context: &mut Context<'_>, name: &str, extensions: &Extensions) -> Option<SchemeKind> {
    match name.to_ascii_lowercase().as_str() {
        "basic" => Some(SchemeKind::Basic),
        "bearer" => Some(SchemeKind::Bearer),
        "mutualtls" => {
            context.not_generated(
                extensions,
                "mutual TLS is not generated; a client certificate is a setting of the HTTP client",
                "build a `reqwest::Client` with the certificate, and pass it to `http_client` of the builder",
            );
            None
        }
        _ if !is_token(name) => {
            let span = context.span(extensions);
            let message = format!(
                "`{name}` is not a valid HTTP authentication scheme; the security scheme is ignored"
            );
            let help = "use a name from the IANA registry, such as basic or bearer";
            context.report(Diagnostic::warning(Code::InvalidValue, span, message).help(help));
            None
        }
        other => {
            if CHALLENGED.contains(&other) {
                context.not_generated(
                    extensions,
                    &format!(
                        "the credentials of the HTTP scheme `{other}` are not computed; the builder takes the header's value"
                    ),
                    "compute them in a middleware, which sees each request before it is sent",
                );
            }
            Some(SchemeKind::Http(name.to_owned()))
        }
    }
}

/// The schemes that respond to a challenge of the server or sign the request, so that each request needs a new value.
const CHALLENGED: &[&str] = &[
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hmac",
    "hoba",
    "mutual",
    "negotiate",
    "ntlm",
    "oauth",
    "scram-sha-1",
    "scram-sha-256",
    "signature",
];

fn without_flow(context: &mut Context<'_>, extensions: &Extensions) {
    context.not_generated(
        extensions,
        "this flow is not generated; the builder takes an access token, or a provider of tokens",
        "get the token with an OAuth library; the builder's docs list the URLs",
    );
}

/// Whether there is a flow in which a user takes part.
fn needs_a_user(flows: &OAuth2Flows) -> bool {
    flows.implicit.is_some()
        || flows.authorization_code.is_some()
        || flows.extensions.contains_key(carrier::DEVICE_AUTHORIZATION)
}

/// The grants by which a program gets tokens with what it knows, each with the token endpoint and the scopes.
fn own_grants(
    flows: &OAuth2Flows,
) -> impl Iterator<Item = (Grant, &str, &IndexMap<String, String>)> {
    let own = flows.client_credentials.as_ref();
    let own = own.map(|it| (Grant::ClientCredentials, it.token_url.as_str(), &it.scopes));
    let password = flows.password.as_ref();
    let password = password.map(|it| (Grant::Password, it.token_url.as_str(), &it.scopes));
    own.into_iter().chain(password).filter(|(_, url, _)| is_url(url))
}

/// Whether the text is a URL, which may be relative to that of the server.
fn is_url(url: &str) -> bool {
    !url.is_empty() && !url.contains(|part: char| part.is_whitespace() || part.is_control())
}

/// The flows that a program can go alone: with credentials of its own, and with what a user has granted before.
fn flows(scheme: &openapiv3::SecurityScheme, name: &str, scope: &mut Scope) -> Vec<Flow> {
    let openapiv3::SecurityScheme::OAuth2 { flows, .. } = scheme else { return Vec::new() };
    let by_name = words::snake(name);
    let mut flow = |grant, method, token_url: &str, scopes: &IndexMap<String, String>| Flow {
        grant,
        method: scope.field(method, &[&by_name]),
        token_url: token_url.to_owned(),
        scopes: scopes.keys().cloned().collect(),
    };
    let mut found = Vec::new();
    for (grant, url, scopes) in own_grants(flows) {
        let method = if grant == Grant::Password { "password" } else { "client_credentials" };
        found.push(flow(grant, method, url, scopes));
    }
    // Tokens are refreshed where they were issued, unless the description has another URL (RFC 6749, section 6).
    let code = flows.authorization_code.as_ref();
    let code = code.map(|it| (it.refresh_url.as_ref().unwrap_or(&it.token_url), &it.scopes));
    let password = flows.password.as_ref();
    let password =
        password.map(|it| (it.refresh_url.as_ref().unwrap_or(&it.token_url), &it.scopes));
    if let Some((url, scopes)) = code.or(password).filter(|(url, _)| is_url(url)) {
        found.push(flow(Grant::RefreshToken, "refresh_token", url, scopes));
    }
    found
}

fn credential(kind: &SchemeKind, name: &str, settings: &Security, scope: &mut Scope) -> Credential {
    let (usual, parameters) = match kind {
        SchemeKind::Basic => (
            "basic_auth",
            vec![
                settings.username.as_deref().unwrap_or("username"),
                settings.password.as_deref().unwrap_or("password"),
            ],
        ),
        SchemeKind::Bearer => ("bearer_token", vec![settings.token.as_deref().unwrap_or("token")]),
        SchemeKind::Http(_) => {
            ("authorization", vec![settings.token.as_deref().unwrap_or("value")])
        }
        SchemeKind::ApiKey { .. } => ("api_key", vec![settings.token.as_deref().unwrap_or("key")]),
    };
    let by_name = words::snake(name);
    // The name of the scheme without the plain name, which it follows.
    let own = by_name.strip_prefix(usual).unwrap_or(&by_name).trim_matches('_');
    let place = match kind {
        SchemeKind::ApiKey { location, .. } => location.as_str(),
        _ => "token",
    };
    let method = scope.field(settings.method.as_deref().unwrap_or(usual), &[own, place]);
    let mut scope = Scope::parameters();
    let parameters: Vec<FieldName> =
        parameters.into_iter().map(|name| scope.field(name, &["value"])).collect();
    Credential { method, parameters, provider: None }
}

/// The alternatives of an operation, each a list of schemes that are needed together; an empty one needs nothing.
///
/// A scheme that the client does not send is the caller's to see to; an alternative with one that does not exist is left
/// out.
pub(super) fn requirements(
    context: &mut Context<'_>,
    own: Option<&Vec<SecurityRequirement>>,
    extensions: &Extensions,
    schemes: &[SecurityScheme],
) -> Vec<Vec<String>> {
    let requirements =
        own.or(context.parsed.openapi.security.as_ref()).cloned().unwrap_or_default();
    let described =
        context.parsed.openapi.components.as_ref().map(|components| &components.security_schemes);
    let mut alternatives = Vec::new();
    for requirement in requirements {
        // A missing or invalid scheme was reported where it is used or defined.
        let is_known = |name| described.is_some_and(|known| known.contains_key(name));
        if !requirement.keys().all(is_known) {
            continue;
        }
        let needed = schemes_of(&requirement, schemes);
        report_shared_place(context, extensions, &needed);
        // The last one counts where several go to one place.
        let is_sent = |(index, scheme): &(usize, &&SecurityScheme)| {
            needed.iter().skip(index + 1).all(|later| place(later) != place(scheme))
        };
        let sent = needed.iter().enumerate().filter(is_sent);
        alternatives.push(sent.map(|(_, scheme)| scheme.wire.clone()).collect());
    }
    alternatives
}

/// The alternatives without those that need a token which the operation at the path itself issues.
pub(super) fn without_own_token(
    context: &Context<'_>,
    mut alternatives: Vec<Vec<String>>,
    path: &str,
) -> Vec<Vec<String>> {
    let Some(components) = &context.parsed.openapi.components else { return alternatives };
    let issues = |name: &String| match components.security_schemes.get(name) {
        Some(ReferenceOr::Item(openapiv3::SecurityScheme::OAuth2 { flows, .. })) => {
            token_urls(flows).any(|url| is_at(url, path))
        }
        _ => false,
    };
    alternatives.retain(|names| !names.iter().any(issues));
    alternatives
}

/// The URLs at which the flows get tokens.
fn token_urls(flows: &OAuth2Flows) -> impl Iterator<Item = &str> {
    let OAuth2Flows { password, client_credentials, authorization_code, .. } = flows;
    let password = password.iter().map(|flow| flow.token_url.as_str());
    let own = client_credentials.iter().map(|flow| flow.token_url.as_str());
    password.chain(own).chain(authorization_code.iter().map(|flow| flow.token_url.as_str()))
}

/// Whether a URL, which may be relative and contain the path of the server, leads to the path.
fn is_at(url: &str, path: &str) -> bool {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (url, path) = (url.trim_matches('/'), path.trim_matches('/'));
    let before = url.strip_suffix(path).filter(|_| !path.is_empty());
    before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The places of the credentials that an operation always needs: they are not arguments of it.
pub(super) fn places_of_credentials(
    alternatives: &[Vec<String>],
    schemes: &[SecurityScheme],
) -> Vec<(Location, String)> {
    let is_needed = |scheme: &&SecurityScheme| {
        !alternatives.is_empty() && alternatives.iter().all(|names| names.contains(&scheme.wire))
    };
    schemes.iter().filter(is_needed).map(place).collect()
}

/// The alternatives without the keys that are arguments of every call, at these places: those arguments are sent.
pub(super) fn without_arguments(
    alternatives: Vec<Vec<String>>,
    schemes: &[SecurityScheme],
    arguments: &[(Location, String)],
) -> Vec<Vec<String>> {
    let is_argument = |name: &String| {
        let scheme = schemes.iter().find(|scheme| scheme.wire == *name);
        scheme.is_some_and(|scheme| arguments.contains(&place(scheme)))
    };
    let rest = |names: Vec<String>| names.into_iter().filter(|name| !is_argument(name)).collect();
    alternatives.into_iter().map(rest).collect()
}

/// The schemes that are needed together, of those that the client sends.
fn schemes_of<'a>(
    requirement: &SecurityRequirement,
    schemes: &'a [SecurityScheme],
) -> Vec<&'a SecurityScheme> {
    let find = |name: &String| schemes.iter().find(|scheme| scheme.wire == *name);
    requirement.keys().filter_map(find).collect()
}

/// Where a credential goes: a header, whose name is in lower case, a query parameter or a cookie.
fn place(scheme: &SecurityScheme) -> (Location, String) {
    match &scheme.kind {
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => {
            (Location::Header, String::from("authorization"))
        }
        SchemeKind::ApiKey { location: Location::Header, name } => {
            (Location::Header, name.to_ascii_lowercase())
        }
        SchemeKind::ApiKey { location, name } => (*location, name.clone()),
    }
}

/// Schemes that are needed together must not go to the same place, where there is room for one.
fn report_shared_place(
    context: &mut Context<'_>,
    extensions: &Extensions,
    needed: &[&SecurityScheme],
) {
    for (index, scheme) in needed.iter().enumerate() {
        let mut later = needed.iter().skip(index + 1);
        let Some(other) = later.find(|other| place(other) == place(scheme)) else { continue };
        let (scheme, other, (_, name)) = (&scheme.wire, &other.wire, place(other));
        context.not_generated(extensions,
            &format!(
                "`{scheme}` and `{other}` are required together, but both are sent in `{name}`; only `{other}` is sent"
            ),
            "if one of them is enough, make each an item of `security`",
        );
    }
}
