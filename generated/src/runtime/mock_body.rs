//! Bodies that the test server sends. In: the whole body, and whether more should seem to follow. Out: its chunks, and
//! at the end an error, which closes the connection, if the body is incomplete on purpose.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use hyper::body::{Body, Frame, SizeHint};

/// The body of a response.
pub(super) struct Sending {
    rest: Option<Bytes>,
    /// Whether the length is in the headers.
    is_announced: bool,
    breaks_off: bool,
    has_waited: bool,
}

impl Sending {
    /// With a larger length than the body has, it is incomplete too.
    pub(super) fn new(body: Bytes, headers: &HeaderMap, breaks_off: bool) -> Self {
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let announced: Option<usize> = length.and_then(|length| length.parse().ok());
        let breaks_off = breaks_off || announced > Some(body.len());
        let rest = Some(body).filter(|body| !body.is_empty());
        Self { rest, is_announced: announced.is_some(), breaks_off, has_waited: false }
    }
}

impl Body for Sending {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        if let Some(rest) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        if !self.breaks_off {
            return Poll::Ready(None);
        }
        // An error discards what is not sent yet, which is flushed while a body waits.
        if !std::mem::replace(&mut self.has_waited, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err("the body is incomplete on purpose")))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && !self.breaks_off
    }

    fn size_hint(&self) -> SizeHint {
        // Given an exact length, hyper requires a header to match it.
        if self.breaks_off || self.is_announced {
            return SizeHint::default();
        }
        let length = self.rest.as_ref().map_or(0, Bytes::len);
        u64::try_from(length).map(SizeHint::with_exact).unwrap_or_default()
    }
}
