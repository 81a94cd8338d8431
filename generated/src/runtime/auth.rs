//! Credentials. In: what the caller gave the builder, and what an operation asks for. Out: headers, query parameters and
//! cookies, or an error before anything is sent.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use secrecy::{ExposeSecret, SecretString};

use super::api::{Scheme, SchemeKind};
use super::encode::COMPONENT;
use super::time::{BoxError, Timer};
use super::token::{AccessToken, Tokens};

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

impl From<AccessToken> for Credential {
    fn from(token: AccessToken) -> Self {
        Self(Kind::Token(token.secret))
    }
}

/// What a request carries to show who is calling.
pub(super) enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

/// Where the credential of a scheme comes from.
pub(super) struct Source {
    scheme: &'static Scheme,
    origin: Origin,
}

enum Origin {
    Fixed(Arc<Place>),
    Tokens(Tokens),
}

impl Source {
    /// A credential that stays the same, or why it cannot be sent.
    pub(super) fn fixed(scheme: &'static Scheme, credential: &Credential) -> Result<Self, String> {
        Ok(Self { scheme, origin: Origin::Fixed(Arc::new(place(scheme, credential)?)) })
    }

    /// Tokens that are got when they are needed.
    pub(super) fn tokens(scheme: &'static Scheme, tokens: Tokens) -> Self {
        Self { scheme, origin: Origin::Tokens(tokens) }
    }

    /// What the request carries.
    pub(super) async fn place(
        &self,
        http: &reqwest::Client,
        timer: &dyn Timer,
    ) -> Result<Arc<Place>, BoxError> {
        match &self.origin {
            Origin::Fixed(place) => Ok(place.clone()),
            Origin::Tokens(tokens) => tokens.place(self.scheme, http, timer).await,
        }
    }

    /// Forgets what the server refused; `false` if there is no other to be had.
    pub(super) async fn forget(&self, refused: &Arc<Place>) -> bool {
        match &self.origin {
            Origin::Fixed(_) => false,
            Origin::Tokens(tokens) => {
                tokens.forget(refused).await;
                true
            }
        }
    }
}

/// Brings a credential into the form that its scheme asks for, or says why it cannot be.
pub(super) fn place(scheme: &Scheme, credential: &Credential) -> Result<Place, String> {
    match (scheme.kind, &credential.0) {
        (SchemeKind::Basic, Kind::Basic { username, .. }) if username.contains(':') => {
            Err("a user name must not hold a colon".to_owned())
        }
        (SchemeKind::Basic, Kind::Basic { username, password }) => {
            let pair = STANDARD.encode(format!("{username}:{}", password.expose_secret()));
            Ok(Place::Header(AUTHORIZATION, secret_header(&format!("Basic {pair}"))?))
        }
        (SchemeKind::Bearer, Kind::Token(token)) => authorization("Bearer", token),
        (SchemeKind::Http(name), Kind::Token(value)) => authorization(name, value),
        (SchemeKind::HeaderKey(name), Kind::Token(key)) => {
            let header =
                name.parse().map_err(|_| format!("`{name}` is not the name of a header"))?;
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
                return Err("it holds a character that no cookie may hold".to_owned());
            }
            Ok(Place::Cookie(format!("{name}={key}")))
        }
        (SchemeKind::Basic, Kind::Token(_)) => {
            Err("it takes a user name and a password".to_owned())
        }
        (_, Kind::Basic { .. }) => Err("it takes a single token".to_owned()),
    }
}

/// `Authorization`, by the scheme of this name (RFC 9110, section 11.6.2).
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
    let mut value =
        HeaderValue::from_str(text).map_err(|_| "it holds a character that no header may hold")?;
    value.set_sensitive(true);
    Ok(value)
}

/// The credentials that the operation asks for: the first alternative for which all are there; or which are missing.
pub(super) fn choose<'a>(
    schemes: &[Scheme],
    sources: &'a [Source],
    alternatives: &[&[&str]],
) -> Result<Vec<&'a Source>, String> {
    let find = |name: &&str| sources.iter().find(|source| source.scheme.name == *name);
    // An empty alternative allows calls without credentials, but a caller who gave some wants them used.
    let mut complete = alternatives
        .iter()
        .filter(|names| !names.is_empty())
        .filter_map(|names| names.iter().map(find).collect::<Option<Vec<_>>>());
    match complete.next() {
        Some(chosen) => Ok(chosen),
        None if alternatives.iter().all(|names| !names.is_empty()) && !alternatives.is_empty() => {
            let setters = setters(schemes, alternatives);
            Err(format!("credentials are missing: set {setters} on the builder"))
        }
        None => Ok(Vec::new()),
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
