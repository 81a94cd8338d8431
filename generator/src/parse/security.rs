//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 to 4.7.30).

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::context::Context;
use super::document::strings;
use super::keys::Keys;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;

/// The requirements under `security`: none where the key is missing, an empty list where nothing is required.
pub(super) fn requirements(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
) -> Option<Vec<SecurityRequirement>> {
    keys.node("security")?;
    let mut requirements = Vec::new();
    for node in keys.array(context, "security") {
        let mut requirement = IndexMap::new();
        for (name, entry) in node.as_object().into_iter().flatten() {
            requirement.insert(name.clone(), strings(entry.node.as_array().unwrap_or_default()));
        }
        requirements.push(requirement);
    }
    Some(requirements)
}

/// A security scheme; references are followed.
pub(super) fn scheme(
    context: &mut Context<'_>,
    node: &Node,
) -> Option<ReferenceOr<SecurityScheme>> {
    if let Some(reference) = node.get("$ref") {
        let target = context.resolve(reference)?;
        return scheme_object(context, target.node).map(ReferenceOr::Item);
    }
    scheme_object(context, node).map(ReferenceOr::Item)
}

fn scheme_object(context: &mut Context<'_>, node: &Node) -> Option<SecurityScheme> {
    let mut keys = Keys::of(context, node, "security scheme")?;
    let kind = keys.node("type");
    if kind.is_none() {
        keys.missing(context, "type");
    }
    let kind = kind?;
    let description = keys.string(context, "description");
    match kind.as_str() {
        Some("http") => {
            let scheme = keys.required_string(context, "scheme");
            let bearer_format = keys.string(context, "bearerFormat");
            let extensions = keys.finish(context);
            Some(SecurityScheme::HTTP { scheme: scheme?, bearer_format, description, extensions })
        }
        Some("apiKey") => {
            let name = keys.required_string(context, "name");
            let location = keys.node("in").and_then(|node| key_location(context, node));
            let extensions = keys.finish(context);
            Some(SecurityScheme::APIKey {
                location: location?,
                name: name?,
                description,
                extensions,
            })
        }
        Some("oauth2") => {
            let flows =
                keys.node("flows").and_then(|node| flows(context, node)).unwrap_or_default();
            let extensions = keys.finish(context);
            Some(SecurityScheme::OAuth2 { flows, description, extensions })
        }
        Some("openIdConnect") => {
            let open_id_connect_url = keys.string(context, "openIdConnectUrl").unwrap_or_default();
            let extensions = keys.finish(context);
            Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions })
        }
        _ => {
            context.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    kind.span,
                    "this is no type of a security scheme",
                )
                .help("write apiKey, http, oauth2 or openIdConnect"),
            );
            None
        }
    }
}

fn key_location(context: &mut Context<'_>, node: &Node) -> Option<APIKeyLocation> {
    match node.as_str() {
        Some("query") => Some(APIKeyLocation::Query),
        Some("header") => Some(APIKeyLocation::Header),
        Some("cookie") => Some(APIKeyLocation::Cookie),
        _ => {
            context.report(
                Diagnostic::error(Code::InvalidValue, node.span, "an API key cannot be sent there")
                    .help("write query, header or cookie"),
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
    let extensions = keys.finish(context);
    Some(OAuth2Flows {
        implicit: implicit.map(|flow| ImplicitOAuth2Flow {
            authorization_url: flow.authorization_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: IndexMap::new(),
        }),
        password: password.map(|flow| PasswordOAuth2Flow {
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: IndexMap::new(),
        }),
        client_credentials: client_credentials.map(|flow| ClientCredentialsOAuth2Flow {
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: IndexMap::new(),
        }),
        authorization_code: authorization_code.map(|flow| AuthorizationCodeOAuth2Flow {
            authorization_url: flow.authorization_url,
            token_url: flow.token_url,
            refresh_url: flow.refresh_url,
            scopes: flow.scopes,
            extensions: IndexMap::new(),
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
}

fn flow(context: &mut Context<'_>, node: &Node) -> Option<Flow> {
    let mut keys = Keys::of(context, node, "OAuth flow")?;
    let flow = Flow {
        authorization_url: keys.string(context, "authorizationUrl").unwrap_or_default(),
        token_url: keys.string(context, "tokenUrl").unwrap_or_default(),
        refresh_url: keys.string(context, "refreshUrl"),
        scopes: keys
            .object(context, "scopes")
            .into_iter()
            .flatten()
            .map(|(name, entry)| (name.clone(), entry.node.as_str().unwrap_or_default().to_owned()))
            .collect(),
    };
    keys.finish(context);
    Some(flow)
}
