//! Responses that are read while they arrive. In: a call of an operation that has such a response. Out: bytes, lines or
//! events, one after the other, none held longer than it takes to hand it on.

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
use http::header::{ACCEPT, HeaderValue};

use super::call::{Call, decode};
use super::client::{Async, Inner};
use super::decode::DecodeError;
use super::error::{Error, Failure, IncompleteResponse, Stop};
use super::execute::execute;
use super::operation::Operation;
use super::request::Request;
use super::response::Response;
use super::retry::Repeat;
use super::stream_body::Body;
use super::time::BoxFuture;

/// An operation with a response that can be read while it arrives.
pub trait Streamed: Operation {
    /// How the body falls into items.
    type Frames: Frames;
    /// The `Accept` header of a call that reads it so.
    const ACCEPT: &'static str;

    /// What takes the body of that response apart, which has not been read.
    fn frames(response: &Response) -> Self::Frames;

    /// Whether a response, whose body has not been read, is the one to be read so.
    fn is_stream(response: &Response) -> bool;
}

/// How a body falls into items.
pub trait Frames: Unpin {
    /// An item of the stream.
    type Item;

    /// Takes the next piece of the body.
    fn push(&mut self, piece: Bytes);

    /// The next item of what has been taken; at the end of the body, of what is left.
    fn next(&mut self, is_end: bool) -> Option<Result<Self::Item, Undecoded>>;

    /// How much is held of an item that is not complete.
    fn held(&self) -> usize {
        0
    }

    /// Whether nothing of what follows belongs to the stream.
    fn is_over(&self) -> bool {
        false
    }

    /// How to go on after the connection broke; none if it cannot be known where.
    fn resume(&mut self) -> Option<Resume> {
        None
    }
}

/// How to go on after the connection broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// The `Last-Event-ID` header.
    pub last_event_id: String,
    /// How long to wait before.
    pub wait: Duration,
}

/// Why a stream did not give an item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The response broke off, took too long, or has an item larger than the client takes. The stream ends after it.
    Incomplete(Box<IncompleteResponse>),
    /// The item is not what the description promises. The stream goes on after it.
    Decode(Box<Undecoded>),
}

/// An item that is not what the description promises, as it arrived. It is not printed: it may hold secrets.
pub struct Undecoded {
    /// The item's text.
    pub text: String,
    /// Where in it it went wrong, and how.
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
                write!(f, "an item of the stream does not decode {}", item.error)
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

/// A response that is read while it arrives: a stream, or an iterator for a client without async code; one of bytes can
/// be read from as well. From [`Call::into_stream`].
///
/// Middleware has seen the response without its body. The time of an attempt is what the response's head may take, and
/// each further piece of the body; the time that was set for this call is that of the whole stream. The limit of a
/// response's size is that of one item.
#[must_use = "items come one by one: call `next`"]
pub struct Streaming<M, F> {
    pub(super) body: Body,
    pub(super) frames: F,
    #[allow(dead_code, reason = "only a client without async code waits by it")]
    pub(super) mode: M,
    reopen: Option<Reopen>,
    /// Whether the rest is asked for after an end as well.
    is_endless: bool,
    /// What is being done to go on, and what broke off; none after an end.
    reopening: Option<(BoxFuture<'static, Rest>, Option<Stop>)>,
    is_end: bool,
}

/// What opens the stream again, from that place on.
#[cfg(not(target_arch = "wasm32"))]
type Reopen = Box<dyn Fn(Resume) -> BoxFuture<'static, Rest> + Send + Sync>;
/// What opens the stream again, from that place on.
#[cfg(target_arch = "wasm32")]
type Reopen = Box<dyn Fn(Resume) -> BoxFuture<'static, Rest>>;

/// What came of asking for the rest of a stream.
enum Rest {
    Body(Box<Body>),
    /// The server says that there is none (204).
    None,
    /// The time of the whole stream ran out.
    Late,
    Failed,
}

impl<M, F> Streaming<M, F> {
    /// The status and the headers of the response, without its body.
    pub fn response(&self) -> &Response {
        &self.body.head
    }

    /// Does not ask for the rest when the connection breaks.
    ///
    /// Without this it is asked for if the request is safe to repeat and the server has said, by the `id` of an event,
    /// how to do so.
    pub fn without_reconnecting(mut self) -> Self {
        self.reopen = None;
        self
    }

    /// Asks for the rest in the same way when the server ends the response, as browsers do: for a stream that goes on
    /// until the server says that there is no more of it, by the status 204 or by an event that ends it.
    pub fn reconnecting_at_end(mut self) -> Self {
        self.is_endless = true;
        self
    }
}

impl<F: Frames> Streaming<Async, F> {
    /// The next item; none after the last one.
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
            if let Some(item) = self.frames.next(self.is_end) {
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
                // What broke off is no item.
                let error = StreamError::Incomplete(self.body.incomplete(stop));
                while self.frames.next(true).is_some() {}
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    /// Why nothing more is read of the item that is not complete.
    fn excess(&self) -> Option<Stop> {
        let limit = self.body.max_size();
        let is_large = u64::try_from(self.frames.held()).is_ok_and(|held| held > limit);
        is_large.then_some(Stop::TooLarge(limit))
    }

    /// Takes the next piece of the body, or notes its end; or why it did not come.
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

    /// Notes the end, unless something broke off.
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

/// Nothing of it is pinned but what is in boxes.
impl<M, F> Unpin for Streaming<M, F> {}

impl<M, F> fmt::Debug for Streaming<M, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming").field("response", &self.body.head).finish_non_exhaustive()
    }
}

impl<O: Streamed> Call<Async, O> {
    /// Sends the request, and gives the response as soon as it begins. An error is read to its end.
    pub async fn into_stream(self) -> Result<Streaming<Async, O::Frames>, Error<O::Error>> {
        let (mode, inner, request) = self.into_stream_parts();
        opened::<Async, O>(mode, open(inner, request, O::is_stream).await)
    }
}

impl<M, O: Streamed> Call<M, O> {
    pub(super) fn into_stream_parts(mut self) -> (M, Arc<Inner>, Request) {
        // One that the caller sets for the call counts more.
        let accept = HeaderValue::from_static(O::ACCEPT);
        self.request.overrides.entry(ACCEPT).or_insert(accept);
        self.into_parts()
    }
}

/// What came of a call whose response is to be read while it arrives: the body, or the whole response where it is
/// another one.
pub(super) struct Opened {
    result: Result<Result<Body, Response>, Failure>,
    reopen: Option<Reopen>,
}

impl Request {
    /// The same request, without what takes its response; none if it is not safe to send it again.
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
            content_type: self.content_type.clone(),
            body: self.body.clone(),
            source: self.source.clone(),
            take: None,
            target: self.target.clone(),
            error: None,
        })
    }
}

/// Carries out the call until the response begins.
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

/// Asks for the rest of the stream, if it may be and there is time.
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

/// The stream that was opened, or the error that came in its place.
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
            // It is documented, as what comes when no stream is asked for.
            Ok(_) => Err(Error::Undocumented(Box::new(response))),
        },
    }
}
