//! Spans and events for `tracing`, named by the conventions of OpenTelemetry for HTTP. In: calls and attempts. Out: what
//! is recorded about them, which is no value that was sent or received.

use std::future::Future;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::api::Info;
use super::execute::Outcome;
use super::middleware::{Attempt, Finished, error_type};

/// Puts the call into a span of its own.
pub(super) fn call(
    info: &'static Info,
    call: impl Future<Output = Outcome>,
) -> impl Future<Output = Outcome> {
    let span = tracing::info_span!(
        "call",
        otel.name = info.id,
        otel.status_code = Empty,
        operation = info.id,
        http.request.method = info.method,
        url.template = info.path,
        http.response.status_code = Empty,
        error.type = Empty,
    );
    // The span is made here and not in the future: its parent is the caller's span, on whatever thread the call runs.
    recorded(span, call)
}

/// Puts the attempt into a span below that of its call.
pub(super) fn attempt(
    attempt: &Attempt,
    sent: impl Future<Output = Outcome>,
) -> impl Future<Output = Outcome> {
    let info = attempt.operation();
    let span = tracing::info_span!(
        "attempt",
        otel.kind = "client",
        otel.name = %format_args!("{} {}", info.method, info.path),
        otel.status_code = Empty,
        operation = info.id,
        http.request.method = info.method,
        http.request.resend_count = attempt.number().checked_sub(1).filter(|resent| *resent > 0),
        server.address = attempt.server_address(),
        server.port = attempt.server_port(),
        url.template = info.path,
        http.response.status_code = Empty,
        error.type = Empty,
    );
    recorded(span, sent)
}

async fn recorded(span: Span, work: impl Future<Output = Outcome>) -> Outcome {
    let outcome = work.instrument(span.clone()).await;
    if let Some(response) = Finished::new(&outcome, std::time::Duration::ZERO).response() {
        span.record("http.response.status_code", response.status().as_u16());
    }
    if let Some(error) = error_type(&outcome) {
        span.record("error.type", &*error);
        span.record("otel.status_code", "ERROR");
    }
    outcome
}

/// Tells how long the attempt took, as an event whose field `histogram.…` is a metric to `tracing-opentelemetry`, and
/// the others its attributes.
pub(super) fn finished(attempt: &Attempt, finished: &Finished<'_>) {
    let info = attempt.operation();
    let status = finished.response().map(|response| response.status().as_u16());
    tracing::debug!(
        histogram.http.client.request.duration = finished.duration().as_secs_f64(),
        http.request.method = info.method,
        http.response.status_code = status,
        server.address = attempt.server_address(),
        server.port = attempt.server_port(),
        url.template = info.path,
        error.type = finished.error_type().as_deref(),
    );
}
