//! Building of clients. In: the API's facts and the caller's settings. Out: a client, or what is wrong with the
//! settings.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;
use reqwest::Url;

use super::api::{Api, Scheme, Server};
use super::auth::Source;
use super::client::{Async, Client, Inner};
use super::corrected::Reader;
use super::credential::Credential;
use super::gate::Gate;
use super::middleware::{After, Attempt, Before, Finished, Middleware};
use super::reading::{Correction, Reading};
use super::retry::{Budget, Retry};
use super::time::{self, BoxError, Timer};
use super::token::{TokenProvider, Tokens};
use super::{request, server};

/// The default timeout of a connection: a host that does not respond within it is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default limit for the size of a response: more than anyone means to keep in memory.
const MAX_RESPONSE_SIZE: u64 = 100 * 1024 * 1024;

/// How many headers a response may have: some servers send one for each cookie or link, or hundreds of their own.
#[cfg(not(target_arch = "wasm32"))]
const MAX_HEADERS: usize = 1024;

/// The settings of a client that is being built.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<M = Async> {
    pub(super) settings: Settings,
    mode: PhantomData<M>,
}

/// The settings, for every kind of client.
pub(super) struct Settings {
    pub(super) api: &'static Api,
    base_url: Option<String>,
    origin: Option<String>,
    server: Option<Server>,
    variables: Vec<(&'static str, String)>,
    credentials: Vec<(&'static str, Given)>,
    is_anonymous: bool,
    headers: Vec<(String, String)>,
    http: Option<reqwest::Client>,
    redirects: usize,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    max_response_size: u64,
    max_concurrency: Option<usize>,
    shares_rate_limit: bool,
    reader: Reader,
    retry: Retry,
    middleware: Vec<Box<dyn Middleware>>,
    timer: Option<Box<dyn Timer>>,
}

/// What the caller set for a security scheme.
enum Given {
    Credential(Credential),
    Provider(Box<dyn TokenProvider>),
}

impl<M> Builder<M> {
    /// A builder for clients of the API.
    pub fn new(api: &'static Api) -> Self {
        let settings = Settings {
            api,
            base_url: None,
            origin: None,
            server: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            is_anonymous: false,
            headers: Vec::new(),
            http: None,
            redirects: 0,
            timeout: None,
            attempt_timeout: None,
            connect_timeout: None,
            max_response_size: MAX_RESPONSE_SIZE,
            max_concurrency: None,
            shares_rate_limit: false,
            reader: Reader::default(),
            retry: Retry::default(),
            middleware: Vec::new(),
            timer: None,
        };
        Self { settings, mode: PhantomData }
    }

    /// Sends all requests to this URL instead of the servers of the description. A path in it precedes the path of each
    /// operation; a trailing slash makes no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Sends requests to this host, such as `https://example.com`: for a description whose servers are paths alone, such
    /// as `/api/v1`, which are kept.
    pub fn origin(mut self, url: impl Into<String>) -> Self {
        self.settings.origin = Some(url.into());
        self
    }

    /// Sends requests to this server instead of the first one of the description, except for operations with a server
    /// of their own.
    pub fn server(mut self, server: Server) -> Self {
        self.settings.server = Some(server);
        self
    }

    /// Sets a variable of the server's URL.
    pub fn variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.variables.push((name, value.into()));
        self
    }

    /// Sets the credential for a security scheme.
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.settings.credentials.push((scheme, Given::Credential(credential)));
        self
    }

    /// Sets a provider of tokens for a security scheme, in place of a fixed credential.
    pub fn token_provider(mut self, scheme: &'static str, provider: impl TokenProvider) -> Self {
        self.settings.credentials.push((scheme, Given::Provider(Box::new(provider))));
        self
    }

    /// Sends no credentials, even with operations that require them.
    pub fn anonymous(mut self) -> Self {
        self.settings.is_anonymous = true;
        self
    }

    /// Sets the timeout of a whole call, from the first connection to the last byte of the response, with all attempts
    /// and the waits between them. By default there is none.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of each attempt of a call, from the first connection to the last byte of the response. By
    /// default only the timeout of the call applies.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the timeout for establishing a connection. The default is ten seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
        self
    }

    /// Follows up to this many redirects of a request, as long as they lead to the same scheme, host and port: no credential
    /// travels to another one. By default none is followed. The last response is that of the call. A browser has its own
    /// rules.
    pub fn redirects(mut self, most: usize) -> Self {
        self.settings.redirects = most;
        self
    }

    /// Replaces the `User-Agent`.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// Sends a header with every request; a header of the same name that an operation sends takes precedence.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sets which calls are retried, and when. The default is [`Retry::default`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Limits how many requests are sent at once; others wait their turn, first come, first served. A response that is
    /// read as a stream counts only until its head arrives, so that long-lived streams block nobody.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.settings.max_concurrency = Some(requests);
        self
    }

    /// Makes all calls wait when the server responds to one of them with 429 and `Retry-After`: for a server with a
    /// rate limit per client. By default only that call waits.
    pub fn share_rate_limit(mut self) -> Self {
        self.settings.shares_rate_limit = true;
        self
    }

    /// Rejects responses of more than this many bytes. The default is 100 MiB.
    pub fn max_response_size(mut self, bytes: u64) -> Self {
        self.settings.max_response_size = bytes;
        self
    }

    /// Sets how bodies are read that do not match the description. The default is [`Reading::Tolerant`].
    pub fn reading(mut self, reading: Reading) -> Self {
        self.settings.reader.mode = reading;
        self
    }

    /// Runs a function for each correction of a body, with the name of the operation. With the feature `tracing`, each
    /// is an event as well.
    pub fn on_correction(
        mut self,
        function: impl Fn(&str, &Correction) + Send + Sync + 'static,
    ) -> Self {
        self.settings.reader.observer = Some(Arc::new(function));
        self
    }

    /// Runs code before and after each attempt of each call: before it in the order in which middleware was added,
    /// after it in reverse order.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.settings.middleware.push(Box::new(middleware));
        self
    }

    /// Runs a function before each attempt of each call. It may change the request; if it returns an error, nothing is
    /// sent.
    pub fn before(
        self,
        function: impl Fn(&Attempt, &mut reqwest::Request) -> Result<(), BoxError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.middleware(Before(function))
    }

    /// Runs a function after each attempt of each call.
    pub fn after(self, function: impl Fn(&Attempt, &Finished<'_>) + Send + Sync + 'static) -> Self {
        self.middleware(After(function))
    }

    /// Uses this timer instead of the system clock.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.settings.timer = Some(Box::new(timer));
        self
    }

    /// Sends requests through this HTTP client, with its proxies, certificates and connection pool.
    ///
    /// A client certificate (mutual TLS) is a setting of that client too.
    ///
    /// The default HTTP client follows no redirects but those that [`redirects`](Self::redirects) allows: a call returns
    /// the redirect as its response. A client that is set here keeps its own policies: build it with
    /// `redirect::Policy::none()` and `retry::never()` for the same behaviour. One that follows redirects puts the URL,
    /// with a key in its query, into the header `Referer`, unless it is built with `referer(false)`. It reads 100 headers
    /// of a response, unless it is built with `http1_max_headers`.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.settings.http = Some(client);
        self
    }

    pub(super) fn into_settings(self) -> Settings {
        self.settings
    }
}

impl Builder<Async> {
    /// Checks the settings and builds the client.
    pub fn build(self) -> Result<Client<Async>, BuildError> {
        Ok(Client::new(self.into_settings().finish()?, Async))
    }
}

/// Credentials and headers are omitted: they contain secrets.
impl<M> fmt::Debug for Builder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("variables", &self.settings.variables)
            .finish_non_exhaustive()
    }
}

impl Settings {
    pub(super) fn finish(self) -> Result<Inner, BuildError> {
        let base = self.base()?;
        Ok(Inner {
            replaced: self.base_url.is_some().then_some(self.api.server),
            variables: self.base_url.is_none().then(|| self.variables.clone()),
            schemes: self.api.schemes,
            headers: self.default_headers()?,
            is_anonymous: self.is_anonymous,
            has_own_http: self.http.is_some(),
            http: http_client(self.http, self.connect_timeout, self.redirects)?,
            credentials: credentials(self.api.schemes, self.credentials, &base)?,
            base,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            max_response_size: self.max_response_size,
            reader: self.reader,
            retry: self.retry,
            budget: Budget::new(),
            gate: Gate::new(self.max_concurrency, self.shares_rate_limit),
            middleware: self.middleware,
            timer: self.timer.unwrap_or_else(time::system),
        })
    }

    fn base(&self) -> Result<Url, BuildError> {
        match &self.base_url {
            Some(url) => {
                server::parse(url).map_err(|reason| BuildError::new(format!("`base_url` {reason}")))
            }
            None => {
                server::check(self.api.variables, self.server.as_ref(), &self.variables)
                    .map_err(BuildError::new)?;
                let Api { server: url, variables, .. } = *self.api;
                let server = self.server.unwrap_or(Server { url, variables });
                let origin = self.origin.as_ref().map(|url| server::parse(url)).transpose();
                let origin =
                    origin.map_err(|reason| BuildError::new(format!("`origin` {reason}")))?;
                server::from_template(&server, &self.variables, origin.as_ref())
                    .map_err(BuildError::new)
            }
        }
    }

    fn default_headers(&self) -> Result<HeaderMap, BuildError> {
        let mut headers = HeaderMap::new();
        let user_agent = (USER_AGENT.as_str(), self.api.user_agent);
        let given = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in std::iter::once(user_agent).chain(given) {
            let (name, value) = request::header(name, value).map_err(BuildError::new)?;
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

/// The credential of each scheme, the last one set first, which is the one found.
fn credentials(
    schemes: &'static [Scheme],
    given: Vec<(&'static str, Given)>,
    base: &Url,
) -> Result<Vec<Source>, BuildError> {
    let source = |(name, given)| {
        let scheme = schemes.iter().find(|scheme| scheme.name == name);
        let scheme = scheme
            .ok_or_else(|| BuildError::new(format!("there is no security scheme `{name}`")))?;
        match given {
            Given::Credential(credential) => Source::fixed(scheme, &credential).map_err(|reason| {
                BuildError::new(format!("`{}` cannot be used: {reason}", scheme.setter))
            }),
            Given::Provider(mut provider) => {
                provider.set_server(base);
                Ok(Source::tokens(scheme, Tokens::new(provider)))
            }
        }
    };
    given.into_iter().rev().map(source).collect()
}

/// The HTTP client that sends the requests: the one that was set, or a new one.
fn http_client(
    given: Option<reqwest::Client>,
    connect_timeout: Option<Duration>,
    redirects: usize,
) -> Result<reqwest::Client, BuildError> {
    if given.is_some() && redirects > 0 {
        let message =
            "`redirects` has no effect on a client set by `http_client`: set them on that client";
        return Err(BuildError::new(message.to_owned()));
    }
    match (given, connect_timeout) {
        (Some(_), Some(_)) => {
            let message = "`connect_timeout` has no effect on a client set by `http_client`: set it on that client";
            Err(BuildError::new(message.to_owned()))
        }
        (Some(client), None) => Ok(client),
        (None, connect_timeout) => {
            new_http_client(connect_timeout.unwrap_or(CONNECT_TIMEOUT), redirects)
                .map_err(|source| BuildError::caused("failed to build the HTTP client", source))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn new_http_client(
    connect_timeout: Duration,
    redirects: usize,
) -> reqwest::Result<reqwest::Client> {
    use reqwest::redirect::Policy;
    let within_server = move |attempt: reqwest::redirect::Attempt<'_>| {
        let is_own =
            attempt.previous().last().is_some_and(|it| it.origin() == attempt.url().origin());
        if is_own && attempt.previous().len() <= redirects {
            attempt.follow()
        } else {
            attempt.stop()
        }
    };
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(if redirects == 0 { Policy::none() } else { Policy::custom(within_server) })
        // It would have the URL, with a key in its query.
        .referer(false)
        .retry(reqwest::retry::never())
        .http1_max_headers(MAX_HEADERS)
        .build()
}

/// A browser has its own rules for connections and redirects.
#[cfg(target_arch = "wasm32")]
fn new_http_client(_: Duration, _: usize) -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().build()
}

/// Settings from which no client can be built.
#[derive(Debug)]
pub struct BuildError {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl BuildError {
    fn new(message: String) -> Self {
        Self { message, source: None }
    }

    pub(super) fn caused(
        message: &str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.to_owned(), source: Some(source.into()) }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
