//! What arrives at the server.

use serde_json::{Value, json};

use crate::numbers::{NumbersClient, client};
use crate::runtime::{DecodeError, Info, Nullable, Operation, Request, Response};
use crate::server::Server;

const NUMBER: &str = r#"{"number": "+15551234567"}"#;

#[tokio::test]
async fn a_purchase_is_exactly_this_request() {
    let server = Server::json(200, NUMBER);
    client(&server.url).purchase_phone_number("+15551234567").await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "POST /api/relay/rest/phone_numbers HTTP/1.1");
    assert_eq!(request.body, r#"{"number":"+15551234567"}"#);
    let mut headers = request.headers.clone();
    headers.sort();
    let host = server.url.trim_start_matches("http://").to_owned();
    let expected = [
        ("accept", "application/json"),
        // "project:token-secret"
        ("authorization", "Basic cHJvamVjdDp0b2tlbi1zZWNyZXQ="),
        ("content-length", "25"),
        ("content-type", "application/json"),
        ("host", &host),
        ("user-agent", "numbers/1.2.3"),
    ];
    assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn absent_null_and_a_value_differ_on_the_wire() {
    for (note, expected) in [
        (Nullable::Absent, json!({"number": "1"})),
        (Nullable::Null, json!({"number": "1", "note": null})),
        (Nullable::Value("hi".to_owned()), json!({"number": "1", "note": "hi"})),
    ] {
        let server = Server::json(200, NUMBER);
        client(&server.url).purchase_phone_number("1").note(note).await.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&server.request().body).unwrap(), expected);
    }
}

#[tokio::test]
async fn a_request_without_body_has_no_content_type() {
    let server = Server::json(200, "[]");
    client(&server.url).list_phone_numbers().await.unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /api/relay/rest/phone_numbers HTTP/1.1");
    assert_eq!((request.header("content-type"), request.header("content-length")), (None, None));
}

#[tokio::test]
async fn optional_parameters_are_sent_when_set() {
    let server = Server::json(200, "[]");
    client(&server.url)
        .list_phone_numbers()
        .page_size(5)
        .filter_name("a b&c=+/é")
        .send()
        .await
        .unwrap();
    let expected = "/api/relay/rest/phone_numbers?page_size=5&filter_name=a%20b%26c%3D%2B%2F%C3%A9";
    assert_eq!(server.request().target(), expected);
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_base_url_and_a_prefix_make_no_difference() {
    for (suffix, prefix) in
        [("", ""), ("/", ""), ("/pre/fix", "/pre/fix"), ("/pre/fix/", "/pre/fix")]
    {
        let server = Server::json(200, NUMBER);
        client(&format!("{}{suffix}", server.url)).retrieve_phone_number("7").await.unwrap();
        assert_eq!(server.request().target(), format!("{prefix}/api/relay/rest/phone_numbers/7"));
    }
}

#[tokio::test]
async fn path_parameters_are_percent_encoded() {
    for (id, encoded) in [
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b+c", "a%20b%2Bc"),
        ("é{x}", "%C3%A9%7Bx%7D"),
        ("...", "..."),
        (r"\..\", "%5C..%5C"),
        ("-._~", "-._~"),
    ] {
        let server = Server::json(200, NUMBER);
        client(&server.url).retrieve_phone_number(id).await.unwrap();
        assert_eq!(server.request().target(), format!("/api/relay/rest/phone_numbers/{encoded}"));
    }
}

#[tokio::test]
async fn path_parameters_that_lead_elsewhere_are_not_sent() {
    let server = Server::json(200, NUMBER);
    for id in ["", ".", ".."] {
        let error = client(&server.url).retrieve_phone_number(id).await.unwrap_err();
        let message = error.to_string();
        let start =
            "retrieve_phone_number: nothing was sent: the path parameter `id` cannot be sent: ";
        assert!(message.starts_with(start), "{message}");
        assert!(!error.may_have_reached_server());
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn headers_of_the_client_and_of_one_call() {
    let server = Server::json(200, "[]");
    let client = NumbersClient::builder()
        .base_url(&server.url)
        .credentials("a", "b")
        .user_agent("mine/1")
        .default_header("X-Every", "1")
        .default_header("x-one", "default")
        .build()
        .unwrap();
    client.list_phone_numbers().header("X-One", "this").header("accept", "text/csv").await.unwrap();
    let request = server.request();
    assert_eq!(request.header("user-agent"), Some("mine/1"));
    assert_eq!(request.header("x-every"), Some("1"));
    assert_eq!(request.header("x-one"), Some("this"));
    assert_eq!(request.header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_error() {
    let server = Server::json(200, "[]");
    for (name, value) in [("x-a", "secret\nvalue"), ("no name", "1")] {
        let error = client(&server.url).list_phone_numbers().header(name, value).await.unwrap_err();
        assert!(!error.may_have_reached_server());
        let message = error.to_string();
        assert!(message.contains(name) && !message.contains("secret"), "{message}");
    }
    assert_eq!(server.count(), 0);
}

/// An operation that sends numbers.
struct Send;

impl Operation for Send {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "send", method: "POST", path: "/", accept: "*/*", security: &[] };

    fn request(&self, request: &mut Request) {
        request.json(&json!({"a": 3600.0, "b": [-2.0, 0.5, 1e300, -0.0, 9.0, 1e15], "c": 7}));
        request.query("list", &[1.0, 2.5]);
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

#[tokio::test]
async fn a_number_without_a_fraction_has_no_point() {
    let server = Server::json(200, "{}");
    client(&server.url).call(Send).await.unwrap();
    let received = server.requests().remove(0);
    let body = r#"{"a":3600,"b":[-2,0.5,1e+300,-0.0,9,1000000000000000],"c":7}"#;
    assert_eq!(received.body, body);
    assert!(received.target().ends_with("/?list=1&list=2.5"), "{}", received.target());
}
