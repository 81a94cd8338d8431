//! What the caller gets for what the server answers.

use crate::numbers::{CallHandler, NumbersClient, PurchasePhoneNumberError, StatusError, client};
use crate::runtime::{Error, Reading, Response, Retry};
use crate::server::{Server, answer, status};

type PurchaseError = Error<PurchasePhoneNumberError>;

async fn purchase_error(server: &Server) -> PurchaseError {
    let error = client(&server.url).purchase_phone_number("+1").await.unwrap_err();
    assert!(error.may_have_reached_server());
    assert!(!error.to_string().contains('\n'), "{error}");
    error
}

#[tokio::test]
async fn a_number_with_nulls_unknown_fields_and_unknown_values() {
    let body = r#"{"number": "+1", "name": null, "call_handler": "ai_agent", "new": {"a": [1]}}"#;
    let number = client(&Server::json(200, body).url).purchase_phone_number("+1").await.unwrap();
    assert_eq!(number.name, None);
    assert_eq!(number.call_handler, Some(CallHandler::Unknown("ai_agent".to_owned())));
}

#[tokio::test]
async fn with_response_gives_status_and_headers() {
    let server = Server::json(200, r#"{"number": "+1"}"#);
    let response = client(&server.url).purchase_phone_number("+1").with_response().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-request-id"], "abc");
    assert_eq!(response.body().number, "+1");
    let again =
        client(&server.url).purchase_phone_number("+1").with_response().send().await.unwrap();
    assert_eq!(again.into_body().number, "+1");
}

#[tokio::test]
async fn a_missing_content_type_does_not_matter() {
    let server = Server::raw("HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"number\": \"1\"}");
    assert_eq!(client(&server.url).purchase_phone_number("1").await.unwrap().number, "1");
}

#[tokio::test]
async fn documented_errors_are_typed() {
    let error = purchase_error(&Server::json(401, r#"{"error": "Unauthorized"}"#)).await;
    let expected =
        PurchasePhoneNumberError::Unauthorized(StatusError { error: "Unauthorized".to_owned() });
    assert_eq!(error.documented(), Some(&expected));
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.headers().unwrap()["x-request-id"], "abc");
    assert_eq!(error.body().unwrap(), r#"{"error": "Unauthorized"}"#);
    let expected = "purchase_phone_number: the server responded with 401 Unauthorized (application/json, 25 bytes): \
                    Unauthorized";
    assert_eq!(error.to_string(), expected);

    let error = purchase_error(&Server::json(422, r#"{"errors": [{"code": "taken"}]}"#)).await;
    let Error::Documented(response) = error else { panic!("{error:?}") };
    let PurchasePhoneNumberError::UnprocessableEntity(body) = response.error else {
        panic!("{:?}", response.error)
    };
    assert_eq!(body.errors[0].code, "taken");
}

#[tokio::test]
async fn a_documented_error_with_html_keeps_the_page() {
    let page = "<html><body>secret-page</body></html>";
    let error = purchase_error(&Server::raw(&answer(500, "text/html", page))).await;
    let Error::Undocumented(response) = &error else { panic!("{error:?}") };
    assert_eq!(response.mismatch().unwrap().reason(), "expected value at line 1 column 1");
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.body().unwrap(), page);
    assert_eq!(
        error.to_string(),
        "purchase_phone_number: the server responded with 500 Internal Server Error (text/html, 37 bytes)"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "at `$`: expected value at line 1 column 1");
}

#[tokio::test]
async fn an_empty_body_is_named() {
    for status in [200, 204, 401] {
        let error = purchase_error(&Server::json(status, "")).await;
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(matches!(error, Error::Empty(_)), status < 300, "{error:?}");
        assert_eq!(matches!(error, Error::Undocumented(_)), status > 400, "{error:?}");
        let said =
            if status < 300 { "the server sent no body: " } else { "the server responded with" };
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn an_undocumented_status_keeps_everything() {
    let error = purchase_error(&Server::raw(&answer(418, "text/plain", "teapot"))).await;
    assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
    assert_eq!(error.body().unwrap(), "teapot");
    let expected = "purchase_phone_number: the server responded with 418 I'm a teapot (text/plain, 6 bytes): \
                    teapot";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn another_success_than_the_documented_is_one_if_its_body_fits() {
    let server = Server::json(201, r#"{"number": "1"}"#);
    let call = client(&server.url).purchase_phone_number("+1").with_response();
    let response = call.await.unwrap();
    assert_eq!((response.status().as_u16(), &*response.body().number), (201, "1"));
    let call = client(&server.url).purchase_phone_number("+1").reading(Reading::Strict);
    assert!(matches!(call.await.unwrap_err(), Error::Undocumented(_)));
    assert!(matches!(purchase_error(&Server::json(201, "[2]")).await, Error::Undocumented(_)));
}

#[tokio::test]
async fn every_response_can_be_had_as_it_is() {
    for (status, body) in [(200, "<p>"), (204, ""), (401, "{}"), (500, "later")] {
        let server = Server::raw(&answer(status, "text/plain", body));
        let call = || client(&server.url).purchase_phone_number("+1").retry(Retry::never()).raw();
        let response = call().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), response.body().as_ref()),
            (status, body.as_bytes())
        );
        let mut stream = call().into_stream().await.unwrap();
        assert_eq!(stream.response().status().as_u16(), status);
        let mut arrived = Vec::new();
        while let Some(chunk) = stream.next().await {
            arrived.extend(chunk.unwrap());
        }
        assert_eq!(arrived, body.as_bytes());
        let without = client(&server.url).purchase_phone_number("+1").without_body().await;
        assert_eq!(without.is_ok(), status < 300, "{without:?}");
    }
}

#[tokio::test]
async fn a_mark_of_the_byte_order_is_no_part_of_json() {
    let server = Server::json(200, "\u{feff}{\"number\": \"1\"}");
    let number = client(&server.url).purchase_phone_number("1").await.unwrap();
    assert_eq!(number.number, "1");
}

#[tokio::test]
async fn wrong_json_is_named_by_its_path_and_not_quoted() {
    for (body, path, reason) in [
        (r#"{"number": [5]}"#, "$.number", "invalid type: sequence, expected a string"),
        (
            r#"{"number": "1", "capabilities": [{"rank": 1}, {"rank": "hid\"den, expected x"}]}"#,
            "$.capabilities[1].rank",
            "invalid type: string, expected i64",
        ),
        (r#"{"name": "x"}"#, "$", "missing field `number`"),
        ("[1]", "$", "invalid type: sequence, expected struct PhoneNumber"),
        ("null", "$", "invalid type: null, expected an object"),
        (r#"{"number": "1"} x"#, "$", "trailing characters at line 1 column 17"),
        (r#"{"number": "#, "$.number", "EOF while parsing a value at line 1 column 11"),
    ] {
        let error = purchase_error(&Server::json(200, body)).await;
        let Error::Decode(failure) = &error else { panic!("{error:?}") };
        assert_eq!((failure.error().path(), failure.error().reason()), (path, reason), "{body}");
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn an_encoding_that_was_not_decoded_is_named() {
    let encoded = answer(200, "application/json", "not JSON")
        .replace("x-request-id: abc", "content-encoding: br");
    let error = client(&Server::raw(&encoded).url).list_phone_numbers().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("(application/json, still encoded as br, 8 bytes)"), "{text}");
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_its_beginning() {
    let server = Server::raw(
        "HTTP/1.1 200 OK\r\nx-request-id: abc\r\ncontent-length: 100\r\n\r\n{\"number\": \"+1",
    );
    let error = purchase_error(&server).await;
    assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
    assert!(!error.is_timeout());
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.headers().unwrap()["x-request-id"], "abc");
    assert_eq!(error.body().unwrap(), "{\"number\": \"+1");
    assert!(std::error::Error::source(&error).is_some());
    let expected = "purchase_phone_number: the response was incomplete after 200 OK (no content type, 14 bytes)";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_body_in_many_pieces_is_put_together() {
    let server = Server::raw(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
         3\r\n{\"n\r\n8\r\number\":\"\r\n1\r\n7\r\n2\r\n\"}\r\n0\r\n\r\n",
    );
    assert_eq!(client(&server.url).purchase_phone_number("7").await.unwrap().number, "7");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::json(200, r#"{"number": "1"}"#);
    for status in [301, 302, 303, 307, 308] {
        let redirect = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n",
            elsewhere.url
        );
        let server = Server::raw(&redirect);
        let error = purchase_error(&server).await;
        assert!(matches!(error, Error::Undocumented(_)), "{error:?}");
        assert_eq!(error.headers().unwrap()["location"], format!("{}/x", elsewhere.url));
        assert_eq!(server.count(), 1);
    }
    assert_eq!(elsewhere.count(), 0);
}

#[tokio::test]
async fn redirects_within_the_server_are_followed_if_that_is_set() {
    let elsewhere = Server::json(200, r#"{"number": "1"}"#);
    let to = |location: &str| status(302, &[("location", location)]);
    let number = || answer(200, "application/json", r#"{"number": "1"}"#);
    let away = format!("{}/x", elsewhere.url);
    for (answers, expected, requests) in [
        (vec![to("/x"), to("y"), number()], Some("1"), 3),
        (vec![to("/x"), to("/y"), to("/z"), number()], None, 3),
        (vec![to("/x"), to(&away)], None, 2),
    ] {
        let server = Server::sequence(answers);
        let builder = NumbersClient::builder().base_url(&server.url).credentials("a", "b");
        let client = builder.redirects(2).build().unwrap();
        let outcome = client.retrieve_phone_number("1").await;
        assert_eq!(outcome.ok().as_ref().map(|it| &*it.number), expected);
        assert_eq!(server.count(), requests);
    }
    assert_eq!(elsewhere.count(), 0);
}

#[test]
fn a_text_is_told_from_json_by_the_content_type() {
    let read = |content_type: &str, body: &'static str| {
        let response = http::Response::builder().header("content-type", content_type);
        let response = Response::new("receive", response.body(body.into()).unwrap());
        response.text_or::<String>(Response::json).map_err(|error| error.to_string())
    };
    for content_type in ["text/plain", "Text/CSV; charset=utf-8", "text/json-like"] {
        assert_eq!(read(content_type, "\"a\"\n").unwrap(), "\"a\"\n", "{content_type}");
    }
    for content_type in ["application/json", "text/json", "text/x+json; a=b", "", "textual"] {
        assert_eq!(read(content_type, "\"a\"\n").unwrap(), "a", "{content_type}");
    }
    // A string that is not even JSON.
    assert_eq!(read("application/json", "a").unwrap(), "a");
    assert!(read("application/json", "\"a").unwrap_err().starts_with("at `$`"));
}

#[test]
fn text_and_json_are_read_in_their_charset() {
    let response = |content_type: &str, body: &[u8]| {
        let response = http::Response::builder().header("content-type", content_type);
        Response::new("receive", response.body(body.to_vec().into()).unwrap())
    };
    let utf_16: Vec<u8> = "\"\u{e9}\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (charset, body) in [
        ("", "\"\u{e9}\"".as_bytes()),
        ("; charset=ISO-8859-1", b"\"\xe9\""),
        ("; a=b; Charset=\"windows-1252\"", b"\"\xe9\""),
        ("; charset=utf-16le", &utf_16),
    ] {
        let json: String = response(&format!("application/json{charset}"), body).json().unwrap();
        assert_eq!(json, "\u{e9}", "{charset}");
        assert_eq!(response(&format!("text/plain{charset}"), body).text().unwrap(), "\"\u{e9}\"");
    }
    let marked = [b"\xff\xfe".as_slice(), &utf_16].concat();
    assert_eq!(response("text/plain", &marked).text().unwrap(), "\"\u{e9}\"");
    assert!(response("text/plain; charset=utf-16le", b"a").text().is_err());
    assert!(response("text/plain", b"\xe9").text().is_err());
    assert_eq!(response("application/json", b"\"a\"").text().unwrap(), "a");
}
