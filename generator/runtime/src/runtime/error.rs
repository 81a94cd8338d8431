//! Everything that can go wrong with a call. In: what was sent and what arrived. Out: one error type that keeps all of
//! it and prints none of its secrets.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::masked::Masked;
use super::reading::Correction;
use super::response::Response;

/// Why a call failed. `E` is the type of the operation's documented errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be built, and nothing was sent.
    NotSent(Box<RequestError>),
    /// No response arrived: the connection failed, or a timeout expired.
    Transport(Box<TransportError>),
    /// The response was incomplete, or larger than the client's limit.
    Incomplete(Box<IncompleteResponse>),
    /// The server responded with an error that the operation documents.
    Documented(Box<ErrorResponse<E>>),
    /// The server responded with a status code, or a media type, that the operation does not document; or with an error
    /// whose body is not the documented one, such as the page of a gateway: see [`Response::mismatch`].
    Undocumented(Box<Response>),
    /// The server responded with a success without a body, where one is documented that cannot be empty.
    Empty(Box<Response>),
    /// The status code is that of a success, but the body does not match the description. If only JSON is documented, the
    /// response's media type is ignored: servers send JSON under many.
    Decode(Box<DecodeFailure>),
}

impl<E> Error<E> {
    /// The status code, if a response arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// The headers, if a response arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(Response::headers)
    }

    /// The body, if a response arrived; only its beginning if the response was incomplete.
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(Response::body)
    }

    /// The response, if one arrived.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::NotSent(_) | Self::Transport(_) => None,
            Self::Incomplete(error) => Some(error.response()),
            Self::Documented(error) => Some(&error.response),
            Self::Undocumented(response) | Self::Empty(response) => Some(response),
            Self::Decode(error) => Some(error.response()),
        }
    }

    /// The documented error, if it is one.
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Documented(error) => Some(&error.error),
            _ => None,
        }
    }

    /// Whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Incomplete(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether the client could not connect to the server.
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the server may have received the request, and so may have acted on it: `false` only if it certainly has
    /// not. Only then is it safe to repeat a request that must not take effect twice.
    pub fn may_have_reached_server(&self) -> bool {
        match self {
            Self::NotSent(_) => false,
            Self::Transport(error) => error.was_sent(),
            _ => true,
        }
    }

    /// Whether the response body is larger than the client's limit.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Incomplete(error) if error.is_too_large())
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Incomplete(error) => error.fmt(f),
            Self::Documented(error) => error.fmt(f),
            Self::Undocumented(response) => {
                write!(
                    f,
                    "{}: the server sent the undocumented response {response}",
                    response.operation()
                )
            }
            Self::Empty(response) => {
                write!(f, "{}: the server sent no body: {response}", response.operation())
            }
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotSent(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Incomplete(error) => error.source(),
            Self::Documented(_) | Self::Undocumented(_) | Self::Empty(_) | Self::Decode(_) => None,
        }
    }
}

/// A failure before the response is decoded; the same for every operation.
#[derive(Debug)]
pub(super) enum Failure {
    NotSent(Box<RequestError>),
    Transport(Box<TransportError>),
    Incomplete(Box<IncompleteResponse>),
}

/// The outcome of a call, before the response is decoded.
pub(super) type Outcome = Result<Response, Failure>;

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Incomplete(error) => Self::Incomplete(error),
        }
    }
}

type Source = Box<dyn StdError + Send + Sync>;

/// A request that could not be built.
#[derive(Debug)]
pub struct RequestError {
    operation: &'static str,
    message: String,
    source: Option<Source>,
}

impl RequestError {
    pub(super) fn new(
        operation: &'static str,
        message: String,
        source: Option<Source>,
    ) -> Box<Self> {
        Box::new(Self { operation, message, source })
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: nothing was sent: {}", self.operation, self.message)
    }
}

impl StdError for RequestError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

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

/// A response that was incomplete, or larger than the client's limit.
#[derive(Debug)]
pub struct IncompleteResponse {
    response: Response,
    stop: Stop,
}

/// Why a body was not read to its end.
#[derive(Debug)]
pub(super) enum Stop {
    BrokeOff(reqwest::Error),
    Timeout,
    /// It is larger than this many bytes.
    TooLarge(u64),
}

impl IncompleteResponse {
    pub(super) fn new(response: Response, stop: Stop) -> Box<Self> {
        Box::new(Self { response, stop })
    }

    /// The status code, the headers, and as much of the body as arrived.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// Whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        match &self.stop {
            Stop::BrokeOff(source) => source.is_timeout(),
            Stop::Timeout => true,
            Stop::TooLarge(_) => false,
        }
    }

    /// Whether the body is larger than the client's limit.
    pub fn is_too_large(&self) -> bool {
        matches!(self.stop, Stop::TooLarge(_))
    }
}

impl fmt::Display for IncompleteResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { response, stop } = self;
        let operation = response.operation();
        match stop {
            Stop::TooLarge(limit) => write!(
                f,
                "{operation}: the response is larger than {limit} bytes: reading stopped after {response}"
            ),
            _ if self.is_timeout() => {
                write!(f, "{operation}: timed out while reading the response, after {response}")
            }
            _ => write!(f, "{operation}: the response was incomplete after {response}"),
        }
    }
}

impl StdError for IncompleteResponse {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.stop {
            Stop::BrokeOff(source) => Some(source),
            _ => None,
        }
    }
}

/// A documented error of the operation, with its response. `Debug` omits what the server sent beside the described fields:
/// it may contain secrets.
#[non_exhaustive]
pub struct ErrorResponse<E> {
    /// The documented error.
    pub error: E,
    /// The response as received.
    pub response: Response,
    /// What in the body did not match the description, and was read nevertheless.
    pub corrections: Vec<Correction>,
}

impl<E> ErrorResponse<E> {
    pub(super) fn new(error: E, response: Response, corrections: Vec<Correction>) -> Box<Self> {
        Box::new(Self { error, response, corrections })
    }
}

impl<E: fmt::Debug> fmt::Debug for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("error", &Masked(&self.error))
            .field("response", &self.response)
            .field("corrections", &self.corrections)
            .finish()
    }
}

impl<E> fmt::Display for ErrorResponse<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server responded with {}", self.response.operation(), self.response)
    }
}

/// A response whose body does not match the description for its status code.
#[derive(Debug)]
pub struct DecodeFailure {
    response: Response,
    error: DecodeError,
}

impl DecodeFailure {
    pub(super) fn new(response: Response, error: DecodeError) -> Box<Self> {
        Box::new(Self { response, error })
    }

    /// The response as received.
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// Where in the body it went wrong, and why.
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// The items of the list in which it went wrong, the outermost one if there are several, each with its own outcome:
    /// what the call would have returned without those that fail. Empty if it did not go wrong in a list.
    pub fn items<T: DeserializeOwned>(&self) -> Vec<Result<T, DecodeError>> {
        let Some(list) = self.error.list() else { return Vec::new() };
        let reader = &self.response.reader;
        reader.read(|| decode::items(self.response.body(), list)).0
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.response.operation();
        write!(f, "{operation}: failed to decode the body of {} {}", self.response, self.error)
    }
}

impl StdError for DecodeFailure {}
