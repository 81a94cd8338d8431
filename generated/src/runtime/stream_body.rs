//! The body of a response while it arrives. In: a response whose head has arrived. Out: its chunks, with timeouts.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use super::client::Inner;
use super::error::{IncompleteResponse, Stop};
use super::response::Response;
use super::time::BoxFuture;

/// A body of which not all has arrived.
pub(super) struct Body {
    /// The status code and the headers; its own body is empty.
    pub(super) head: Response,
    inner: Arc<Inner>,
    /// `None` after the end.
    pieces: Option<Pieces>,
    /// Ends at the deadline of the whole call.
    limit: Option<BoxFuture<'static, ()>>,
    /// The timeout of the next chunk.
    patience: Option<Duration>,
    /// Ends at the deadline of the next chunk.
    waiting: Option<BoxFuture<'static, ()>>,
}

#[cfg(not(target_arch = "wasm32"))]
type Pieces = reqwest::Body;
#[cfg(target_arch = "wasm32")]
type Pieces = Pin<Box<dyn futures_core::Stream<Item = reqwest::Result<Bytes>>>>;

impl Body {
    /// The body of the response; `remaining` is what is left of the call's timeout.
    pub(super) fn new(
        head: Response,
        response: reqwest::Response,
        inner: Arc<Inner>,
        remaining: Option<Duration>,
        patience: Option<Duration>,
    ) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let pieces = reqwest::Body::from(response);
        #[cfg(target_arch = "wasm32")]
        let pieces: Pieces = Box::pin(response.bytes_stream());
        let limit = remaining.map(|remaining| inner.timer.sleep(remaining));
        Self { head, inner, pieces: Some(pieces), limit, patience, waiting: None }
    }

    /// The size limit of what has to be buffered as a whole.
    pub(super) fn max_size(&self) -> u64 {
        self.inner.max_response_size
    }

    /// The error that the body ended with.
    pub(super) fn incomplete(&self, stop: Stop) -> Box<IncompleteResponse> {
        IncompleteResponse::new(self.head.clone(), stop)
    }

    /// The next chunk. `None` after the last one, and after an error.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Stop>>> {
        let Some(pieces) = &mut self.pieces else { return Poll::Ready(None) };
        let piece = match poll_piece(pieces, context) {
            Poll::Ready(Some(Ok(piece))) => Some(Ok(piece)),
            Poll::Ready(Some(Err(source))) => Some(Err(Stop::BrokeOff(source.without_url()))),
            Poll::Ready(None) => None,
            Poll::Pending if self.is_late(context) => Some(Err(Stop::Timeout)),
            Poll::Pending => return Poll::Pending,
        };
        self.waiting = None;
        if !matches!(piece, Some(Ok(_))) {
            self.pieces = None;
        }
        Poll::Ready(piece)
    }

    /// Whether the timeout of the call or of the chunk has expired.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        let timer = &self.inner.timer;
        let waiting = self.waiting.take().or_else(|| Some(timer.sleep(self.patience?)));
        self.waiting = waiting;
        let mut limits = self.limit.iter_mut().chain(&mut self.waiting);
        limits.any(|limit| limit.as_mut().poll(context).is_ready())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn poll_piece(
    pieces: &mut Pieces,
    context: &mut Context<'_>,
) -> Poll<Option<reqwest::Result<Bytes>>> {
    loop {
        match std::task::ready!(http_body::Body::poll_frame(Pin::new(&mut *pieces), context)) {
            // Trailers are not part of the body.
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn poll_piece(
    pieces: &mut Pieces,
    context: &mut Context<'_>,
) -> Poll<Option<reqwest::Result<Bytes>>> {
    pieces.as_mut().poll_next(context)
}
