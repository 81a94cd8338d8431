//! A response as received. In: status code, headers, bytes. Out: the same, and decoded values.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};

/// A response with its whole body.
#[derive(Clone)]
pub struct Response {
    operation: &'static str,
    inner: http::Response<Bytes>,
}

impl Response {
    /// A response to a call of the operation.
    pub fn new(operation: &'static str, mut inner: http::Response<Bytes>) -> Self {
        // So that the `Debug` output of headers omits the session.
        let cookies = inner.headers_mut().iter_mut().filter(|(name, _)| **name == SET_COOKIE);
        cookies.for_each(|(_, cookie)| cookie.set_sensitive(true));
        Self { operation, inner }
    }

    /// The name of the operation that was called.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        self.inner.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.inner.headers()
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        self.inner.body()
    }

    /// Deserializes the body as JSON, whatever its content type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(self.body())
    }

    /// The same response with another body.
    pub(super) fn with_body(self, body: Bytes) -> Self {
        Self { operation: self.operation, inner: self.inner.map(|_| body) }
    }

    /// The same response with its body as bytes.
    pub fn into_http(self) -> http::Response<Bytes> {
        self.inner
    }
}

/// The status code, content type and body length: the body and other headers may contain secrets.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation)
            .field("status", &self.status())
            .field("content_type", &self.headers().get(CONTENT_TYPE))
            .field("body_length", &self.body().len())
            .finish_non_exhaustive()
    }
}

/// Such as `422 Unprocessable Entity (application/json, 120 bytes)`.
impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = |name| self.headers().get(name).and_then(|value| value.to_str().ok());
        write!(f, "{} ({}", self.status(), header(CONTENT_TYPE).unwrap_or("no content type"))?;
        // The HTTP client removes it when it decodes the body.
        if let Some(encoding) = header(CONTENT_ENCODING) {
            write!(f, ", still encoded as {encoding}")?;
        }
        write!(f, ", {} bytes)", self.body().len())
    }
}
