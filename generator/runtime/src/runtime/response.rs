//! A response as received. In: status code, headers, bytes. Out: the same, and decoded values.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::charset;
use super::corrected::Reader;
use super::credential::Place;
use super::decode::{self, DecodeError};
use super::reading;

/// A response with its whole body.
#[derive(Clone)]
pub struct Response {
    operation: &'static str,
    inner: http::Response<Bytes>,
    pub(super) reader: Reader,
    /// Why the body is not the documented one.
    pub(super) mismatch: Option<Box<DecodeError>>,
    /// The credentials that the request was sent with, which the body may repeat.
    pub(super) sent: Vec<Arc<Place>>,
    /// The values of the caller's own headers that may be secrets, which the body may repeat as well.
    pub(super) own_secrets: Vec<String>,
}

impl Response {
    /// A response to a call of the operation.
    pub fn new(operation: &'static str, mut inner: http::Response<Bytes>) -> Self {
        // So that the `Debug` output of headers omits the session and the credentials that some servers repeat.
        let secrets = inner.headers_mut().iter_mut().filter(|(name, _)| is_secret(name));
        secrets.for_each(|(_, value)| value.set_sensitive(true));
        Self {
            operation,
            inner,
            reader: Reader::default(),
            mismatch: None,
            sent: Vec::new(),
            own_secrets: Vec::new(),
        }
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

    /// Why the body does not match the description, in an error that is told by its status code.
    pub fn mismatch(&self) -> Option<&DecodeError> {
        self.mismatch.as_deref()
    }

    /// Deserializes the body as JSON, whatever its content type, in the client's way of reading.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.read(|body| match charset::of(self.headers()) {
            None => decode::json(body),
            charset => decode::json(&charset::utf8(body, charset)?),
        })
    }

    /// Reads the body, unless it is empty: then the value is an empty list or map, or nothing, if it is one of these.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        read: impl FnOnce(&Bytes) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let read = || match self.is_empty().then(decode::nothing).flatten() {
            Some(value) => Ok(value),
            None => read(self.body()),
        };
        if reading::is_set() { read() } else { self.reader.read(read).0 }
    }

    /// Whether there is nothing in the body.
    pub(super) fn is_empty(&self) -> bool {
        self.body().iter().all(u8::is_ascii_whitespace)
    }

    /// The same response with another body.
    pub(super) fn with_body(self, body: Bytes) -> Self {
        Self { inner: self.inner.map(|_| body), ..self }
    }

    /// The same response with another status code.
    pub(super) fn with_status(&self, status: StatusCode) -> Self {
        let mut other = self.clone();
        *other.inner.status_mut() = status;
        other
    }

    /// The same response with its body as bytes.
    pub fn into_http(self) -> http::Response<Bytes> {
        self.inner
    }
}

/// Whether a header of this name may have a session, a token or a key.
pub(super) fn is_secret(name: &HeaderName) -> bool {
    let words = ["authorization", "cookie", "token", "secret", "api-key", "apikey", "password"];
    words.iter().any(|word| name.as_str().contains(word))
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
