//! Connections that fail.

use std::error::Error as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::numbers::{NumbersClient, client};
use crate::runtime::Error;
use crate::server::Server;

const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn the_time_of_a_call_runs_out() {
    let server = Server::hanging("");
    let start = Instant::now();
    let error = client(&server.url).purchase_phone_number("1").timeout(SHORT).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.is_timeout() && !error.is_connect() && error.may_have_reached_server());
    assert_eq!((error.status(), error.body()), (None, None));
    assert_eq!(
        error.to_string(),
        "purchase_phone_number: timed out while waiting for the response"
    );
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_time_of_the_client_goes_for_each_call() {
    let server = Server::hanging("");
    let client = NumbersClient::builder()
        .base_url(&server.url)
        .credentials("a", "b")
        .timeout(SHORT)
        .build()
        .unwrap();
    assert!(client.purchase_phone_number("1").await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn the_time_runs_out_within_a_body() {
    let server = Server::hanging("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"number\"");
    let error = client(&server.url).purchase_phone_number("1").timeout(SHORT).await.unwrap_err();
    assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
    assert!(error.is_timeout());
    assert_eq!(error.body().unwrap(), "{\"number\"");
    assert!(
        error.to_string().contains("timed out while reading the response, after 200 OK"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_listens() {
    let url = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let error = client(&url).purchase_phone_number("1").await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout() && !error.may_have_reached_server());
    assert_eq!(error.to_string(), "purchase_phone_number: could not connect to the server");
    let mut chain = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        chain.push(error.to_string());
        source = error.source();
    }
    assert!(chain.last().unwrap().contains("refused"), "{chain:?}");
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_is_not_tried_again() {
    let server = Server::raw("");
    let error = client(&server.url).purchase_phone_number("1").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.may_have_reached_server(), "{error:?}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_own_http_client_is_used() {
    let server = Server::hanging("");
    let http = reqwest::Client::builder().timeout(SHORT).build().unwrap();
    let client = NumbersClient::builder()
        .base_url(&server.url)
        .credentials("a", "b")
        .http_client(http)
        .build()
        .unwrap();
    assert!(client.purchase_phone_number("1").await.unwrap_err().is_timeout());
    assert_eq!(server.request().header("user-agent"), Some("numbers/1.2.3"));
}

#[test]
fn futures_and_errors_go_between_threads() {
    fn check<T: Send + 'static>(_: &T) {}
    fn shared<T: Send + Sync + 'static>() {}
    let client = client("http://localhost");
    check(&client.purchase_phone_number("1").send());
    check(&std::future::IntoFuture::into_future(client.purchase_phone_number("1").with_response()));
    shared::<Error<crate::numbers::PurchasePhoneNumberError>>();
    shared::<NumbersClient>();
    assert!(size_of::<Error<[u8; 500]>>() <= 16);
}

#[tokio::test]
async fn without_any_time_nothing_is_sent() {
    let server = Server::json(200, "[]");
    let call = || client(&server.url).list_phone_numbers();
    for call in [call().timeout(Duration::ZERO), call().attempt_timeout(Duration::ZERO)] {
        let error = call.await.unwrap_err();
        assert!(error.is_timeout() && !error.may_have_reached_server(), "{error:?}");
    }
    let builder = NumbersClient::builder().base_url(&server.url).credentials("a", "b");
    let none = builder.timeout(Duration::ZERO).build().unwrap();
    assert!(none.list_phone_numbers().await.unwrap_err().is_timeout());
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn hundreds_of_headers_are_read() {
    let headers: String = (0..500).map(|number| format!("x-{number}: {number}\r\n")).collect();
    let server = Server::raw(&format!("HTTP/1.1 200 OK\r\n{headers}content-length: 2\r\n\r\n[]"));
    let response = client(&server.url).list_phone_numbers().with_response().await.unwrap();
    assert_eq!(response.headers()["x-499"], "499");
}
