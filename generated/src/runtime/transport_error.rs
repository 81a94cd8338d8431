//! Calls without a response. In: the error of the HTTP client. Out: what failed, and whether the server may have acted.

use std::error::Error as StdError;
use std::fmt;

/// A call without a response.
#[derive(Debug)]
pub struct TransportError {
    operation: &'static str,
    /// `None` after a timeout, or if the thread that carried out the call ended.
    source: Option<reqwest::Error>,
    is_timeout: bool,
    /// Whether the server may have received the request, at this attempt or an earlier one.
    sent: bool,
    /// Whether the request body could not be read.
    is_body: bool,
}

impl TransportError {
    pub(super) fn new(operation: &'static str, source: reqwest::Error, is_body: bool) -> Box<Self> {
        let (is_timeout, sent) =
            (source.is_timeout(), !is_connect(&source) && !is_refused(&source));
        // The URL may contain a key, or other values of the caller.
        let source = Some(source.without_url());
        Box::new(Self { operation, source, is_timeout, sent, is_body })
    }

    /// A call that failed without an error of the connection.
    pub(super) fn ended(operation: &'static str, is_timeout: bool, sent: bool) -> Box<Self> {
        Box::new(Self { operation, source: None, is_timeout, sent, is_body: false })
    }

    /// Notes that the server may have received the request before.
    pub(super) fn set_sent(&mut self) {
        self.sent = true;
    }

    /// Whether the server may have received the request, at this attempt or an earlier one.
    pub(super) fn was_sent(&self) -> bool {
        self.sent
    }

    /// Whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// Whether reading the request body failed; its error is among the sources of this one.
    pub fn is_body(&self) -> bool {
        self.is_body
    }

    /// Whether the client could not connect to the server at the last attempt.
    pub fn is_connect(&self) -> bool {
        self.source.as_ref().is_some_and(is_connect)
    }
}

/// Whether no connection was established; a browser does not tell.
fn is_connect(error: &reqwest::Error) -> bool {
    #[cfg(not(target_arch = "wasm32"))]
    return error.is_connect();
    #[cfg(target_arch = "wasm32")]
    {
        let _ = error;
        false
    }
}

/// Whether the server refused the request unprocessed, as `REFUSED_STREAM` of HTTP/2 means (RFC 9113, section 8.7). The
/// type of that error belongs to no package that this one depends on; its message comes from the specification.
fn is_refused(error: &reqwest::Error) -> bool {
    const REFUSED: &str =
        "stream error received: refused stream before processing any application logic";
    let mut cause = StdError::source(error);
    while let Some(error) = cause {
        if error.to_string() == REFUSED {
            return true;
        }
        cause = error.source();
    }
    false
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match (self.is_connect(), self.is_timeout()) {
            _ if self.is_body => "the request body could not be read",
            (true, true) => "timed out while connecting to the server",
            (true, false) => "could not connect to the server",
            (false, true) if !self.sent => "timed out before anything was sent",
            (false, true) => "timed out while waiting for the response",
            (false, false) => "the connection failed before a response arrived",
        };
        write!(f, "{}: {problem}", self.operation)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
