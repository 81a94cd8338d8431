//! Bodies that the server for tests sends. In: the whole of one, and whether more is to seem to come. Out: its pieces,
//! and at the end an error, which ends the connection, if it breaks off.

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
    /// With an announced length that the body does not have, it breaks off too.
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
        // An error discards what is not sent yet, and that is done while a body waits.
        if !std::mem::replace(&mut self.has_waited, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err("the body is to break off")))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && !self.breaks_off
    }

    fn size_hint(&self) -> SizeHint {
        // With a length of its own, hyper insists that a header agrees with it.
        if self.breaks_off || self.is_announced {
            return SizeHint::default();
        }
        let length = self.rest.as_ref().map_or(0, Bytes::len);
        u64::try_from(length).map(SizeHint::with_exact).unwrap_or_default()
    }
}
