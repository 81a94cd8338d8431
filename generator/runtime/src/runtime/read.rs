//! Reading of responses. In: a response whose head has arrived. Out: its head, and its body, or as much of it as
//! arrived before it was incomplete, timed out or exceeded the size limit. A body to be streamed is passed on unread.

#[cfg(not(target_arch = "wasm32"))]
use std::future::Future;
use std::pin::pin;

use bytes::Bytes;

use super::corrected::Reader;
use super::error::Stop;
use super::response::Response;
use super::time::{BoxFuture, within};

/// Takes a response, separate from its head, if its body is to be streamed; or returns it.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Take =
    Box<dyn Fn(&Response, reqwest::Response) -> Option<reqwest::Response> + Send + Sync>;

/// Takes a response, separate from its head, if its body is to be streamed; or returns it.
#[cfg(target_arch = "wasm32")]
pub(super) type Take = Box<dyn Fn(&Response, reqwest::Response) -> Option<reqwest::Response>>;

/// The status code and the headers, and the body unless it is taken.
pub(super) fn head(
    operation: &'static str,
    mut response: reqwest::Response,
    reader: &Reader,
    take: Option<&Take>,
) -> (Response, Option<reqwest::Response>) {
    let mut head = http::Response::new(Bytes::new());
    *head.status_mut() = response.status();
    #[cfg(not(target_arch = "wasm32"))]
    {
        *head.version_mut() = response.version();
    }
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let mut head = Response::new(operation, head);
    head.reader.clone_from(reader);
    let rest = match take {
        Some(take) => take(&head, response),
        None => Some(response),
    };
    (head, rest)
}

/// As much of the body as there is, and why there is no more of it.
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::manual_async_fn, reason = "an async function holds its arguments twice")]
pub(super) fn body(
    mut response: reqwest::Response,
    limit: &mut Option<BoxFuture<'static, ()>>,
    max_size: u64,
) -> impl Future<Output = (Bytes, Option<Stop>)> {
    async move {
        if is_too_large(&response, max_size) {
            return (Bytes::new(), Some(Stop::TooLarge(max_size)));
        }
        // A body in a single chunk is not copied.
        let mut first = Bytes::new();
        let mut joined = bytes::BytesMut::new();
        let stop = loop {
            let chunk = match within(limit, pin!(response.chunk())).await {
                None => break Some(Stop::Timeout),
                Some(Ok(None)) => break None,
                Some(Ok(Some(chunk))) => chunk,
                Some(Err(source)) => break Some(Stop::BrokeOff(source.without_url())),
            };
            let length = first.len() + joined.len() + chunk.len();
            if u64::try_from(length).is_ok_and(|length| length > max_size) {
                break Some(Stop::TooLarge(max_size));
            }
            if first.is_empty() && joined.is_empty() {
                first = chunk;
                continue;
            }
            joined.extend_from_slice(&std::mem::take(&mut first));
            joined.extend_from_slice(&chunk);
        };
        (if joined.is_empty() { first } else { joined.freeze() }, stop)
    }
}

/// The whole body: a browser returns no part of it.
#[cfg(target_arch = "wasm32")]
pub(super) async fn body(
    response: reqwest::Response,
    limit: &mut Option<BoxFuture<'static, ()>>,
    max_size: u64,
) -> (Bytes, Option<Stop>) {
    if is_too_large(&response, max_size) {
        return (Bytes::new(), Some(Stop::TooLarge(max_size)));
    }
    match within(limit, pin!(response.bytes())).await {
        None => (Bytes::new(), Some(Stop::Timeout)),
        Some(Ok(body)) if u64::try_from(body.len()).is_ok_and(|length| length > max_size) => {
            (Bytes::new(), Some(Stop::TooLarge(max_size)))
        }
        Some(Ok(body)) => (body, None),
        Some(Err(source)) => (Bytes::new(), Some(Stop::BrokeOff(source.without_url()))),
    }
}

/// Whether the response's length is too large, before it is read.
fn is_too_large(response: &reqwest::Response, max_size: u64) -> bool {
    response.content_length().is_some_and(|length| length > max_size)
}
