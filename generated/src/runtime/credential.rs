//! Credentials. In: what the caller sets. Out: a header, a query parameter or a cookie, as the security scheme
//! requires, or why it is invalid.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use secrecy::{ExposeSecret, SecretString};

use super::api::{Scheme, SchemeKind};
use super::encode::COMPONENT;

/// A credential for one security scheme. Its `Debug` output is `[redacted]`.
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
        Self::secret(SecretString::from(token.into()))
    }

    /// A token that is already secret.
    pub(super) fn secret(token: SecretString) -> Self {
        Self(Kind::Token(token))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The credential in the form in which a request carries it.
pub(super) enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

impl Place {
    /// The password within.
    pub(super) fn password(&self) -> Option<String> {
        let Self::Header(_, value) = self else { return None };
        let pair = STANDARD.decode(value.to_str().ok()?.strip_prefix("Basic ")?).ok()?;
        Some(String::from_utf8(pair).ok()?.split_once(':')?.1.to_owned())
    }
}

/// Encodes a credential as its scheme requires, or says why it is invalid.
pub(super) fn place(scheme: &Scheme, credential: &Credential) -> Result<Place, String> {
    match (scheme.kind, &credential.0) {
        (SchemeKind::Basic, Kind::Basic { username, .. }) if username.contains(':') => {
            Err("a user name must not contain a colon".to_owned())
        }
        (SchemeKind::Basic, Kind::Basic { username, password }) => {
            let pair = STANDARD.encode(format!("{username}:{}", password.expose_secret()));
            Ok(Place::Header(AUTHORIZATION, secret_header(&format!("Basic {pair}"))?))
        }
        (SchemeKind::Bearer, Kind::Token(token)) => authorization("Bearer", token),
        (SchemeKind::Http(name), Kind::Token(value)) => authorization(name, value),
        (SchemeKind::HeaderKey(name), Kind::Token(key)) => {
            let header =
                name.parse().map_err(|_| format!("`{name}` is not a valid header name"))?;
            Ok(Place::Header(header, secret_header(not_empty(key)?)?))
        }
        (SchemeKind::QueryKey(name), Kind::Token(key)) => {
            let name = utf8_percent_encode(name, COMPONENT);
            Ok(Place::Query(format!("{name}={}", utf8_percent_encode(not_empty(key)?, COMPONENT))))
        }
        (SchemeKind::CookieKey(name), Kind::Token(key)) => {
            let key = not_empty(key)?;
            if key.contains([';', ',', '"', '\\'])
                || key.contains(|c: char| c.is_whitespace() || c.is_control())
            {
                return Err("it contains a character that is not allowed in a cookie".to_owned());
            }
            Ok(Place::Cookie(format!("{name}={key}")))
        }
        (SchemeKind::Basic, Kind::Token(_)) => {
            Err("it takes a user name and a password".to_owned())
        }
        (_, Kind::Basic { .. }) => Err("it takes a single token".to_owned()),
    }
}

/// `Authorization` with the scheme of this name (RFC 9110, section 11.6.2).
fn authorization(scheme: &str, secret: &SecretString) -> Result<Place, String> {
    let secret = not_empty(secret)?;
    Ok(Place::Header(AUTHORIZATION, secret_header(&format!("{scheme} {secret}"))?))
}

fn not_empty(secret: &SecretString) -> Result<&str, String> {
    match secret.expose_secret() {
        "" => Err("it is empty".to_owned()),
        secret => Ok(secret),
    }
}

fn secret_header(text: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| "it contains a character that is not allowed in a header")?;
    value.set_sensitive(true);
    Ok(value)
}
