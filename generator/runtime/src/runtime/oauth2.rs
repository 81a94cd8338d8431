//! OAuth 2.0 access tokens (RFC 6749). In: the client's registration, and the token endpoint. Out: token providers.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::error::Stop;
use super::read;
use super::time::{BoxError, BoxFuture};
use super::token::{AccessToken, TokenError, TokenProvider};

/// The size limit of a token response, in bytes.
const MAX_RESPONSE_SIZE: u64 = 1024 * 1024;

/// Requests tokens by the client credentials grant (RFC 6749, section 4.4): for programs that act for themselves.
pub struct ClientCredentials(Application);

/// Requests tokens by the refresh token grant (RFC 6749, section 6): for programs that a user has authorized. If the
/// server returns a new refresh token, it replaces the old one.
pub struct RefreshTokens {
    application: Application,
    refresh_token: Mutex<SecretString>,
}

impl ClientCredentials {
    /// A client that is registered under this ID and secret.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self(Application::new(token_url.into(), client_id.into(), client_secret.into()))
    }

    /// Requests these scopes; by default the server decides.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.set_scopes(scopes);
        self
    }

    /// Sends the client ID and secret in the body, for a server that does not take them in `Authorization`.
    pub fn credentials_in_body(mut self) -> Self {
        self.0.in_body = true;
        self
    }
}

impl RefreshTokens {
    /// A client that is registered under this ID and secret; the secret of a public client is empty.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self {
            application: Application::new(token_url.into(), client_id.into(), client_secret.into()),
            refresh_token: Mutex::new(SecretString::from(refresh_token.into())),
        }
    }

    /// Requests these scopes; by default the tokens have those that the user has granted.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.application.set_scopes(scopes);
        self
    }

    /// Sends the client ID and secret in the body, for a server that does not take them in `Authorization`.
    pub fn credentials_in_body(mut self) -> Self {
        self.application.in_body = true;
        self
    }

    fn current(&self) -> SecretString {
        self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let granted = self.0.ask(http, &[("grant_type", "client_credentials")]).await?;
            Ok(access_token(&granted))
        })
    }

    fn set_server(&mut self, url: &Url) {
        self.0.locate(url);
    }
}

impl TokenProvider for RefreshTokens {
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let current = self.current();
            let current = ("refresh_token", current.expose_secret());
            let grant = [("grant_type", "refresh_token"), current];
            let granted = self.application.ask(http, &grant).await?;
            if let Some(next) = string(&granted, "refresh_token") {
                *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) =
                    SecretString::from(next);
            }
            Ok(access_token(&granted))
        })
    }

    fn set_server(&mut self, url: &Url) {
        self.application.locate(url);
    }
}

/// A client as it is registered with the server.
pub(super) struct Application {
    token_url: String,
    /// Empty if it is not sent.
    client_id: String,
    /// Empty for a public client.
    client_secret: SecretString,
    scopes: Vec<String>,
    pub(super) in_body: bool,
}

impl Application {
    pub(super) fn new(token_url: String, client_id: String, client_secret: String) -> Self {
        Self {
            token_url,
            client_id,
            client_secret: SecretString::from(client_secret),
            scopes: Vec::new(),
            in_body: false,
        }
    }

    pub(super) fn set_scopes(&mut self, scopes: impl IntoIterator<Item = impl Into<String>>) {
        self.scopes = scopes.into_iter().map(Into::into).collect();
    }

    /// Resolves a relative URL against that of the server.
    pub(super) fn locate(&mut self, server: &Url) {
        let mut folder = server.clone();
        folder.set_path(&format!("{}/", server.path().trim_end_matches('/')));
        if let Ok(url) = folder.join(&self.token_url) {
            self.token_url = url.into();
        }
    }

    /// Sends an access token request (RFC 6749, sections 2.3.1, 4.3.2, 4.4.2 and 6), and returns the object of the successful
    /// response, which has an `access_token`.
    pub(super) async fn ask(
        &self,
        http: &reqwest::Client,
        grant: &[(&str, &str)],
    ) -> Result<Value, BoxError> {
        let response =
            self.request(http, grant).send().await.map_err(reqwest::Error::without_url)?;
        let status = response.status();
        let wait =
            response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok()?.parse().ok());
        let wait = wait.map(Duration::from_secs);
        let body = match read::body(response, &mut None, MAX_RESPONSE_SIZE).await {
            (body, None) => body,
            (_, Some(Stop::BrokeOff(source))) => return Err(source.without_url().into()),
            (_, Some(Stop::Timeout | Stop::TooLarge(_))) => {
                return Err("the response of the token endpoint is too large".into());
            }
        };
        let object: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() && string(&object, "access_token").is_some() {
            return Ok(object);
        }
        let granted =
            grant.iter().filter(|(name, _)| *name != "grant_type").map(|(_, value)| *value);
        // A shorter one is in many words that are none.
        let secrets = granted.chain([self.client_secret.expose_secret()]);
        let secrets = secrets.filter(|secret| secret.len() > 3);
        let refusal = refusal(status, &object);
        let message = secrets.fold(refusal, |text, secret| text.replace(secret, "[redacted]"));
        Err(TokenError::new(message).responded(status, wait).into())
    }

    fn request(&self, http: &reqwest::Client, grant: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let secret = self.client_secret.expose_secret();
        let in_header = !self.in_body && !secret.is_empty();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(grant);
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        if !in_header && !self.client_id.is_empty() {
            form.append_pair("client_id", &self.client_id);
        }
        if !in_header && !secret.is_empty() {
            form.append_pair("client_secret", secret);
        }
        let request = http
            .post(&self.token_url)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.finish());
        if in_header {
            request.basic_auth(encoded(&self.client_id), Some(encoded(secret)))
        } else {
            request
        }
    }
}

/// A client ID or secret as encoded for `Authorization` (RFC 6749, section 2.3.1).
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The string in that field of an object.
pub(super) fn string<'a>(object: &'a Value, field: &str) -> Option<&'a str> {
    object.get(field)?.as_str()
}

/// The error of a response without a token (RFC 6749, section 5.2). Other fields are omitted: they may be secrets.
fn refusal(status: http::StatusCode, object: &Value) -> String {
    let Some(error) = string(object, "error") else {
        return format!("the response of the token endpoint, {status}, has no token");
    };
    match string(object, "error_description") {
        Some(description) => {
            format!("the token endpoint returned an error, {status}: {error}: {description}")
        }
        None => format!("the token endpoint returned an error, {status}: {error}"),
    }
}

/// The token of a successful response (RFC 6749, section 5.1). A lifetime that is not a number of seconds is ignored.
pub(super) fn access_token(granted: &Value) -> AccessToken {
    let token = AccessToken::new(string(granted, "access_token").unwrap_or_default());
    let number = granted.get("expires_in").and_then(Value::as_f64);
    let seconds = number.or_else(|| string(granted, "expires_in")?.parse().ok());
    match seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        Some(time) => token.expires_in(time),
        None => token,
    }
}

/// The ID and the secret are omitted.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

/// The ID and the secret are omitted.
impl fmt::Debug for RefreshTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshTokens").finish_non_exhaustive()
    }
}
