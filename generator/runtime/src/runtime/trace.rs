//! Spans and events for `tracing`, named by OpenTelemetry's conventions for HTTP. In: calls and attempts. Out: records
//! about them, without any value that was sent or received.

use std::future::Future;
use std::pin::Pin;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::api::Info;
use super::error::Outcome;
use super::middleware::{Attempt, Finished, error_type};
use super::reading::Correction;

/// The span of a call.
pub(super) fn call(info: &'static Info) -> Span {
    tracing::info_span!(
        "call",
        otel.name = info.id,
        otel.status_code = Empty,
        operation = info.id,
        http.request.method = info.method,
        url.template = info.path,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

/// The span of an attempt, a child of the call's.
pub(super) fn attempt(attempt: &Attempt) -> Span {
    let info = attempt.operation();
    tracing::info_span!(
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
    )
}

/// Runs the work in the span, and records the outcome. The work is pinned by the caller, so that it is not stored
/// twice.
pub(super) async fn recorded(span: Span, work: Pin<&mut impl Future<Output = Outcome>>) -> Outcome {
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

/// Records what was corrected in a body.
pub(super) fn corrected(operation: &'static str, correction: &Correction) {
    tracing::info!(
        operation,
        path = correction.path(),
        expected = correction.expected(),
        arrived = correction.arrived(),
        made = correction.made(),
        "corrected a part of a response"
    );
}

/// Records how long the attempt took, as an event whose field `histogram.…` is a metric to `tracing-opentelemetry`, and
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
