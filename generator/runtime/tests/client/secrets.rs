//! No secret is printed: not the token, not what was sent, not what came back unread.

use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use crate::numbers::{BlockingClient, NumbersClient, client};
use crate::runtime::{AccessToken, Error, Retry};
use crate::server::{Server, answer};

fn check(text: &str) {
    for secret in [
        "token-secret",
        "cHJvamVjdDp0b2tlbi1zZWNyZXQ",
        "cookie-secret",
        "body-secret",
        "query-secret",
        "header-secret",
    ] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn check_debug(value: &impl Debug) {
    check(&format!("{value:?}"));
    check(&format!("{value:#?}"));
}

fn check_error<E: std::error::Error + 'static>(error: &Error<E>) {
    check_debug(error);
    check(&error.to_string());
    let mut source = error.source();
    while let Some(error) = source {
        check(&format!("{error} {error:?}"));
        source = error.source();
    }
}

#[tokio::test]
async fn clients_builders_and_calls_print_none() {
    let builder =
        || NumbersClient::builder().base_url("http://h").credentials("project", "token-secret");
    check_debug(&builder().default_header("x-key", "header-secret"));
    let client = builder().default_header("x-key", "header-secret").build().unwrap();
    check_debug(&client);
    check_debug(&client.purchase_phone_number("body-secret").header("x-key", "header-secret"));
    check_debug(&client.list_phone_numbers().filter_name("query-secret").with_response());
    let token = || async { Ok(AccessToken::new("token-secret")) };
    check_debug(&AccessToken::new("token-secret").expires_in(Duration::from_secs(1)));
    check_debug(&NumbersClient::builder().token_provider("SignalWireBasicAuth", token));
    check_debug(
        &BlockingClient::builder()
            .base_url("http://h")
            .credentials("a", "token-secret")
            .build()
            .unwrap(),
    );
}

#[tokio::test]
async fn errors_print_none() {
    let html = "<html>body-secret</html>";
    for answer in [
        answer(200, "text/html", html),
        answer(401, "text/html", html),
        answer(418, "text/html", html),
        answer(200, "application/json", r#"{"number": "1", "capabilities": "body-secret"}"#),
        answer(
            200,
            "application/json",
            r#"{"number": "1", "capabilities": [{"rank": "body-secret"}]}"#,
        ),
        answer(200, "application/json", r#"{"number": "1", "pin": {"body-secret": 1}}"#),
        answer(200, "application/json", r#""body-secret""#),
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nset-cookie: a=cookie-secret\r\n\r\nbody-secret"
            .to_owned(),
        "body-secret".to_owned(),
        String::new(),
    ] {
        let server = Server::raw(&answer);
        let never = Retry::never();
        check_error(&client(&server.url).purchase_phone_number("body-secret").await.unwrap_err());
        check_error(
            &client(&server.url)
                .list_phone_numbers()
                .filter_name("query-secret")
                .retry(never)
                .await
                .unwrap_err(),
        );
    }
    let large = answer(200, "application/json", r#"["body-secret"]"#);
    let builder = NumbersClient::builder().base_url(Server::raw(&large).url);
    let small = builder.credentials("project", "token-secret").max_response_size(4);
    check_error(&small.build().unwrap().list_phone_numbers().await.unwrap_err());
    let server = Server::hanging("");
    let call = client(&server.url).list_phone_numbers().filter_name("query-secret");
    check_error(&call.timeout(Duration::from_millis(100)).await.unwrap_err());
    check_error(
        &client("http://127.0.0.1:1")
            .list_phone_numbers()
            .filter_name("query-secret")
            .await
            .unwrap_err(),
    );
    check_error(
        &client("http://h")
            .list_phone_numbers()
            .header("x-a", "header-secret\n")
            .await
            .unwrap_err(),
    );
}

#[tokio::test]
async fn the_headers_of_a_response_hide_its_cookies() {
    let server = Server::json(200, r#"{"number": "1", "pin": "body-secret"}"#);
    let response = client(&server.url).purchase_phone_number("1").with_response().await.unwrap();
    check_debug(&response);
    assert_eq!(response.headers()["set-cookie"], "session=cookie-secret");
    assert_eq!(response.body().pin.as_ref().unwrap().expose(), "body-secret");
}
