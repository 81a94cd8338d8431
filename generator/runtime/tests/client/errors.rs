//! What errors say: the server's own words, its code, and one question each.

use std::error::Error as _;

use crate::numbers::{PurchasePhoneNumberError, client};
use crate::runtime::{AnyError, Error, Retry};
use crate::server::{Server, answer};

async fn purchase_error(server: &Server) -> Error<PurchasePhoneNumberError> {
    let call = client(&server.url).purchase_phone_number("+1").retry(Retry::never());
    call.await.unwrap_err()
}

async fn failed(body: &str) -> Error<PurchasePhoneNumberError> {
    purchase_error(&Server::json(418, body)).await
}

#[tokio::test]
async fn the_servers_words_are_shown_in_one_line() {
    for (body, words, code) in [
        (r#"{"message": "no such number", "code": "gone"}"#, "no such number", Some("gone")),
        (
            r#"{"error": {"message": "quota", "type": "limit", "code": null}}"#,
            "quota",
            Some("limit"),
        ),
        (r#"{"error": "Not Found"}"#, "Not Found", None),
        (
            r#"{"error": "invalid_grant", "error_description": "expired"}"#,
            "invalid_grant: expired",
            Some("invalid_grant"),
        ),
        (
            r#"{"type": "https://e.com/stock", "title": "Out of stock", "detail": "none left"}"#,
            "Out of stock: none left",
            Some("https://e.com/stock"),
        ),
        (r#"{"type": "about:blank", "title": "Gone"}"#, "Gone", None),
        (
            r#"{"errors": [{"code": 7, "message": "a"}, {"detail": "b"}, "c", "d"]}"#,
            "a; b; c",
            Some("7"),
        ),
        (r#"{"errors": [{"code": "taken"}]}"#, "taken", Some("taken")),
        (r#"{"errors": {"name": ["is short", "is odd"]}}"#, "name: is short; is odd", None),
        (r#"{"detail": [{"loc": ["body"], "msg": "required"}]}"#, "required", None),
        (r#"{"ErrorCode": "X1", "Message": "two\n\u0007 lines"}"#, "two lines", Some("X1")),
        (r#""plain""#, "plain", None),
    ] {
        let error = failed(body).await;
        let text = error.to_string();
        let length = body.len();
        let expected = format!("418 I'm a teapot (application/json, {length} bytes): {words}");
        assert_eq!(text, format!("purchase_phone_number: the server responded with {expected}"));
        assert_eq!(error.code().as_deref(), code, "{body}");
    }
    for body in ["{}", "[]", r#"{"message": {"a": true}}"#, r#"{"error": ""}"#, "no json"] {
        let error = failed(body).await;
        assert!(error.to_string().ends_with(" bytes)"), "{error}");
        assert_eq!((error.message(), error.code()), (None, None));
    }
}

#[tokio::test]
async fn words_are_cut_and_have_no_secrets() {
    let long = failed(&format!(r#"{{"message": "{}"}}"#, "ab ".repeat(200))).await;
    let text = long.to_string();
    assert!(text.ends_with("ab…") && text.len() < 320, "{text}");
    assert_eq!(long.message().unwrap().len(), 599);
    let body = r#"{"message": "key sk_live_4eC39HqLyjWDarjtT1zdp7dc, Bearer token-secret: 7c9e6679-7425-40de-944b-e07fc1f90ae7 is unknown"}"#;
    let text = failed(body).await.to_string();
    let words =
        "key [redacted], Bearer [redacted]: 7c9e6679-7425-40de-944b-e07fc1f90ae7 is unknown";
    assert!(text.ends_with(words), "{text}");
}

#[tokio::test]
async fn a_failing_server_is_told_in_one_way() {
    for body in [("application/json", r#"{"error": "down"}"#), ("text/html", "<html>down</html>")] {
        let error = purchase_error(&Server::raw(&answer(500, body.0, body.1))).await;
        let text = error.to_string();
        let start = "purchase_phone_number: the server responded with 500 Internal Server Error (";
        assert!(text.starts_with(start), "{text}");
        assert!(error.is_server_error() && !error.is_client_error());
    }
}

#[tokio::test]
async fn each_question_has_a_predicate() {
    type Question = fn(&Error<PurchasePhoneNumberError>) -> bool;
    let predicates: [(u16, Question); 5] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
    ];
    for (status, _) in predicates {
        let error = purchase_error(&Server::json(status, "{}")).await;
        let answers = predicates.map(|(status, is_it)| (status, is_it(&error)));
        assert_eq!(answers, predicates.map(|(other, _)| (other, other == status)));
        assert!(error.is_client_error() && !error.is_server_error());
    }
}

#[tokio::test]
async fn the_errors_of_several_operations_are_one() {
    async fn buy_and_list(url: &str) -> Result<(), Error> {
        client(url).list_phone_numbers().retry(Retry::never()).await?;
        client(url).purchase_phone_number("+1").await?;
        Ok(())
    }
    let server = Server::json(401, r#"{"error": "Unauthorized"}"#);
    let error: Error<AnyError> = buy_and_list(&server.url).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.message().as_deref(), Some("Unauthorized"));
    let error: Error = purchase_error(&Server::json(401, r#"{"error": "no"}"#)).await.into();
    let source = error.source().unwrap();
    assert_eq!(source.to_string(), r#"Unauthorized"#);
    assert!(source.downcast_ref::<AnyError>().is_some() && source.source().is_none());
    let documented: &AnyError = error.documented().unwrap();
    let typed: &PurchasePhoneNumberError = documented.downcast_ref().unwrap();
    assert!(matches!(typed, PurchasePhoneNumberError::Unauthorized(body) if body.error == "no"));
    assert_eq!(format!("{documented:?}"), format!("{typed:?}"));
    assert!(documented.downcast_ref::<String>().is_none());
}

#[tokio::test]
async fn headers_of_the_callers_own_are_no_words() {
    let body = r#"{"message": "Basic hidden-1 of key hidden-2 and session hidden-3, for Ada"}"#;
    let server = Server::json(418, body);
    let call = client(&server.url).purchase_phone_number("+1").retry(Retry::never());
    let call = call.header("Proxy-Authorization", "Basic hidden-1").header("X-Api-Key", "hidden-2");
    let error = call.header("Cookie", "session=hidden-3").header("X-User", "Ada").await;
    let text = error.unwrap_err().to_string();
    let words = "Basic [redacted] of key [redacted] and session [redacted], for Ada";
    assert!(text.ends_with(words), "{text}");
}
