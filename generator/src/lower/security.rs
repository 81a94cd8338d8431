//! Security schemes and requirements (OpenAPI 3.0.4, sections 4.7.27 and 4.7.30).

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement};

use super::context::Context;
use super::names::Scope;
use super::{docs, operation, words};
use crate::config::Security;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Credential, FieldName, Location, SchemeKind, SecurityScheme};
use crate::parse::carrier::Extensions;

/// All schemes that credentials can be given for.
pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let Some(components) = &context.parsed.openapi.components else { return Vec::new() };
    let mut scope = Scope::builder_methods();
    let mut schemes = Vec::new();
    for (name, scheme) in &components.security_schemes {
        let ReferenceOr::Item(scheme) = scheme else { continue };
        let settings = context.config.security.get(name).cloned().unwrap_or_default();
        let Some(kind) = kind(context, scheme) else { continue };
        let credential = credential(&kind, name, &settings, &mut scope);
        let docs = docs::of_scheme(name, scheme);
        schemes.push(SecurityScheme { wire: name.clone(), kind, credential, docs });
    }
    schemes
}

fn kind(context: &mut Context<'_>, scheme: &openapiv3::SecurityScheme) -> Option<SchemeKind> {
    match scheme {
        openapiv3::SecurityScheme::HTTP { scheme, extensions, .. } => {
            match scheme.to_ascii_lowercase().as_str() {
                "basic" => Some(SchemeKind::Basic),
                "bearer" => Some(SchemeKind::Bearer),
                other => {
                    let span = context.span(extensions);
                    context.report(
                        Diagnostic::warning(
                            Code::NotGenerated,
                            span,
                            format!("the HTTP scheme `{other}` is not sent by the client"),
                        )
                        .help("send it as a header, by the builder's `default_header`"),
                    );
                    None
                }
            }
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
        openapiv3::SecurityScheme::OAuth2 { extensions, .. }
        | openapiv3::SecurityScheme::OpenIDConnect { extensions, .. } => {
            operation::not_generated(
                context,
                extensions,
                "the flow that ends in an access token is not generated; the builder takes the token",
                "get the token by a library for OAuth; the builder's docs name the addresses",
            );
            Some(SchemeKind::Bearer)
        }
    }
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
        SchemeKind::ApiKey { .. } => ("api_key", vec![settings.token.as_deref().unwrap_or("key")]),
    };
    let by_name = words::snake(name);
    let method = scope.field(settings.method.as_deref().unwrap_or(usual), &[&by_name]);
    let mut scope = Scope::parameters();
    let parameters: Vec<FieldName> =
        parameters.into_iter().map(|name| scope.field(name, &["value"])).collect();
    Credential { method, parameters }
}

/// The alternatives of an operation, each a list of schemes that are needed together; an empty one needs nothing.
///
/// A scheme that the client does not send is the caller's to see to; one that does not exist is reported.
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
        let missing = requirement
            .keys()
            .find(|name| !described.is_some_and(|known| known.contains_key(*name)));
        if let Some(name) = missing {
            let span = context.span(extensions);
            context.report(
                Diagnostic::warning(
                    Code::UnresolvedReference,
                    span,
                    format!("no security scheme is called `{name}`; the alternative that needs it is ignored"),
                )
                .help("add it to `components.securitySchemes`, or correct the name"),
            );
            continue;
        }
        let names = requirement
            .into_keys()
            .filter(|name| schemes.iter().any(|scheme| scheme.wire == *name));
        alternatives.push(names.collect());
    }
    alternatives
}
