//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 to 4.7.30).

mod scopes;

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::context::Context;
use super::keys::{Keys, not_an_object};
use super::noun::as_in_2_0;
use super::reference::followed;
use super::token;
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::node::Node;
use crate::load::{lookup, refs};
use crate::normalize::carrier::{self, Extensions, carry};
use crate::normalize::{Dialect, swagger2};
use crate::suggest;

/// The requirements under `security`: `None` if the key is missing, an empty list if nothing is required.
pub(super) fn requirements(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
) -> Option<Vec<SecurityRequirement>> {
    keys.some("security")?;
    let mut requirements = Vec::new();
    for node in keys.array(context, "security").iter() {
        let Some(object) = node.as_object() else {
            not_an_object(context, node, "security requirement");
            continue;
        };
        let mut requirement = IndexMap::new();
        for (name, entry) in object.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let listed = entry.node.as_array().unwrap_or_default();
            let name = scheme_name(name);
            match find_scheme(context, &name) {
                Some(scheme) => scopes::check(context, &name, scheme, listed),
                None => report_no_scheme(context, entry.key, &name),
            }
            let scopes = listed.iter().filter_map(Node::as_str).map(str::to_owned).collect();
            requirement.insert(name, scopes);
        }
        requirements.push(requirement);
    }
    Some(requirements)
}

/// The security scheme of the entry with that name, of any type.
fn find_scheme<'d>(context: &Context<'d>, name: &str) -> Option<&'d Node> {
    let name = refs::escape(name);
    let root = context.entry().map(|root| root.span).unwrap_or_default();
    let find = |place: &str| {
        let found = lookup::lookup(context.documents, root, &format!("#{place}/{name}")).ok()?;
        let referenced = found.node.get("$ref").and_then(Node::as_str);
        let target = |text| lookup::lookup(context.documents, found.node.span, text).ok();
        let node = referenced.and_then(target).map_or(found.node, |target| target.node);
        found.repaired.is_none().then_some(node)
    };
    find("/components/securitySchemes")
        .or_else(|| find("/securityDefinitions").filter(|_| context.dialect == Dialect::Swagger2))
}

fn report_no_scheme(context: &mut Context<'_>, span: Span, name: &str) {
    let place = match context.dialect {
        Dialect::Swagger2 => "securityDefinitions",
        _ => "components.securitySchemes",
    };
    let at = format!("/{}", place.replace('.', "/"));
    let schemes = context.entry().and_then(|root| refs::resolve(root, &at)?.as_object());
    let known: Vec<String> = schemes.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let message =
        format!("there is no security scheme `{name}`; the alternative that needs it is ignored");
    context.report(Diagnostic::warning(Code::UnresolvedReference, span, message).help(
        suggest::did_you_mean(
            name,
            known.iter().map(String::as_str),
            &format!("add it to `{place}`, or correct the name"),
        ),
    ));
}

/// The name of the scheme that a requirement means, which 3.2 may also write as a reference to it.
fn scheme_name(text: &str) -> String {
    match text.rsplit_once("#/components/securitySchemes/") {
        Some((_, name)) => refs::unescape(name),
        None => text.to_owned(),
    }
}

/// A security scheme; references are followed.
pub(super) fn scheme(
    context: &mut Context<'_>,
    node: &Node,
) -> Option<ReferenceOr<SecurityScheme>> {
    let node = followed(context, node, Severity::Error)?;
    let is_basic = node.get("type").and_then(Node::as_str) == Some("basic");
    if is_basic && context.dialect != Dialect::Swagger2 {
        let newer = "OpenAPI 3 has `type: http` and `scheme: basic`";
        context.report(as_in_2_0("security scheme", node.span, newer));
    }
    let is_old = context.dialect == Dialect::Swagger2 || is_basic;
    let node = if is_old { swagger2::security_scheme(&node).into_owned() } else { node };
    scheme_object(context, &node).map(ReferenceOr::Item)
}

fn scheme_object(context: &mut Context<'_>, node: &Node) -> Option<SecurityScheme> {
    let mut keys = Keys::of(context, node, "security scheme")?;
    let kind = keys.some("type");
    if kind.is_none() {
        keys.missing(context, "type");
    }
    let kind = kind?;
    let description = keys.string(context, "description");
    let deprecated = keys.boolean(context, "deprecated").filter(|deprecated| *deprecated);
    let metadata = keys.string(context, "oauth2MetadataUrl");
    let finish = |context: &mut Context<'_>, keys: Keys<'_>| -> Extensions {
        let mut extensions = keys.finish(context);
        carry(&mut extensions, carrier::DEPRECATED, deprecated);
        carry(&mut extensions, carrier::OAUTH2_METADATA_URL, metadata);
        extensions
    };
    match kind.as_str() {
        Some("http") => {
            let scheme = keys.required_string(context, "scheme");
            let bearer_format = keys.string(context, "bearerFormat");
            let extensions = finish(context, keys);
            Some(SecurityScheme::HTTP { scheme: scheme?, bearer_format, description, extensions })
        }
        Some("apiKey") => {
            let name = keys.required_string(context, "name");
            let name_span = keys.some("name").map_or(node.span, |name| name.span);
            let location = keys.some("in").and_then(|node| key_location(context, node));
            let extensions = finish(context, keys);
            let (location, name) = (location?, name?);
            if !is_sendable(context, name_span, &name, &location) {
                return None;
            }
            Some(SecurityScheme::APIKey { location, name, description, extensions })
        }
        Some("oauth2") => {
            let flows =
                keys.some("flows").and_then(|node| flows(context, node)).unwrap_or_default();
            let extensions = finish(context, keys);
            Some(SecurityScheme::OAuth2 { flows, description, extensions })
        }
        Some("openIdConnect") => {
            let open_id_connect_url = keys.string(context, "openIdConnectUrl").unwrap_or_default();
            let extensions = finish(context, keys);
            Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions })
        }
        // The model does not have it; an HTTP scheme that no client sends stands in for it.
        Some("mutualTLS") => {
            let extensions = finish(context, keys);
            let scheme = String::from("mutualTLS");
            Some(SecurityScheme::HTTP { scheme, bearer_format: None, description, extensions })
        }
        _ => {
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    kind.span,
                    "unknown type of a security scheme; the scheme is ignored",
                )
                .help(suggest::among(
                    kind.as_str(),
                    "apiKey, http, mutualTLS, oauth2 or openIdConnect",
                )),
            );
            None
        }
    }
}

/// Whether the key's name is valid in a header or a cookie, if it is one.
fn is_sendable(
    context: &mut Context<'_>,
    span: Span,
    name: &str,
    location: &APIKeyLocation,
) -> bool {
    let what = "the scheme is ignored";
    match location {
        APIKeyLocation::Header => token::check_header(context, span, name, what),
        APIKeyLocation::Cookie => token::check_cookie(context, span, name, what),
        APIKeyLocation::Query => true,
    }
}

fn key_location(context: &mut Context<'_>, node: &Node) -> Option<APIKeyLocation> {
    match node.as_str() {
        Some("query") => Some(APIKeyLocation::Query),
        Some("header") => Some(APIKeyLocation::Header),
        Some("cookie") => Some(APIKeyLocation::Cookie),
        _ => {
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    node.span,
                    "an API key cannot be sent there; the scheme is ignored",
                )
                .help(suggest::among(node.as_str(), "query, header or cookie")),
            );
            None
        }
    }
}

fn flows(context: &mut Context<'_>, node: &Node) -> Option<OAuth2Flows> {
    let mut keys = Keys::of(context, node, "set of OAuth flows")?;
    let mut flow =
        |context: &mut Context<'_>, name| keys.node(name).and_then(|node| flow(context, node));
    let implicit = flow(context, "implicit");
    let password = flow(context, "password");
    let client_credentials = flow(context, "clientCredentials");
    let authorization_code = flow(context, "authorizationCode");
    let device = keys.json("deviceAuthorization");
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::DEVICE_AUTHORIZATION, device);
    Some(OAuth2Flows {
        implicit: implicit.map(|flow| ImplicitOAuth2Flow {
            authorization_url: flow.authorization_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: flow.extensions,
        }),
        password: password.map(|flow| PasswordOAuth2Flow {
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: flow.extensions,
        }),
        client_credentials: client_credentials.map(|flow| ClientCredentialsOAuth2Flow {
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: flow.extensions,
        }),
        authorization_code: authorization_code.map(|flow| AuthorizationCodeOAuth2Flow {
            authorization_url: flow.authorization_url,
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: flow.extensions,
        }),
        extensions,
    })
}

/// A flow of any kind; the kinds differ only in which of the URLs they have.
struct Flow {
    authorization_url: String,
    token_url: String,
    refresh_url: Option<String>,
    scopes: IndexMap<String, String>,
    extensions: Extensions,
}

fn flow(context: &mut Context<'_>, node: &Node) -> Option<Flow> {
    let mut keys = Keys::of(context, node, "OAuth flow")?;
    let scopes = keys.object(context, "scopes");
    let scopes = scopes.iter().filter(|(name, _)| !name.starts_with("x-"));
    let scopes = scopes
        .map(|(name, entry)| (name.clone(), entry.node.as_str().unwrap_or_default().to_owned()))
        .collect();
    Some(Flow {
        authorization_url: keys.string(context, "authorizationUrl").unwrap_or_default(),
        token_url: keys.string(context, "tokenUrl").unwrap_or_default(),
        refresh_url: keys.string(context, "refreshUrl"),
        scopes,
        extensions: keys.finish(context),
    })
}
