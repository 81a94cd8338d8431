//! The docs of the builder's method that takes a credential: its kind, and where it comes from.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};
use serde_json::Value;

use super::{code, docs};
use crate::ir::Docs;
use crate::markdown;
use crate::normalize::carrier::{self, Extensions};

/// The description's docs of the scheme with this name; `with_place` says where a key goes.
pub(in crate::lower) fn of_scheme(name: &str, scheme: &SecurityScheme, with_place: bool) -> Docs {
    let (description, extensions, origin) = match scheme {
        SecurityScheme::HTTP { description, extensions, bearer_format, .. } => {
            let format = bearer_format.as_deref().filter(|format| !format.trim().is_empty());
            let format =
                format.map(|format| format!("The token is a {}.", code(&Value::from(format))));
            (description, extensions, format)
        }
        SecurityScheme::APIKey { description, extensions, location, name } => {
            let place = match location {
                APIKeyLocation::Header => "header",
                APIKeyLocation::Query => "query parameter",
                APIKeyLocation::Cookie => "cookie",
            };
            let place =
                || format!("It is sent in the {place} {}.", code(&Value::from(name.as_str())));
            (description, extensions, with_place.then(place))
        }
        SecurityScheme::OAuth2 { description, extensions, flows } => {
            (description, extensions, self::flows(flows))
        }
        SecurityScheme::OpenIDConnect { description, extensions, open_id_connect_url } => {
            let discovery = format!("The provider's metadata is at {open_id_connect_url}.");
            (description, extensions, Some(discovery))
        }
    };
    let metadata = carrier::text(extensions, carrier::OAUTH2_METADATA_URL);
    let metadata = metadata.map(|url| format!("The server's metadata is at {url}."));
    let deprecated = carrier::flag(extensions, carrier::DEPRECATED)
        .then_some("This way to authenticate is deprecated.");
    let more = origin.is_some() || metadata.is_some() || deprecated.is_some();
    // Without any docs the method describes itself.
    let subject = format!("Sets the credential of {}.", code(&Value::from(name)));
    let subject = (more && description.is_none()).then_some(subject);
    let first = description.as_deref().or(subject.as_deref());
    docs(&[first, origin.as_deref(), metadata.as_deref(), deprecated], false)
}

/// A list of the flows that return a token.
fn flows(flows: &OAuth2Flows) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(it) = &flows.implicit {
        let urls =
            [("authorization", Some(&it.authorization_url)), ("refresh", it.refresh_url.as_ref())];
        lines.push(flow("implicit", &urls, it.scopes.iter()));
    }
    if let Some(it) = &flows.password {
        let urls = [("token", Some(&it.token_url)), ("refresh", it.refresh_url.as_ref())];
        lines.push(flow("password", &urls, it.scopes.iter()));
    }
    if let Some(it) = &flows.client_credentials {
        let urls = [("token", Some(&it.token_url)), ("refresh", it.refresh_url.as_ref())];
        lines.push(flow("clientCredentials", &urls, it.scopes.iter()));
    }
    if let Some(it) = &flows.authorization_code {
        let urls = [
            ("authorization", Some(&it.authorization_url)),
            ("token", Some(&it.token_url)),
            ("refresh", it.refresh_url.as_ref()),
        ];
        lines.push(flow("authorizationCode", &urls, it.scopes.iter()));
    }
    lines.extend(device(&flows.extensions));
    (!lines.is_empty())
        .then(|| format!("The token is issued by one of these flows:\n\n{}", lines.join("\n")))
}

fn flow<'s>(
    name: &str,
    urls: &[(&str, Option<&String>)],
    scopes: impl Iterator<Item = (&'s String, &'s String)>,
) -> String {
    let urls: Vec<String> = urls
        .iter()
        .filter_map(|(what, url)| Some(format!("{what} at {}", url.filter(|url| !url.is_empty())?)))
        .collect();
    let mut text = format!("- {}: {}", markdown::code(name), urls.join(", "));
    for (scope, what) in scopes {
        text.push_str(&format!("\n  - scope {}", markdown::code(scope)));
        if !what.trim().is_empty() {
            text.push_str(&format!(": {}", what.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    text
}

/// The flow for devices, which the model does not know (3.2).
fn device(extensions: &Extensions) -> Option<String> {
    let it = extensions.get(carrier::DEVICE_AUTHORIZATION)?;
    let text = |key: &str| it.get(key).and_then(Value::as_str).map(str::to_owned);
    let (device, token, refresh) =
        (text("deviceAuthorizationUrl"), text("tokenUrl"), text("refreshUrl"));
    let urls = [
        ("device authorization", device.as_ref()),
        ("token", token.as_ref()),
        ("refresh", refresh.as_ref()),
    ];
    let scopes: Vec<(String, String)> = it
        .get("scopes")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, what)| (name.clone(), what.as_str().unwrap_or_default().to_owned()))
        .collect();
    Some(flow("deviceAuthorization", &urls, scopes.iter().map(|(name, what)| (name, what))))
}
