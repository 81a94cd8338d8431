//! The password grant of OAuth 2.0 (RFC 6749, section 4.3). In: a user name and a password, and the token endpoint. Out: a
//! token provider.

use std::fmt;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::oauth2::{Application, access_token};
use super::time::{BoxError, BoxFuture};
use super::token::{AccessToken, TokenProvider};

/// Requests tokens by the resource owner password credentials grant (RFC 6749, section 4.3): for programs that know the
/// password of a user.
pub struct PasswordTokens {
    application: Application,
    username: String,
    password: SecretString,
}

impl PasswordTokens {
    /// A user, and the client that is registered under this ID and secret; both are empty for a server without clients.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self {
            application: Application::new(token_url.into(), client_id.into(), client_secret.into()),
            username: username.into(),
            password: SecretString::from(password.into()),
        }
    }

    /// Requests these scopes; by default the server decides.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.application.set_scopes(scopes);
        self
    }

    /// Sends the client ID and secret in the body, for a server that does not take them in `Authorization`.
    pub fn credentials_in_body(mut self) -> Self {
        self.application.in_body = true;
        self
    }
}

impl TokenProvider for PasswordTokens {
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let grant = [
                ("grant_type", "password"),
                ("username", &*self.username),
                ("password", self.password.expose_secret()),
            ];
            Ok(access_token(&self.application.ask(http, &grant).await?))
        })
    }

    fn set_server(&mut self, url: &Url) {
        self.application.locate(url);
    }
}

/// The user, the ID and the secrets are omitted.
impl fmt::Debug for PasswordTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordTokens").finish_non_exhaustive()
    }
}
