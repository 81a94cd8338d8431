//! The token is shown nowhere.

use std::error::Error;
use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use signalwire_phone_numbers::{Client, blocking};

use crate::client::{AUTHORIZATION, KINDS, PROJECT, Purchase, TOKEN};
use crate::server::{Answer, Server, json, response};

/// Asserts that the text holds the token in no form.
fn check(text: &str) {
    let encoded = AUTHORIZATION.strip_prefix("Basic ").unwrap();
    for secret in [TOKEN, encoded] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn check_debug(value: &impl Debug) {
    check(&format!("{value:?} {value:#?}"));
}

/// Checks an error and all that led to it.
fn check_error(error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        check(&format!("{error} {error:?} {error:#?}"));
        next = error.source();
    }
}

#[test]
fn builders_clients_and_calls_do_not_show_it() {
    let builder = || Client::builder().space("example").credentials(PROJECT, TOKEN);
    check_debug(&builder());
    let client = builder().build().unwrap();
    check_debug(&client);
    check_debug(&client.purchase_phone_number("+1"));
    check_debug(&client.purchase_phone_number("+1").with_response());
    let builder = || blocking::Client::builder().space("example").credentials(PROJECT, TOKEN);
    check_debug(&builder());
    let client = builder().build().unwrap();
    check_debug(&client);
    check_debug(&client.purchase_phone_number("+1"));
    check_debug(&client.purchase_phone_number("+1").with_response());
}

#[test]
fn errors_of_building_do_not_show_it() {
    for builder in [
        Client::builder().credentials(PROJECT, TOKEN),
        Client::builder().space("a b").credentials(PROJECT, TOKEN),
        Client::builder().space("a").credentials(PROJECT, format!("{TOKEN}\n")),
        Client::builder().space("a").credentials(format!("{PROJECT}:"), TOKEN),
        Client::builder().base_url("no url").credentials(PROJECT, TOKEN),
        Client::builder().base_url(format!("https://{PROJECT}:{TOKEN}@example.com")),
    ] {
        check_debug(&builder);
        match builder.build() {
            Ok(client) => check_debug(&client),
            Err(error) => check_error(&error),
        }
    }
}

#[tokio::test]
async fn errors_of_calls_do_not_show_it() {
    // Servers that send back what they got.
    let echo = format!("{{\"error\":\"{TOKEN} {AUTHORIZATION}\"}}");
    for answer in [
        Answer::Close(json(200, &format!("[{echo}]"))),
        Answer::Close(json(200, &format!("{{\"number\":{{\"{TOKEN}\":1}}}}"))),
        Answer::Close(json(
            200,
            &format!("{{\"number\":\"+1\",\"capabilities\":[[\"{TOKEN}\"]]}}"),
        )),
        Answer::Close(response(500, "text/html", &format!("<html>{echo}</html>"))),
        Answer::Close(json(409, &echo)),
        Answer::Close("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"number\":".to_owned()),
        Answer::Close(format!("{AUTHORIZATION}\r\n\r\n")),
        Answer::Close(String::new()),
        Answer::Hang(String::new()),
        Answer::Reset,
    ] {
        for kind in KINDS {
            let server = Server::start(std::slice::from_ref(&answer)).await;
            let timeout = Some(Duration::from_millis(200));
            let purchase = Purchase { call_timeout: timeout, ..Purchase::default() };
            check_error(&purchase.send(kind, &server.url).await.unwrap_err());
        }
    }
    for kind in KINDS {
        check_error(&crate::client::purchase_error(kind, "http://127.0.0.1:1").await);
    }
}

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

/// Everything that the client and the libraries below it log, for this test and all that run beside it.
#[tokio::test]
async fn logs_do_not_show_it() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .init();
    for kind in KINDS {
        let server = Server::json(200, r#"{"number":"+1"}"#).await;
        Purchase::default().send(kind, &server.url).await.unwrap();
        let server = Server::json(401, r#"{"error":"Unauthorized"}"#).await;
        Purchase::default().send(kind, &server.url).await.unwrap_err();
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    check(&text);
    let span = "operation=\"purchase_phone_number\" http.request.method=\"POST\" \
                url.template=\"/api/relay/rest/phone_numbers\"";
    for status in [200, 401] {
        let span = format!("{span} http.response.status_code={status}");
        assert!(text.contains(&span), "no {span} in\n{text}");
    }
    // Without a line of theirs the test would not have listened to the libraries.
    assert!(text.contains("hyper_util") || text.contains("reqwest"), "{text}");
}
