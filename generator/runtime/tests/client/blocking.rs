//! The same without async code.

use std::time::Duration;

use crate::numbers::{BlockingClient, PurchasePhoneNumberError};
use crate::runtime::Error;
use crate::server::Server;

fn client(url: &str) -> BlockingClient {
    BlockingClient::builder().base_url(url).credentials("project", "token-secret").build().unwrap()
}

#[test]
fn a_purchase_is_the_same_request() {
    let server = Server::json(200, r#"{"number": "+1"}"#);
    let number = client(&server.url).purchase_phone_number("+1").send().unwrap();
    assert_eq!(number.number, "+1");
    let request = server.request();
    assert_eq!(request.line, "POST /api/relay/rest/phone_numbers HTTP/1.1");
    assert_eq!(request.header("authorization"), Some("Basic cHJvamVjdDp0b2tlbi1zZWNyZXQ="));
    assert_eq!(request.body, r#"{"number":"+1"}"#);
}

#[test]
fn with_response_gives_status_and_headers() {
    let server = Server::json(200, "[]");
    let response =
        client(&server.url).list_phone_numbers().page_size(1).with_response().send().unwrap();
    assert_eq!(
        (response.status().as_u16(), response.headers()["x-request-id"].as_bytes()),
        (200, &b"abc"[..])
    );
}

#[test]
fn errors_are_the_same() {
    let error = client(&Server::json(401, r#"{"error": "no"}"#).url)
        .purchase_phone_number("+1")
        .send()
        .unwrap_err();
    assert!(
        matches!(error.documented(), Some(PurchasePhoneNumberError::Unauthorized(_))),
        "{error:?}"
    );

    let server = Server::hanging("");
    let call = client(&server.url).purchase_phone_number("+1").timeout(Duration::from_millis(200));
    assert!(call.send().unwrap_err().is_timeout());

    let error = client("http://127.0.0.1:1").purchase_phone_number("+1").send().unwrap_err();
    assert!(error.is_connect(), "{error:?}");

    let cut = Server::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
    let error = client(&cut.url).purchase_phone_number("+1").send().unwrap_err();
    assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
}

#[tokio::test]
async fn it_works_and_can_be_dropped_inside_of_async_code() {
    let server = Server::json(200, r#"{"number": "+1"}"#);
    let client = client(&server.url);
    let clone = client.clone();
    assert_eq!(client.purchase_phone_number("+1").send().unwrap().number, "+1");
    drop(client);
    assert_eq!(clone.purchase_phone_number("+1").send().unwrap().number, "+1");
    drop(clone);
}

#[test]
fn many_threads_share_a_client() {
    let server = Server::json(200, r#"{"number": "+1"}"#);
    let client = client(&server.url);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| client.purchase_phone_number("+1").send().unwrap());
        }
    });
    assert_eq!(server.count(), 16);
}
