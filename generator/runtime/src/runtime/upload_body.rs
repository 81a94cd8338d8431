//! Bodies that are read while they are sent. In: the parts of a body, opened for an attempt. Out: the body.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::time::BoxError;

/// Chunks of the body.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;
/// Chunks of the body.
#[cfg(target_arch = "wasm32")]
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>>>>;

/// The part that is being sent.
pub(super) enum Part {
    Held(Bytes),
    Read {
        pieces: Pieces,
        /// How many bytes of it remain.
        left: Option<u64>,
    },
}

/// A body of which not all was sent.
pub(super) struct Sending {
    parts: VecDeque<Part>,
    /// How many bytes of it remain, if that is known.
    left: Option<u64>,
    has_failed: Arc<AtomicBool>,
}

impl Sending {
    /// A body without parts; `has_failed` is set if reading one fails.
    pub(super) fn new(has_failed: Arc<AtomicBool>) -> Self {
        Self { parts: VecDeque::new(), left: Some(0), has_failed }
    }

    pub(super) fn add(&mut self, part: Part) {
        let length = match &part {
            Part::Held(bytes) => Some(length(bytes)),
            Part::Read { left, .. } => *left,
        };
        self.left = self.left.zip(length).map(|(left, length)| left.saturating_add(length));
        self.parts.push_back(part);
    }

    /// The next chunk; `None` after the last one, and after an error.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let piece = ready!(self.poll_part(context));
        match &piece {
            Some(Ok(piece)) => {
                self.left = self.left.map(|left| left.saturating_sub(length(piece)));
            }
            Some(Err(_)) => {
                self.has_failed.store(true, Ordering::Relaxed);
                self.parts.clear();
            }
            None => {}
        }
        Poll::Ready(piece)
    }

    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        while let Some(part) = self.parts.front_mut() {
            let piece = match part {
                Part::Held(bytes) => Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty()),
                Part::Read { pieces, left } => {
                    let piece = ready!(pieces.as_mut().poll_next(context)).transpose()?;
                    count(left, piece.as_ref())?;
                    if piece.is_some() && *left == Some(0) {
                        // Nothing is read beyond the length; a chunk that is ready beyond it is a mistake.
                        if let Poll::Ready(Some(more)) = pieces.as_mut().poll_next(context) {
                            count(left, Some(&more?))?;
                        }
                        *part = Part::Held(Bytes::new());
                    }
                    piece
                }
            };
            match piece {
                Some(piece) if piece.is_empty() => {}
                Some(piece) => return Poll::Ready(Some(Ok(piece))),
                None => drop(self.parts.pop_front()),
            }
        }
        Poll::Ready(None)
    }
}

fn length(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// Counts the chunk, or the end, towards the length; or returns an error.
fn count(left: &mut Option<u64>, piece: Option<&Bytes>) -> Result<(), &'static str> {
    let Some(left) = left else { return Ok(()) };
    match piece {
        Some(piece) => {
            let rest = left.checked_sub(length(piece));
            *left = rest.ok_or("it is longer than its declared length")?;
        }
        None if *left > 0 => return Err("it is shorter than its declared length"),
        None => {}
    }
    Ok(())
}

/// The body of a request; it is dropped when its attempt ends.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn body(sending: Sending) -> Result<reqwest::Body, BoxError> {
    use std::sync::{Mutex, PoisonError};

    /// Streams need not be `Sync`, which a body must be; the lock is never contended.
    struct Sent(Mutex<Sending>);

    impl http_body::Body for Sent {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
            let sending = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
            sending.poll(context).map_ok(http_body::Frame::data)
        }

        fn size_hint(&self) -> http_body::SizeHint {
            let sending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            sending.left.map(http_body::SizeHint::with_exact).unwrap_or_default()
        }
    }

    Ok(reqwest::Body::wrap(Sent(Mutex::new(sending))))
}

/// The body of a request, which a browser needs as a whole.
#[cfg(target_arch = "wasm32")]
pub(super) async fn body(mut sending: Sending) -> Result<reqwest::Body, BoxError> {
    let mut whole = bytes::BytesMut::new();
    while let Some(piece) = std::future::poll_fn(|context| sending.poll(context)).await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.freeze().into())
}
