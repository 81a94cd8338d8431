//! Building of clients. In: the API's facts and the caller's settings. Out: a client, or what is wrong with them.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;
use reqwest::Url;

use super::api::{Api, Server};
use super::auth::{self, Credential, Prepared};
use super::client::{Async, Client, Inner};
use super::{request, server};

/// How long a connection may take to come about, unless the caller says otherwise: a host that does not answer is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of a client in the making.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<M = Async> {
    settings: Settings,
    mode: PhantomData<M>,
}

/// What a builder holds, for every kind of client.
pub(super) struct Settings {
    api: &'static Api,
    base_url: Option<String>,
    server: Option<Server>,
    variables: Vec<(&'static str, String)>,
    credentials: Vec<(&'static str, Credential)>,
    headers: Vec<(String, String)>,
    http: Option<reqwest::Client>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
}

impl<M> Builder<M> {
    /// A builder for clients of the API.
    pub fn new(api: &'static Api) -> Self {
        let settings = Settings {
            api,
            base_url: None,
            server: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            headers: Vec::new(),
            http: None,
            timeout: None,
            connect_timeout: None,
        };
        Self { settings, mode: PhantomData }
    }

    /// Sends all requests to this URL in place of the description's servers. A path in it comes before the path of each
    /// operation; a slash at its end makes no difference.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Sends the requests to this server in place of the description's first one, but for those of operations that have
    /// a server of their own.
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
        self.settings.credentials.push((scheme, credential));
        self
    }

    /// Gives the whole of each call this long, from the first connection to the last byte of the response. Without it
    /// there is no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Gives each connection this long to come about, in place of ten seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
        self
    }

    /// Replaces the `User-Agent`.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// Sends a header with every request; what an operation sends under the same name goes before it.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Sends through this HTTP client, with its proxies, certificates and pool.
    ///
    /// The client that is made without it follows no redirect and repeats no request, so that nothing is done twice
    /// and no credential travels to another host. One that is given here keeps its own rules: build it with
    /// [`redirect::Policy::none()`](reqwest::redirect::Policy::none) and [`retry::never()`](reqwest::retry::never) if
    /// that is wanted.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.settings.http = Some(client);
        self
    }

    pub(super) fn into_settings(self) -> Settings {
        self.settings
    }
}

impl Builder<Async> {
    /// Checks the settings and makes the client.
    pub fn build(self) -> Result<Client<Async>, BuildError> {
        Ok(Client::new(self.into_settings().finish()?, Async))
    }
}

/// Credentials and headers are left out: they hold secrets.
impl<M> fmt::Debug for Builder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("variables", &self.settings.variables)
            .finish_non_exhaustive()
    }
}

impl Settings {
    pub(super) fn finish(self) -> Result<Inner, BuildError> {
        Ok(Inner {
            base: self.base()?,
            variables: self.base_url.is_none().then(|| self.variables.clone()),
            schemes: self.api.schemes,
            credentials: self.prepared_credentials()?,
            headers: self.default_headers()?,
            timeout: self.timeout,
            http: self.http_client()?,
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
                server::from_template(&server, &self.variables, None).map_err(BuildError::new)
            }
        }
    }

    fn prepared_credentials(&self) -> Result<Vec<Prepared>, BuildError> {
        // The last one set comes first, and so is the one found.
        let prepare = |(name, credential): &(&'static str, Credential)| {
            let scheme = self.api.schemes.iter().find(|scheme| scheme.name == *name);
            let scheme = scheme
                .ok_or_else(|| BuildError::new(format!("there is no security scheme `{name}`")))?;
            auth::prepare(scheme, credential).map_err(|reason| {
                BuildError::new(format!("`{}` cannot be used: {reason}", scheme.setter))
            })
        };
        self.credentials.iter().rev().map(prepare).collect()
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

    fn http_client(self) -> Result<reqwest::Client, BuildError> {
        match (self.http, self.connect_timeout) {
            (Some(_), Some(_)) => {
                let message = "`connect_timeout` has no effect on a client given by `http_client`: set it on that one";
                Err(BuildError::new(message.to_owned()))
            }
            (Some(client), None) => Ok(client),
            (None, connect_timeout) => {
                let client = reqwest::Client::builder()
                    .connect_timeout(connect_timeout.unwrap_or(CONNECT_TIMEOUT))
                    .redirect(reqwest::redirect::Policy::none())
                    .retry(reqwest::retry::never());
                client
                    .build()
                    .map_err(|source| BuildError::caused("the HTTP client cannot be made", source))
            }
        }
    }
}

/// Settings that do not make a client.
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
