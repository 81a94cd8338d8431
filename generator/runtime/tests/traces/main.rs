//! What a subscriber sees of a call. In: calls. Out: spans. It is a program of its own because a subscriber that is
//! set while other tests make their first calls does not see all spans.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[allow(dead_code, unused_imports, unreachable_pub, reason = "the files are those of the library")]
#[path = "../../src/runtime/mod.rs"]
pub mod runtime;

#[allow(dead_code, reason = "the other tests use the rest of it")]
#[path = "../client/numbers.rs"]
mod numbers;
#[allow(dead_code, reason = "the other tests use the rest of it")]
#[path = "../client/server.rs"]
mod server;

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::format::FmtSpan;

use crate::numbers::client;
use crate::server::{Server, answer, status};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_call_has_a_span_that_holds_no_value() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    let server = Server::json(200, r#"{"number": "1"}"#);
    client(&server.url).retrieve_phone_number("id-secret").await.unwrap();
    client(&Server::json(200, "[]").url)
        .list_phone_numbers()
        .filter_name("query-secret")
        .await
        .unwrap();
    client(&server.url).retrieve_phone_number("..").await.unwrap_err();
    let no_retry = crate::runtime::Retry::never();
    let nobody = client("http://127.0.0.1:1").retrieve_phone_number("id-secret");
    nobody.retry(no_retry.clone()).await.unwrap_err();
    let busy = Server::sequence(vec![
        status(503, &[("retry-after", "0"), ("x-id", "header-secret")]),
        answer(200, "application/json", r#"{"number": "1"}"#),
    ]);
    client(&busy.url).retrieve_phone_number("id-secret").await.unwrap();
    let refused = Server::raw(&status(404, &[]));
    client(&refused.url).purchase_phone_number("body-secret").retry(no_retry).await.unwrap_err();
    drop(guard);

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let span = "call{otel.name=\"retrieve_phone_number\" operation=\"retrieve_phone_number\" http.request.method=\"GET\" \
                url.template=\"/api/relay/rest/phone_numbers/{id}\"";
    let port = busy.url.rsplit(':').next().unwrap();
    let attempt = |resent: &str| {
        format!(
            "{span} http.response.status_code=200}}:attempt{{otel.kind=\"client\" otel.name=GET /api/relay/rest/phone_numbers/{{id}} operation=\"retrieve_phone_number\" \
             http.request.method=\"GET\"{resent} server.address=\"127.0.0.1\" \
             server.port={port} url.template=\"/api/relay/rest/phone_numbers/{{id}}\""
        )
    };
    let metric = |status, error: &str| {
        format!(
            " http.request.method=\"GET\" http.response.status_code={status} server.address=\"127.0.0.1\" \
             server.port={port} url.template=\"/api/relay/rest/phone_numbers/{{id}}\"{error}\n"
        )
    };
    assert!(text.contains(" histogram.http.client.request.duration=0.0"), "{text}");
    for expected in [
        attempt("").replace(" http.response.status_code=200", ""),
        attempt(" http.request.resend_count=1").replace(" http.response.status_code=200", ""),
        metric(503, " error.type=\"503\""),
        metric(200, ""),
        "http.response.status_code=404 error.type=\"404\" otel.status_code=\"ERROR\"".to_owned(),
        format!("{span} http.response.status_code=200"),
        format!("{span} error.type=\"not_sent\""),
        format!("{span} error.type=\"connect\""),
    ] {
        assert!(text.contains(&expected), "{expected} in\n{text}");
    }
    assert!(!text.contains("secret"), "{text}");
}
