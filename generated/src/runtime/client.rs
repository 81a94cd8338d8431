//! The client: what all calls share. In: finished settings. Out: calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use reqwest::Url;

use super::api::Scheme;
use super::auth::Source;
use super::corrected::Reader;
use super::gate::Gate;
use super::middleware::Middleware;
use super::retry::{Budget, Retry};
use super::time::Timer;

/// A client of the API. It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client<M = Async> {
    pub(super) inner: Arc<Inner>,
    pub(super) mode: M,
}

/// Calls are futures.
#[derive(Debug, Clone, Copy)]
pub struct Async;

/// What all calls of a client share.
pub(super) struct Inner {
    pub(super) http: reqwest::Client,
    pub(super) base: Url,
    /// The template of the description's server, if the caller's base URL replaces it: links to its host are the
    /// client's own.
    pub(super) replaced: Option<&'static str>,
    /// The variables for servers of single operations; none if the caller sends all requests to one base URL.
    pub(super) variables: Option<Vec<(&'static str, String)>>,
    pub(super) schemes: &'static [Scheme],
    pub(super) credentials: Vec<Source>,
    /// Whether no credential is sent.
    pub(super) is_anonymous: bool,
    /// Whether the HTTP client is the caller's, and may have a cookie jar.
    pub(super) has_own_http: bool,
    pub(super) headers: HeaderMap,
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) max_response_size: u64,
    pub(super) reader: Reader,
    pub(super) retry: Retry,
    pub(super) budget: Budget,
    pub(super) gate: Gate,
    pub(super) middleware: Vec<Box<dyn Middleware>>,
    pub(super) timer: Box<dyn Timer>,
}

impl<M> Client<M> {
    pub(super) fn new(inner: Inner, mode: M) -> Self {
        Self { inner: Arc::new(inner), mode }
    }
}

/// Credentials and headers are omitted: they contain secrets.
impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base.as_str())
            .field("timeout", &self.inner.timeout)
            .finish_non_exhaustive()
    }
}
