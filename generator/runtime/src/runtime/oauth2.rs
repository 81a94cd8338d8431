//! Access tokens by OAuth 2.0 (RFC 6749). In: who the client is, and where tokens are given out. Out: token providers.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, ErrorResponse,
    HttpRequest, HttpResponse, RefreshToken, RequestTokenError, Scope, TokenResponse, TokenUrl,
};

use super::error::Stop;
use super::read;
use super::time::{BoxError, BoxFuture};
use super::token::{AccessToken, TokenProvider};

/// How many bytes an answer may have that is to hold a token.
const MAX_ANSWER_SIZE: u64 = 1024 * 1024;

/// Gets tokens by the client credentials grant (RFC 6749, section 4.4): for programs that act for themselves.
pub struct ClientCredentials(Application);

/// Gets tokens by the refresh token grant (RFC 6749, section 6): for programs that a user has let act before. A new
/// refresh token that the server gives takes the place of the old one.
pub struct RefreshTokens {
    application: Application,
    refresh_token: Mutex<RefreshToken>,
}

impl ClientCredentials {
    /// A client that is registered under this name and secret.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self(Application::new(token_url.into(), client_id.into(), client_secret.into()))
    }

    /// Asks for these scopes; without them the server decides.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.set_scopes(scopes);
        self
    }

    /// Sends the client's name and secret in the body, for a server that does not take them in `Authorization`.
    pub fn credentials_in_body(mut self) -> Self {
        self.0.auth_type = AuthType::RequestBody;
        self
    }
}

impl RefreshTokens {
    /// A client that is registered under this name and secret; the secret of a public client is empty.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self {
            application: Application::new(token_url.into(), client_id.into(), client_secret.into()),
            refresh_token: Mutex::new(RefreshToken::new(refresh_token.into())),
        }
    }

    /// Asks for these scopes; without them the tokens have those that the user has granted.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.application.set_scopes(scopes);
        self
    }

    /// Sends the client's name and secret in the body, for a server that does not take them in `Authorization`.
    pub fn credentials_in_body(mut self) -> Self {
        self.application.auth_type = AuthType::RequestBody;
        self
    }

    fn current(&self) -> RefreshToken {
        self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let client = self.0.client()?;
            let request = client.exchange_client_credentials().add_scopes(self.0.scopes.clone());
            let answer = request.request_async(&Http(http)).await;
            Ok(access_token(&answer.map_err(error)?))
        })
    }
}

impl TokenProvider for RefreshTokens {
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let (client, refresh_token) = (self.application.client()?, self.current());
            let request = client.exchange_refresh_token(&refresh_token);
            let request = request.add_scopes(self.application.scopes.clone());
            let answer = request.request_async(&Http(http)).await;
            let answer = answer.map_err(error)?;
            if let Some(next) = answer.refresh_token() {
                *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = next.clone();
            }
            Ok(access_token(&answer))
        })
    }
}

/// A program as the server knows it.
struct Application {
    token_url: String,
    client_id: ClientId,
    client_secret: ClientSecret,
    scopes: Vec<Scope>,
    auth_type: AuthType,
}

type Client =
    BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl Application {
    fn new(token_url: String, client_id: String, client_secret: String) -> Self {
        Self {
            token_url,
            client_id: ClientId::new(client_id),
            client_secret: ClientSecret::new(client_secret),
            scopes: Vec::new(),
            auth_type: AuthType::BasicAuth,
        }
    }

    fn set_scopes(&mut self, scopes: impl IntoIterator<Item = impl Into<String>>) {
        self.scopes = scopes.into_iter().map(|scope| Scope::new(scope.into())).collect();
    }

    fn client(&self) -> Result<Client, BoxError> {
        let client = BasicClient::new(self.client_id.clone())
            .set_auth_type(self.auth_type.clone())
            .set_token_uri(TokenUrl::new(self.token_url.clone())?);
        if self.client_secret.secret().is_empty() {
            return Ok(client);
        }
        Ok(client.set_client_secret(self.client_secret.clone()))
    }
}

fn access_token(answer: &BasicTokenResponse) -> AccessToken {
    let token = AccessToken::new(answer.access_token().secret());
    match answer.expires_in() {
        Some(time) => token.expires_in(time),
        None => token,
    }
}

/// The client that requests for tokens are sent with.
struct Http<'a>(&'a reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http<'_> {
    type Error = NoAnswer;
    type Future = BoxFuture<'c, Result<HttpResponse, NoAnswer>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(self.0, request))
    }
}

async fn send(http: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let response = http.execute(request.try_into()?).await?;
    let mut answer = HttpResponse::new(Vec::new());
    *answer.status_mut() = response.status();
    *answer.headers_mut() = response.headers().clone();
    match read::body(response, &mut None, MAX_ANSWER_SIZE).await {
        (body, None) => *answer.body_mut() = body.into(),
        (_, Some(Stop::BrokeOff(source))) => return Err(source.into()),
        (_, Some(Stop::Timeout | Stop::TooLarge(_))) => return Err(NoAnswer(None)),
    }
    Ok(answer)
}

/// Why the answer did not come as a whole; without an error of the connection's it is too large.
#[derive(Debug)]
struct NoAnswer(Option<reqwest::Error>);

impl From<reqwest::Error> for NoAnswer {
    fn from(error: reqwest::Error) -> Self {
        Self(Some(error.without_url()))
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(error) => error.fmt(f),
            None => f.write_str("the answer of the server is too large for a token"),
        }
    }
}

impl std::error::Error for NoAnswer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.as_ref().and_then(std::error::Error::source)
    }
}

/// What went wrong, without the answer itself, which may hold a token.
fn error<R: ErrorResponse + fmt::Display>(error: RequestTokenError<NoAnswer, R>) -> BoxError {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            format!("the server gives no token: {answer}").into()
        }
        RequestTokenError::Request(source) => source.into(),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            "the answer of the server is no token".into()
        }
    }
}

/// Names and secrets are left out.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

/// Names and secrets are left out.
impl fmt::Debug for RefreshTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshTokens").finish_non_exhaustive()
    }
}
