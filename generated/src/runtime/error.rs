//! Everything that can go wrong with a call. In: what was sent and what arrived. Out: one error type that keeps all of
//! it and prints none of its secrets.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::any_error::AnyError;
use super::decode::{self, DecodeError};
use super::error_body::ErrorBody;
use super::masked::Masked;
use super::reading::Correction;
use super::response::Response;
use super::server_words;
use super::transport_error::TransportError;

/// Why a call failed. `E` is the type of the operation's documented errors; without it, the error is that of any
/// operation, into which `?` converts.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = AnyError> {
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

    /// What the server says is wrong, in its own words. They are for people: it may change them, and they may repeat what
    /// was sent. In a JSON body that is `message`, `error` with `error_description`, `error.message`, `title` with
    /// `detail`, the same of the first few `errors`, `error_message` or `msg`, in this order, however these are spelled;
    /// and all of a body that is a string, or of `text/plain`.
    pub fn message(&self) -> Option<String> {
        server_words::message(self.failed()?)
    }

    /// The server's code for the error, for programs: in a JSON body `code`, `error_code`, the same of `error`, `error`
    /// itself if it is a single word, `type`, or the same of the first of `errors`, in this order.
    pub fn code(&self) -> Option<String> {
        server_words::code(self.failed()?)
    }

    /// The response, if it is an error.
    fn failed(&self) -> Option<&Response> {
        self.response().filter(|it| it.status().is_client_error() || it.status().is_server_error())
    }

    fn is_status(&self, status: StatusCode) -> bool {
        self.status() == Some(status)
    }

    /// Whether the status code is 401: the credential is missing or wrong.
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the status code is 403: the credential does not allow it.
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// Whether the status code is 404.
    pub fn is_not_found(&self) -> bool {
        self.is_status(StatusCode::NOT_FOUND)
    }

    /// Whether the status code is 409.
    pub fn is_conflict(&self) -> bool {
        self.is_status(StatusCode::CONFLICT)
    }

    /// Whether the status code is 429: there were too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the status code is one of 400 to 499.
    pub fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// Whether the status code is one of 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
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
            Self::Undocumented(response) if self.failed().is_some() => told(response, f),
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

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotSent(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Incomplete(error) => error.source(),
            Self::Undocumented(response) => response.mismatch().map(|error| error as _),
            Self::Documented(error) => Some(&error.error),
            Self::Empty(_) | Self::Decode(_) => None,
        }
    }
}

/// So that a function can call several operations, and return the error of any.
impl<E: ErrorBody + StdError + Send + Sync + 'static> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        match error {
            Error::NotSent(error) => Self::NotSent(error),
            Error::Transport(error) => Self::Transport(error),
            Error::Incomplete(error) => Self::Incomplete(error),
            Error::Documented(error) => {
                let ErrorResponse { error, response, corrections } = *error;
                Self::Documented(ErrorResponse::new(AnyError::new(error), response, corrections))
            }
            Error::Undocumented(response) => Self::Undocumented(response),
            Error::Empty(response) => Self::Empty(response),
            Error::Decode(error) => Self::Decode(error),
        }
    }
}

/// An error of the server's, in one way for all of them, whatever its body.
fn told(response: &Response, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}: the server responded with {response}", response.operation())?;
    match server_words::line(response) {
        Some(line) => write!(f, ": {line}"),
        None => Ok(()),
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
        told(&self.response, f)
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
