//! Carrying out of one call, the same for every operation. In: a client's settings and a request. Out: the whole
//! response, or what kept it from coming.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::auth;
use super::client::Inner;
use super::error::{Failure, IncompleteResponse, TransportError};
use super::request::Request;
use super::response::Response;

/// What came of a call, before it is decoded.
pub(super) type Outcome = Result<Response, Failure>;

/// Sends the request and reads the response.
///
/// The future is boxed so that the futures of the operations around it stay small and quick to compile.
pub(super) fn execute(
    inner: Arc<Inner>,
    request: Request,
) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    #[cfg(feature = "tracing")]
    return Box::pin(traced(request.info, exchange(inner, request)));
    #[cfg(not(feature = "tracing"))]
    Box::pin(exchange(inner, request))
}

async fn exchange(inner: Arc<Inner>, mut request: Request) -> Outcome {
    let operation = request.info.id;
    auth::authorize(inner.schemes, &inner.credentials, &mut request);
    let request = request.finish(&inner.base, &inner.headers).map_err(Failure::NotSent)?;
    let response = inner.http.execute(request).await;
    let response =
        response.map_err(|source| Failure::Transport(TransportError::new(operation, source)))?;
    read(operation, response).await
}

/// Reads the body to its end, and keeps what there is of one that breaks off.
async fn read(operation: &'static str, mut response: reqwest::Response) -> Outcome {
    let mut head = http::Response::new(Bytes::new());
    *head.status_mut() = response.status();
    *head.version_mut() = response.version();
    *head.headers_mut() = std::mem::take(response.headers_mut());
    let mut body = Body::default();
    let end = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => body.push(chunk),
            Ok(None) => break Ok(()),
            Err(source) => break Err(source),
        }
    };
    let response = Response::new(operation, head.map(|_| body.finish()));
    match end {
        Ok(()) => Ok(response),
        Err(source) => Err(Failure::Incomplete(IncompleteResponse::new(response, source))),
    }
}

/// A body that grows; one that comes in a single piece is not copied.
#[derive(Default)]
struct Body {
    first: Bytes,
    joined: BytesMut,
}

impl Body {
    fn push(&mut self, chunk: Bytes) {
        if self.joined.is_empty() && self.first.is_empty() {
            self.first = chunk;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.joined.extend_from_slice(&chunk);
    }

    fn finish(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

/// Puts the call into a span of its own, which names no value that was sent or received.
#[cfg(feature = "tracing")]
fn traced(
    info: &'static super::api::Info,
    call: impl Future<Output = Outcome> + Send,
) -> impl Future<Output = Outcome> + Send {
    use tracing::Instrument;

    let span = tracing::info_span!(
        "call",
        operation = info.id,
        http.request.method = info.method.as_str(),
        url.template = info.path,
        http.response.status_code = tracing::field::Empty,
        error.type = tracing::field::Empty,
    );
    // The span is made here and not in the future: its parent is the caller's span, on whatever thread the call runs.
    async move {
        let outcome = call.instrument(span.clone()).await;
        record(&span, &outcome);
        outcome
    }
}

#[cfg(feature = "tracing")]
fn record(span: &tracing::Span, outcome: &Outcome) {
    let (response, error) = match outcome {
        Ok(response) => (Some(response), None),
        Err(Failure::Incomplete(error)) => (Some(error.response()), Some("incomplete")),
        Err(Failure::Transport(error)) if error.is_timeout() => (None, Some("timeout")),
        Err(Failure::Transport(error)) if error.is_connect() => (None, Some("connect")),
        Err(Failure::Transport(_)) => (None, Some("transport")),
        Err(Failure::NotSent(_)) => (None, Some("not_sent")),
    };
    if let Some(response) = response {
        span.record("http.response.status_code", response.status().as_u16());
    }
    if let Some(error) = error {
        span.record("error.type", error);
    }
}
