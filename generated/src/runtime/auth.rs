//! Credentials. In: what the caller gave the builder, and what an operation asks for. Out: headers, query parameters and
//! cookies, or an error before anything is sent.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use secrecy::{ExposeSecret, SecretString};

use super::api::{Scheme, SchemeKind};
use super::encode::COMPONENT;
use super::request::Request;

/// Who is calling, for one security scheme. It prints as `[redacted]`.
#[derive(Clone)]
pub struct Credential(Kind);

#[derive(Clone)]
enum Kind {
    Basic { username: String, password: SecretString },
    Token(SecretString),
}

impl Credential {
    /// A user name and a password.
    pub fn basic(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Basic {
            username: username.into(),
            password: SecretString::from(password.into()),
        })
    }

    /// A bearer token, or an API key.
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Token(SecretString::from(token.into())))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A credential in the form in which it is sent.
pub(super) struct Prepared {
    scheme: &'static str,
    place: Place,
}

enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

/// Brings a credential into the form that its scheme asks for, or says why it cannot be.
pub(super) fn prepare(
    scheme: &'static Scheme,
    credential: &Credential,
) -> Result<Prepared, String> {
    let place = match (scheme.kind, &credential.0) {
        (SchemeKind::Basic, Kind::Basic { username, .. }) if username.contains(':') => {
            return Err("a user name must not hold a colon".to_owned());
        }
        (SchemeKind::Basic, Kind::Basic { username, password }) => {
            let pair = STANDARD.encode(format!("{username}:{}", password.expose_secret()));
            Place::Header(AUTHORIZATION, secret_header(&format!("Basic {pair}"))?)
        }
        (SchemeKind::Bearer, Kind::Token(token)) => {
            let token = not_empty(token)?;
            Place::Header(AUTHORIZATION, secret_header(&format!("Bearer {token}"))?)
        }
        (SchemeKind::HeaderKey(name), Kind::Token(key)) => {
            let header =
                name.parse().map_err(|_| format!("`{name}` is not the name of a header"))?;
            Place::Header(header, secret_header(not_empty(key)?)?)
        }
        (SchemeKind::QueryKey(name), Kind::Token(key)) => {
            let name = utf8_percent_encode(name, COMPONENT);
            Place::Query(format!("{name}={}", utf8_percent_encode(not_empty(key)?, COMPONENT)))
        }
        (SchemeKind::CookieKey(name), Kind::Token(key)) => {
            let key = not_empty(key)?;
            if key.contains([';', ',', '"', '\\'])
                || key.contains(|c: char| c.is_whitespace() || c.is_control())
            {
                return Err("it holds a character that no cookie may hold".to_owned());
            }
            Place::Cookie(format!("{name}={key}"))
        }
        (SchemeKind::Basic, Kind::Token(_)) => {
            return Err("it takes a user name and a password".to_owned());
        }
        (_, Kind::Basic { .. }) => return Err("it takes a single token".to_owned()),
    };
    Ok(Prepared { scheme: scheme.name, place })
}

fn not_empty(secret: &SecretString) -> Result<&str, String> {
    match secret.expose_secret() {
        "" => Err("it is empty".to_owned()),
        secret => Ok(secret),
    }
}

fn secret_header(text: &str) -> Result<HeaderValue, String> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| "it holds a character that no header may hold")?;
    value.set_sensitive(true);
    Ok(value)
}

/// Adds the credentials that the operation asks for: the first alternative for which all are there.
pub(super) fn authorize(schemes: &[Scheme], credentials: &[Prepared], request: &mut Request) {
    let find = |name: &str| credentials.iter().find(|credential| credential.scheme == name);
    let alternatives = request.info.security;
    let complete = |names: &&&[&str]| names.iter().all(|name| find(name).is_some());
    // An empty alternative allows calls without credentials, but a caller who gave some wants them used.
    let chosen = alternatives.iter().filter(|names| !names.is_empty()).find(complete);
    let Some(names) = chosen else {
        if !alternatives.is_empty() && !alternatives.iter().any(|names| names.is_empty()) {
            let message = format!(
                "credentials are missing: set {} on the builder",
                setters(schemes, alternatives)
            );
            request.fail(message, None);
        }
        return;
    };
    for credential in names.iter().filter_map(|name| find(name)) {
        match &credential.place {
            Place::Header(name, value) => drop(request.headers.insert(name.clone(), value.clone())),
            Place::Query(pair) => request.push_query(pair),
            Place::Cookie(pair) => request.push_cookie(pair),
        }
    }
}

/// Such as `` `credentials` ``, or `` `key` and `secret`, or `token` ``.
fn setters(schemes: &[Scheme], alternatives: &[&[&str]]) -> String {
    let setter = |name: &&str| {
        let scheme = schemes.iter().find(|scheme| scheme.name == *name);
        format!("`{}`", scheme.map_or(*name, |scheme| scheme.setter))
    };
    let together = |names: &&[&str]| names.iter().map(setter).collect::<Vec<_>>().join(" and ");
    alternatives.iter().map(together).collect::<Vec<_>>().join(", or ")
}
