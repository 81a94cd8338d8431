//! A request that is being built. In: the arguments of an operation, and the caller's settings. Out: URL, headers and
//! body, or the first error.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue,
    PROXY_AUTHORIZATION,
};
use reqwest::Url;
use serde::Serialize;

use super::api::{Info, Server};
use super::credential::Place;
use super::error::RequestError;
use super::plain_numbers;
use super::read::Take;
use super::reading::Reading;
use super::retry::{Repeat, Retry};
use super::time::{BoxError, BoxFuture};

/// Capacity for `Accept` and `Content-Type`, and for headers that the HTTP client adds, such as `Host`.
const ADDED_HEADERS: usize = 5;

/// A request that is being built.
///
/// Its methods never fail: the first error is kept, and returned when the request is about to be sent.
pub struct Request {
    pub(super) info: &'static Info,
    /// The operation's own server, and its URL.
    pub(super) server: Option<Server>,
    pub(super) base: Option<Url>,
    /// The path of the operation with the parameters filled in, percent-encoded.
    pub(super) path: String,
    /// The percent-encoded query; empty for none.
    pub(super) query: String,
    /// The value of the `Cookie` header; empty for none.
    pub(super) cookies: String,
    pub(super) headers: HeaderMap,
    /// Headers that the caller sets for this call, which take precedence.
    pub(super) overrides: HeaderMap,
    pub(super) settings: Settings,
    /// Whether retries are turned off.
    pub(super) is_sent_once: bool,
    /// When it is retried.
    pub(super) repeat: Repeat,
    /// The media types that are accepted, if no parameter says so.
    pub(super) accept: &'static str,
    pub(super) content_type: Option<HeaderValue>,
    pub(super) body: Option<Bytes>,
    /// The source of the body, if it is not in memory.
    pub(super) source: Option<Source>,
    /// What takes a response that is to be streamed.
    pub(super) take: Option<Take>,
    /// A path that is not under the base URL's own, in place of [`Self::path`].
    pub(super) target: Option<String>,
    pub(super) error: Option<Box<RequestError>>,
}

/// The caller's settings for one call, in place of the client's.
#[derive(Clone, Default)]
pub(super) struct Settings {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<Box<Retry>>,
    /// Where the request is sent, in place of the operation's path and query.
    pub(super) link: Option<String>,
    pub(super) reading: Option<Reading>,
    /// Whether no credential is sent.
    pub(super) is_anonymous: bool,
    /// Whether a path parameter may be empty.
    pub(super) may_have_empty_segments: bool,
}

/// The source of a body that is read while it is sent.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Source = Arc<dyn BodySource + Send + Sync>;
/// The source of a body that is read while it is sent.
#[cfg(target_arch = "wasm32")]
pub(super) type Source = Arc<dyn BodySource>;

/// What provides a body for each attempt.
pub(super) trait BodySource {
    /// The body from its beginning.
    fn open(&self) -> BoxFuture<'static, Result<reqwest::Body, BoxError>>;

    /// Whether it was read, and cannot be read again.
    fn is_spent(&self) -> bool;

    /// Whether reading it failed at the last attempt.
    fn has_failed(&self) -> bool;
}

impl Request {
    /// A request for the operation, without arguments.
    pub fn new(info: &'static Info) -> Self {
        // A fragment is never sent; a query that is part of the path always is.
        let path = info.path.split_once('#').map_or(info.path, |(path, _)| path);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            info,
            server: None,
            base: None,
            path: path.to_owned(),
            query: query.to_owned(),
            cookies: String::new(),
            headers: HeaderMap::new(),
            overrides: HeaderMap::new(),
            settings: Settings::default(),
            is_sent_once: false,
            repeat: if info.is_idempotent() { Repeat::Always } else { Repeat::Refused },
            accept: info.accept,
            content_type: None,
            body: None,
            source: None,
            take: None,
            target: None,
            error: None,
        }
    }

    /// Sends the request to this server, unless the caller sets a base URL. A URL without a host is relative to the
    /// server of the other operations.
    pub fn server(&mut self, server: Server) {
        self.server = Some(server);
    }

    /// Sets when the request may be retried, in place of the rule for its method.
    pub fn repeat(&mut self, repeat: Repeat) {
        self.repeat = repeat;
    }

    /// Makes the value the body, as `application/json`.
    pub fn json(&mut self, value: &impl Serialize) {
        self.json_as("application/json", value);
    }

    /// Makes the value the body, as JSON of another media type such as `application/merge-patch+json`.
    pub fn json_as(&mut self, content_type: &'static str, value: &impl Serialize) {
        match plain_numbers::to_json(value) {
            Ok(body) => self.set_body(content_type, body.into()),
            Err(source) => self.fail("failed to serialize the body as JSON", Some(source.into())),
        }
    }

    /// Applies the client's settings where the call has none.
    pub(super) fn expect(&mut self, retry: &Retry) {
        self.is_sent_once = !self.settings.retry.as_deref().unwrap_or(retry).repeats();
    }

    /// Keeps the error, if it is the first one.
    pub(super) fn fail(
        &mut self,
        message: impl Into<String>,
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    ) {
        if self.error.is_none() {
            self.error = Some(RequestError::new(self.info.id, message.into(), source));
        }
    }

    pub(super) fn override_header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.overrides.insert(name, value);
            }
            Err(message) => self.fail(message, None),
        }
    }

    pub(super) fn set_body(&mut self, content_type: &'static str, body: Bytes) {
        self.set_content_type(content_type);
        self.body = Some(body);
    }

    /// Sets the content type; a string constant is not copied.
    pub(super) fn set_content_type(&mut self, content_type: impl Into<Bytes>) {
        match own_header(&CONTENT_TYPE, content_type.into()) {
            Ok(value) => self.content_type = Some(value),
            Err(reason) => self.fail(reason, None),
        }
    }

    /// Whether retries are impossible, since the body was read and is gone.
    pub(super) fn is_spent(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.is_spent())
    }

    /// The complete request; or the first error.
    pub(super) fn finish(&mut self) -> Result<(), Box<RequestError>> {
        if self.target.is_none() && (self.path.contains('{') || self.query.contains('{')) {
            self.fail(format!("a path parameter of `{}` is not set", self.info.path), None);
        }
        self.error.take().map_or(Ok(()), Err)
    }

    /// What the HTTP client sends at one attempt, with the client's default headers.
    pub(super) fn build(
        &self,
        base: &Url,
        defaults: &HeaderMap,
        credentials: &[Arc<Place>],
    ) -> Result<reqwest::Request, Box<RequestError>> {
        let number = defaults.len() + self.headers.len() + credentials.len() + self.overrides.len();
        let mut headers = HeaderMap::with_capacity(number + ADDED_HEADERS);
        // Each replaces existing headers of the same name.
        extend(&mut headers, defaults);
        extend(&mut headers, &self.headers);
        // Of Swagger 2.0, both may be parameters. Without its own, the parts of a body could not be told apart.
        let is_given = |name| self.headers.contains_key(name);
        let is_multipart = |value: &HeaderValue| value.as_bytes().starts_with(b"multipart/");
        let own = self.content_type.as_ref();
        if let Some(content_type) = own.filter(|it| !is_given(CONTENT_TYPE) || is_multipart(it)) {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        if !self.accept.is_empty() && !is_given(ACCEPT) {
            let accept = own_header(&ACCEPT, self.accept.into());
            let accept = accept.map_err(|reason| RequestError::new(self.info.id, reason, None))?;
            headers.insert(ACCEPT, accept);
        }
        let (mut query, mut cookies) = (String::new(), String::new());
        for credential in credentials {
            match &**credential {
                Place::Header(name, value) => drop(headers.insert(name, value.clone())),
                Place::Query(pair) => push(&mut query, "&", pair),
                Place::Cookie(pair) => push(&mut cookies, "; ", pair),
            }
        }
        self.add_cookies(&mut headers, &cookies)?;
        extend(&mut headers, &self.overrides);
        let mut url = self.url(base);
        if !query.is_empty() {
            url.set_query(Some(&with_credentials(url.query().unwrap_or_default(), &query)));
        }
        let Info { id, method, .. } = self.info;
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| {
            RequestError::new(id, format!("`{method}` is not a valid method"), None)
        })?;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = self.body.clone().map(Into::into);
        Ok(request)
    }

    /// The URL: the path under the base URL, whose own path may end in a slash, and the query.
    pub(super) fn url(&self, base: &Url) -> Url {
        let base = self.base.as_ref().unwrap_or(base);
        let mut url = base.clone();
        match &self.target {
            Some(target) => url.set_path(target),
            None => match base.path().trim_end_matches('/') {
                "" => url.set_path(&self.path),
                prefix => url.set_path(&[prefix, &self.path].concat()),
            },
        }
        url.set_query(Some(self.query.as_str()).filter(|query| !query.is_empty()));
        url
    }

    /// Joins the cookies of this request to the client's default ones.
    fn add_cookies(
        &self,
        headers: &mut HeaderMap,
        credentials: &str,
    ) -> Result<(), Box<RequestError>> {
        if self.cookies.is_empty() && credentials.is_empty() {
            return Ok(());
        }
        let known = headers.get(COOKIE).map(HeaderValue::as_bytes).unwrap_or_default();
        let parts = [known, self.cookies.as_bytes(), credentials.as_bytes()];
        let parts: Vec<&[u8]> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let mut cookies = HeaderValue::from_bytes(&parts.join(&b"; "[..])).map_err(|_| {
            let message = "a cookie contains a character that is not allowed in a header";
            RequestError::new(self.info.id, message.to_owned(), None)
        })?;
        cookies.set_sensitive(true);
        headers.insert(COOKIE, cookies);
        Ok(())
    }
}

/// The value of a header that the description sets, not copied, or why it is invalid.
fn own_header(name: &HeaderName, value: Bytes) -> Result<HeaderValue, String> {
    HeaderValue::from_maybe_shared(value.clone()).map_err(|_| {
        format!("the header `{name}` cannot have the value {:?}", String::from_utf8_lossy(&value))
    })
}

/// The query with the credentials at its end, without duplicates if a link of the server's contains them.
fn with_credentials(query: &str, credentials: &str) -> String {
    let name = |pair: &str| pair.split_once('=').map_or(pair, |(name, _)| name).to_owned();
    let replaced: Vec<String> = credentials.split('&').map(name).collect();
    let mut joined = String::new();
    let others =
        query.split('&').filter(|pair| !pair.is_empty() && !replaced.contains(&name(pair)));
    others.chain([credentials]).for_each(|pair| push(&mut joined, "&", pair));
    joined
}

/// Sets the headers, replacing those of the same names.
fn extend(headers: &mut HeaderMap, more: &HeaderMap) {
    for name in more.keys() {
        headers.remove(name);
    }
    for (name, value) in more {
        headers.append(name, value.clone());
    }
}

/// The parts of a header, or why it is invalid. The error omits the value: it may be a secret.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed: HeaderName =
        name.parse().map_err(|_| format!("`{name}` is not a valid header name"))?;
    match HeaderValue::from_str(value) {
        Ok(mut value) => {
            value.set_sensitive([AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(&parsed));
            Ok((parsed, value))
        }
        Err(_) => Err(format!(
            "the value for header `{name}` contains a character that is not allowed in a header"
        )),
    }
}

/// Adds an item that is already encoded to a list of them.
pub(super) fn push(list: &mut String, separator: &str, item: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(item);
}
