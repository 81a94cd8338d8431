//! Responses that are read as a stream. In: a call of an operation with such a response. Out: bytes, lines or events,
//! one after the other, without buffering.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;

use super::call::{Call, decode};
use super::client::{Async, Inner};
use super::decode::DecodeError;
use super::error::{Error, Failure, IncompleteResponse, Stop};
use super::execute::execute;
use super::operation::Operation;
use super::reading::Reading;
use super::request::Request;
use super::response::Response;
use super::retry::Repeat;
use super::stream_body::Body;
use super::tell::tell;
use super::time::BoxFuture;

/// An operation with a response that can be read as a stream.
pub trait Streamed: Operation {
    /// How the body is split into items.
    type Frames: Frames;
    /// The `Accept` header of a streaming call.
    const ACCEPT: &'static str;

    /// The decoder for the body of that response, which has not been read.
    fn frames(response: &Response) -> Self::Frames;

    /// Whether a response, whose body has not been read, is one to be streamed.
    fn is_stream(response: &Response) -> bool;
}

/// How a body is split into items.
pub trait Frames: Unpin {
    /// An item of the stream.
    type Item;

    /// Takes the next chunk of the body.
    fn push(&mut self, piece: Bytes);

    /// The next complete item; at the end of the body, also an item without an end.
    fn next(&mut self, is_end: bool) -> Option<Result<Self::Item, Undecoded>>;

    /// How many bytes of an incomplete item are buffered.
    fn held(&self) -> usize {
        0
    }

    /// Whether the stream ignores the rest of the body.
    fn is_over(&self) -> bool {
        false
    }

    /// How to reconnect after the connection broke; `None` if the position is unknown.
    fn resume(&mut self) -> Option<Resume> {
        None
    }
}

/// How to reconnect after the connection broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// The value of the `Last-Event-ID` header.
    pub last_event_id: String,
    /// How long to wait before reconnecting.
    pub wait: Duration,
}

/// Why a stream did not return an item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The response was incomplete, timed out, or has an item over the size limit. The stream ends after it.
    Incomplete(Box<IncompleteResponse>),
    /// The item does not match the description. The stream continues after it.
    Decode(Box<Undecoded>),
}

/// An item that does not match the description, as received. `Debug` omits it: it may contain secrets.
pub struct Undecoded {
    /// The item as text.
    pub text: String,
    /// Where in the item it went wrong, and why.
    pub error: DecodeError,
}

impl fmt::Debug for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecoded").field("error", &self.error).finish_non_exhaustive()
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete(error) => error.fmt(f),
            Self::Decode(item) => {
                write!(f, "failed to decode an item of the stream {}", item.error)
            }
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Incomplete(error) => error.source(),
            Self::Decode(_) => None,
        }
    }
}

impl From<StreamError> for std::io::Error {
    fn from(error: StreamError) -> Self {
        let kind = match &error {
            StreamError::Incomplete(error) if error.is_timeout() => std::io::ErrorKind::TimedOut,
            StreamError::Incomplete(_) => std::io::ErrorKind::UnexpectedEof,
            StreamError::Decode(_) => std::io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}

/// The bytes of a body, as they arrive.
#[derive(Debug, Default)]
pub struct Chunks(pub(super) VecDeque<Bytes>);

impl Frames for Chunks {
    type Item = Bytes;

    fn push(&mut self, piece: Bytes) {
        if !piece.is_empty() {
            self.0.push_back(piece);
        }
    }

    fn next(&mut self, _: bool) -> Option<Result<Bytes, Undecoded>> {
        self.0.pop_front().map(Ok)
    }
}

/// A response that is read as a stream: a `Stream`, or an iterator for a blocking client; one of bytes also implements
/// the traits for reading. From [`Call::into_stream`].
///
/// Middleware sees the response without its body. The timeout of an attempt applies to the response's head, and to each
/// further chunk of the body; the timeout of this call applies to the whole stream. The limit of a response's size
/// applies to each item.
#[must_use = "items come one by one: call `next`"]
pub struct Streaming<M, F> {
    pub(super) body: Body,
    pub(super) frames: F,
    #[allow(dead_code, reason = "only a client without async code waits by it")]
    pub(super) mode: M,
    reopen: Option<Reopen>,
    /// Whether to reconnect after a regular end as well.
    is_endless: bool,
    /// The reconnection in progress, and the error before it; `None` after the end.
    reopening: Option<(BoxFuture<'static, Rest>, Option<Stop>)>,
    is_end: bool,
}

/// Reconnects from the given position.
#[cfg(not(target_arch = "wasm32"))]
type Reopen = Box<dyn Fn(Resume) -> BoxFuture<'static, Rest> + Send + Sync>;
/// Reconnects from the given position.
#[cfg(target_arch = "wasm32")]
type Reopen = Box<dyn Fn(Resume) -> BoxFuture<'static, Rest>>;

/// The outcome of a reconnection.
enum Rest {
    Body(Box<Body>),
    /// The server responds that there is no more (204).
    None,
    /// The timeout of the whole stream expired.
    Late,
    Failed,
}

impl<M, F> Streaming<M, F> {
    /// The status code and the headers of the response, without its body.
    pub fn response(&self) -> &Response {
        &self.body.head
    }

    /// Turns off reconnecting after a broken connection.
    ///
    /// By default the stream reconnects if the request is safe to repeat and the server has sent an event with an `id`.
    pub fn without_reconnecting(mut self) -> Self {
        self.reopen = None;
        self
    }

    /// Also reconnects when the server ends the response, as browsers do: for a stream that continues until the server
    /// responds with the status code 204, or sends an event that ends it.
    pub fn reconnecting_at_end(mut self) -> Self {
        self.is_endless = true;
        self
    }
}

impl<F: Frames> Streaming<Async, F> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<F::Item, StreamError>> {
        poll_fn(|context| self.poll_item(context)).await
    }
}

impl<M, F: Frames> Streaming<M, F> {
    pub(super) fn poll_item(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<F::Item, StreamError>>> {
        loop {
            if let Some(item) = self.item() {
                let item = item.map_err(|item| StreamError::Decode(Box::new(item)));
                return Poll::Ready(Some(item));
            }
            if self.is_end || self.frames.is_over() {
                return Poll::Ready(None);
            }
            let stop = match self.excess() {
                Some(stop) => Some(stop),
                None => ready!(self.poll_body(context)),
            };
            if let Some(stop) = stop {
                self.is_end = true;
                // An incomplete rest is not an item.
                let error = StreamError::Incomplete(self.body.incomplete(stop));
                while self.frames.next(true).is_some() {}
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    /// The next complete item, and what was corrected in it.
    fn item(&mut self) -> Option<Result<F::Item, Undecoded>> {
        let head = &self.body.head;
        let (item, corrections) = head.reader.read(|| self.frames.next(self.is_end));
        if matches!(item, Some(Ok(_))) {
            tell(&head.reader, head.operation(), &corrections);
        }
        item
    }

    /// Why an incomplete item is not read any further.
    fn excess(&self) -> Option<Stop> {
        let limit = self.body.max_size();
        let is_large = u64::try_from(self.frames.held()).is_ok_and(|held| held > limit);
        is_large.then_some(Stop::TooLarge(limit))
    }

    /// Takes the next chunk of the body, or records its end; or why it did not arrive.
    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Stop>> {
        if let Some((reopening, _)) = &mut self.reopening {
            let rest = ready!(reopening.as_mut().poll(context));
            let stop = self.reopening.take().and_then(|(_, stop)| stop);
            return Poll::Ready(match rest {
                Rest::Body(body) => {
                    self.body = *body;
                    None
                }
                Rest::Late => Some(Stop::Timeout),
                Rest::None => self.stop(None),
                Rest::Failed => self.stop(stop),
            });
        }
        let stop = match ready!(self.body.poll(context)) {
            Some(Ok(piece)) => {
                self.frames.push(piece);
                return Poll::Ready(None);
            }
            Some(Err(stop @ Stop::BrokeOff(_))) => Some(stop),
            None if self.is_endless => None,
            Some(Err(stop)) => return Poll::Ready(Some(stop)),
            None => return Poll::Ready(self.stop(None)),
        };
        let reopen = self.reopen.as_ref();
        match reopen.and_then(|reopen| Some(reopen(self.frames.resume()?))) {
            Some(reopening) => {
                self.reopening = Some((reopening, stop));
                Poll::Ready(None)
            }
            None => Poll::Ready(self.stop(stop)),
        }
    }

    /// Records the end, unless an error occurred.
    fn stop(&mut self, stop: Option<Stop>) -> Option<Stop> {
        self.is_end |= stop.is_none();
        stop
    }
}

impl<F: Frames> Stream for Streaming<Async, F> {
    type Item = Result<F::Item, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

/// Nothing in it is pinned except what is boxed.
impl<M, F> Unpin for Streaming<M, F> {}

impl<M, F> fmt::Debug for Streaming<M, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming").field("response", &self.body.head).finish_non_exhaustive()
    }
}

impl<O: Streamed> Call<Async, O> {
    /// Sends the request, and returns the response as soon as its head arrives. The body of an error is read
    /// completely.
    pub async fn into_stream(self) -> Result<Streaming<Async, O::Frames>, Error<O::Error>> {
        let (mode, inner, request) = self.into_stream_parts();
        opened::<Async, O>(mode, open(inner, request, is_streamed::<O>).await)
    }
}

impl<M, O: Streamed> Call<M, O> {
    pub(super) fn into_stream_parts(mut self) -> (M, Arc<Inner>, Request) {
        self.request.accept = O::ACCEPT;
        self.into_parts()
    }
}

/// The outcome of a streaming call: the body, or the whole response if it is a different one.
pub(super) struct Opened {
    result: Result<Result<Body, Response>, Failure>,
    reopen: Option<Reopen>,
}

impl Request {
    /// The same request, without its streaming; `None` if it is not safe to repeat.
    fn copy(&self) -> Option<Self> {
        (self.repeat == Repeat::Always).then(|| Self {
            info: self.info,
            server: self.server,
            base: self.base.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            cookies: self.cookies.clone(),
            headers: self.headers.clone(),
            overrides: self.overrides.clone(),
            settings: self.settings.clone(),
            is_sent_once: self.is_sent_once,
            repeat: self.repeat,
            accept: self.accept,
            content_type: self.content_type.clone(),
            body: self.body.clone(),
            source: self.source.clone(),
            take: None,
            target: self.target.clone(),
            error: None,
        })
    }
}

/// Carries out the call until the head of the response arrives.
pub(super) async fn open(
    inner: Arc<Inner>,
    request: Request,
    is_stream: fn(&Response) -> bool,
) -> Opened {
    let again = request.copy();
    let deadline = request.settings.timeout.map(|time| inner.timer.elapsed().saturating_add(time));
    let result = send(inner.clone(), request, is_stream).await;
    let reopen = again.map(|again| -> Reopen {
        Box::new(move |resume| {
            let again = again.copy();
            Box::pin(reopen(inner.clone(), again, resume, deadline, is_stream))
        })
    });
    Opened { result, reopen }
}

async fn send(
    inner: Arc<Inner>,
    mut request: Request,
    is_stream: fn(&Response) -> bool,
) -> Result<Result<Body, Response>, Failure> {
    let taken = Arc::new(Mutex::new(None));
    let place = taken.clone();
    request.take = Some(Box::new(move |head, response| {
        if !is_stream(head) {
            return Some(response);
        }
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
        None
    }));
    let (start, whole) = (inner.timer.elapsed(), request.settings.timeout);
    let patience = request.settings.attempt_timeout.or(inner.attempt_timeout);
    let head = execute(inner.clone(), request).await?;
    let taken = taken.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(response) = taken else { return Ok(Err(head)) };
    let spent = inner.timer.elapsed().saturating_sub(start);
    let remaining = whole.map(|whole| whole.saturating_sub(spent));
    Ok(Ok(Body::new(head, response, inner, remaining, patience)))
}

/// Reconnects, if that is allowed and there is time.
async fn reopen(
    inner: Arc<Inner>,
    request: Option<Request>,
    resume: Resume,
    deadline: Option<Duration>,
    is_stream: fn(&Response) -> bool,
) -> Rest {
    let Some(mut request) = request else { return Rest::Failed };
    request.override_header("Last-Event-ID", &resume.last_event_id);
    let remaining = deadline.map(|deadline| deadline.saturating_sub(inner.timer.elapsed()));
    inner.timer.sleep(remaining.map_or(resume.wait, |remaining| remaining.min(resume.wait))).await;
    if let Some(remaining) = remaining {
        match remaining.checked_sub(resume.wait).filter(|time| !time.is_zero()) {
            Some(time) => request.settings.timeout = Some(time),
            None => return Rest::Late,
        }
    }
    match send(inner, request, is_stream).await {
        Ok(Ok(body)) => Rest::Body(Box::new(body)),
        Ok(Err(response)) if response.status() == StatusCode::NO_CONTENT => Rest::None,
        _ => Rest::Failed,
    }
}

/// Whether a response is one to be streamed, also as a success with another status code than the documented one.
pub(super) fn is_streamed<O: Streamed>(head: &Response) -> bool {
    let is_other = || {
        let status = head.status();
        let is_success = status.is_success() && status != StatusCode::NO_CONTENT;
        is_success && head.reader.mode != Reading::Strict && O::decode(head).is_none()
    };
    let mut others = (200..300).filter_map(|code| StatusCode::from_u16(code).ok());
    O::is_stream(head) || (is_other() && others.any(|code| O::is_stream(&head.with_status(code))))
}

/// The stream that was opened, or the error in its place.
pub(super) fn opened<M, O: Streamed>(
    mode: M,
    opened: Opened,
) -> Result<Streaming<M, O::Frames>, Error<O::Error>> {
    match opened.result? {
        Ok(body) => Ok(Streaming {
            frames: O::frames(&body.head),
            body,
            mode,
            reopen: opened.reopen,
            is_endless: false,
            reopening: None,
            is_end: false,
        }),
        Err(response) => match decode::<O>(Ok(response.clone())) {
            Err(error) => Err(error),
            // It is documented, as the response to a call without streaming.
            Ok(_) => Err(Error::Undocumented(Box::new(response))),
        },
    }
}
