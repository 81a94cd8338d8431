//! A request in the making. In: what an operation and its caller put into it. Out: URL, headers and body, or the first
//! thing that was wrong.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use serde::Serialize;

use super::api::{Info, Server};
use super::error::RequestError;

/// A request that is being put together.
///
/// Its methods never fail: the first error is kept, and comes out when the request is about to be sent.
pub struct Request {
    pub(super) info: &'static Info,
    method: Method,
    /// The operation's own server, and its URL.
    pub(super) server: Option<Server>,
    pub(super) base: Option<Url>,
    /// The path of the operation with the parameters filled in, percent-encoded.
    pub(super) path: String,
    /// The percent-encoded query; empty for none.
    pub(super) query: String,
    /// What goes into the `Cookie` header; empty for none.
    pub(super) cookies: String,
    pub(super) headers: HeaderMap,
    /// Headers that the caller sets for this one call, over all others.
    pub(super) overrides: HeaderMap,
    pub(super) timeout: Option<Duration>,
    body: Option<Bytes>,
    /// A path that is not under the base URL's own, in place of [`Self::path`].
    pub(super) target: Option<String>,
    pub(super) error: Option<Box<RequestError>>,
}

impl Request {
    /// A request for the operation, without any argument in it yet.
    pub fn new(info: &'static Info) -> Self {
        // A fragment is never sent; a query that is part of the path always is.
        let path = info.path.split_once('#').map_or(info.path, |(path, _)| path);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            info,
            method: info.method.clone(),
            server: None,
            base: None,
            path: path.to_owned(),
            query: query.to_owned(),
            cookies: String::new(),
            headers: HeaderMap::new(),
            overrides: HeaderMap::new(),
            timeout: None,
            body: None,
            target: None,
            error: None,
        }
    }

    /// Sends the request by another method than [`Info::method`], which cannot name every one.
    pub fn method(&mut self, name: &'static str) {
        match Method::from_bytes(name.as_bytes()) {
            Ok(method) => self.method = method,
            Err(_) => self.fail(format!("`{name}` is no method"), None),
        }
    }

    /// Sends the request to this server, unless the caller says that all go to another place. A URL without a host is
    /// relative to the server of the other operations.
    pub fn server(&mut self, server: Server) {
        self.server = Some(server);
    }

    /// Makes the value the body, as `application/json`.
    pub fn json(&mut self, value: &impl Serialize) {
        self.json_as("application/json", value);
    }

    /// Makes the value the body, as JSON of another media type such as `application/merge-patch+json`.
    pub fn json_as(&mut self, content_type: &'static str, value: &impl Serialize) {
        match serde_json::to_vec(value) {
            Ok(body) => self.set_body(content_type, body.into()),
            Err(source) => self.fail("the body cannot be written as JSON", Some(source.into())),
        }
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

    pub(super) fn set_body(&mut self, content_type: &str, body: Bytes) {
        self.set_own(CONTENT_TYPE, content_type);
        self.body = Some(body);
    }

    fn set_own(&mut self, name: HeaderName, value: &str) {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                self.headers.insert(name, value);
            }
            Err(_) => self.fail(format!("the header `{name}` cannot be {value:?}"), None),
        }
    }

    /// Adds a pair that is already encoded to the query.
    pub(super) fn push_query(&mut self, pair: &str) {
        push(&mut self.query, "&", pair);
    }

    /// Adds a pair that is already encoded to the `Cookie` header.
    pub(super) fn push_cookie(&mut self, pair: &str) {
        push(&mut self.cookies, "; ", pair);
    }

    /// What goes to the HTTP client, with the headers that every request of this client carries; or the first error.
    pub(super) fn finish(
        mut self,
        base: &Url,
        defaults: &HeaderMap,
    ) -> Result<reqwest::Request, Box<RequestError>> {
        if self.path.contains('{') || self.query.contains('{') {
            self.fail(format!("a parameter of the path `{}` is not set", self.info.path), None);
        }
        if !self.info.accept.is_empty() {
            self.set_own(ACCEPT, self.info.accept);
        }
        if !self.cookies.is_empty() {
            self.set_cookies(defaults.get(COOKIE));
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut request = reqwest::Request::new(self.method.clone(), self.url(base));
        let headers = request.headers_mut();
        *headers = defaults.clone();
        // Each replaces what is there under the same name.
        headers.extend(self.headers);
        headers.extend(self.overrides);
        *request.timeout_mut() = self.timeout;
        *request.body_mut() = self.body.map(Into::into);
        Ok(request)
    }

    /// Where it goes: its path under the base URL, whose own path may end in a slash, and its query.
    pub(super) fn url(&self, base: &Url) -> Url {
        let base = self.base.as_ref().unwrap_or(base);
        let mut url = base.clone();
        match &self.target {
            Some(target) => url.set_path(target),
            None => {
                let prefix = base.path().trim_end_matches('/');
                url.set_path(&format!("{prefix}{}", self.path));
            }
        }
        url.set_query(Some(self.query.as_str()).filter(|query| !query.is_empty()));
        url
    }

    /// Joins the cookies of this request to those that every request carries.
    fn set_cookies(&mut self, defaults: Option<&HeaderValue>) {
        let cookies = match defaults {
            Some(defaults) => [defaults.as_bytes(), b"; ", self.cookies.as_bytes()].concat(),
            None => self.cookies.as_bytes().to_vec(),
        };
        match HeaderValue::from_bytes(&cookies) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(COOKIE, value);
            }
            Err(_) => self.fail("a cookie holds a character that no header may hold", None),
        }
    }
}

/// The parts of a header, or why it cannot be one. The value is not named: it may be a secret.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed: HeaderName =
        name.parse().map_err(|_| format!("`{name}` is not the name of a header"))?;
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((parsed, value)),
        Err(_) => {
            Err(format!("the value for header `{name}` holds a character that no header may hold"))
        }
    }
}

fn push(list: &mut String, separator: &str, item: &str) {
    if !list.is_empty() {
        list.push_str(separator);
    }
    list.push_str(item);
}
