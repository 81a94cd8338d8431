//! What a failure gives, and that it still holds everything that arrived.

use signalwire_phone_numbers::Error;
use signalwire_phone_numbers::models::{Problem, ServiceError, StatusError, ValidationError};
use signalwire_phone_numbers::operations::PurchasePhoneNumberError as Documented;
use signalwire_phone_numbers::runtime::Nullable;

use serde_json::Value;

use crate::client::{KINDS, Kind, PurchaseError, purchase_error};
use crate::server::{Answer, Server, json, response};

/// The error for a response, which was asked for once and is still there.
async fn error(kind: Kind, response: &str) -> PurchaseError {
    let server = Server::start(&[Answer::Close(response.to_owned())]).await;
    let error = purchase_error(kind, &server.url).await;
    assert_eq!(server.requests().len(), 1);
    assert!(error.may_have_reached_server());
    assert!(!error.is_timeout() && !error.is_connect());
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap();
    assert_eq!(error.status().unwrap().as_str(), status);
    assert_eq!(error.body().unwrap(), body);
    assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
    error
}

#[tokio::test]
async fn each_documented_status_has_its_variant() {
    for kind in KINDS {
        let body = |text: &str| StatusError::new(text);
        for (status, text, expected) in [
            (400, "Bad Request", Documented::BadRequest(body("Bad Request"))),
            (401, "Unauthorized", Documented::Unauthorized(body("Unauthorized"))),
            (500, "Oh", Documented::InternalServerError(body("Oh"))),
        ] {
            let error = error(kind, &json(status, &format!(r#"{{"error":"{text}"}}"#))).await;
            assert_eq!(error.documented(), Some(&expected), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn validation_errors_are_typed_with_null_and_with_unknown_fields() {
    let expected = ValidationError::new(None, "422", "Invalid Attribute", "422");
    check_problems(
        r#"{"errors":[{"detail":null,"status":"422","title":"Invalid Attribute","code":"422"}]}"#,
        &[Problem::ValidationError(expected)],
    )
    .await;
    let detail = String::from("Label can't be blank");
    let expected = ValidationError::new(Some(detail), "422", "Invalid Attribute", "422");
    let body = include_str!("bodies/validation_errors.json");
    check_problems(body, &[Problem::ValidationError(expected)]).await;
}

#[tokio::test]
async fn problems_in_the_form_of_other_services_are_typed() {
    let url = "https://signalwire.com/docs/apis/error-codes";
    let mut expected =
        ServiceError::new("validation_error", "invalid_parameter", "Name must be present", url);
    expected.attribute = Nullable::from("name");
    let body = format!(
        r#"{{"errors":[{{"type":"validation_error","code":"invalid_parameter","message":"Name must be present","attribute":"name","url":"{url}"}}]}}"#
    );
    check_problems(&body, &[Problem::ServiceError(expected)]).await;
}

#[tokio::test]
async fn problems_in_no_known_form_are_kept() {
    let unknown = |json: &str| Problem::Unknown(serde_json::from_str(json).unwrap());
    let body = r#"{"errors":[{"code":"new"},"text"]}"#;
    check_problems(body, &[unknown(r#"{"code":"new"}"#), unknown(r#""text""#)]).await;
}

/// Asserts that an answer of 422 with this body tells of these problems, and keeps whatever else it has.
async fn check_problems(body: &str, problems: &[Problem]) {
    for kind in KINDS {
        let error = error(kind, &json(422, body)).await;
        let Some(Documented::UnprocessableEntity(errors)) = error.documented() else {
            panic!("{error:?}")
        };
        assert_eq!(errors.errors, problems);
        let arrived: Value = serde_json::from_str(body).unwrap();
        assert_eq!(serde_json::to_value(errors).unwrap(), arrived);
    }
}

#[tokio::test]
async fn a_page_in_place_of_a_documented_error_is_kept() {
    for kind in KINDS {
        for status in [200, 400, 401, 422, 500] {
            let page = "<html><h1>502 Bad Gateway</h1></html>";
            let error = error(kind, &response(status, "text/html", page)).await;
            assert_eq!(matches!(error, Error::Decode(_)), status == 200, "{error:?}");
            assert_eq!(matches!(error, Error::Undocumented(_)), status != 200, "{error:?}");
            let (message, mismatch) = (error.to_string(), std::error::Error::source(&error));
            let reason = mismatch.map_or_else(|| message.clone(), ToString::to_string);
            assert!(message.contains("text/html") && reason.contains("expected value"), "{reason}");
        }
    }
}

#[tokio::test]
async fn a_status_without_documentation_is_kept() {
    for kind in KINDS {
        for status in [204, 301, 307, 404, 409, 503] {
            let body = if status == 204 { "" } else { r#"{"number":"+1"}"# };
            let head = format!(
                "HTTP/1.1 {status} Reason\r\nx-request-id: r1\r\nretry-after: 3600\r\nlocation: /elsewhere\r\n"
            );
            // A response of 204 has no body, and so no length.
            let length = if status == 204 {
                String::new()
            } else {
                format!("content-length: {}\r\n", body.len())
            };
            let error = error(kind, &format!("{head}{length}\r\n{body}")).await;
            assert_eq!(matches!(error, Error::Empty(_)), status == 204, "{error:?}");
            assert_eq!(matches!(error, Error::Undocumented(_)), status != 204, "{error:?}");
            assert!(error.to_string().contains(&status.to_string()), "{error}");
            assert_eq!(error.headers().unwrap()["retry-after"], "3600");
        }
    }
}

#[tokio::test]
async fn an_empty_body_is_named() {
    for kind in KINDS {
        for status in [200, 400, 422, 500] {
            let error = error(kind, &json(status, "")).await;
            assert_eq!(matches!(error, Error::Empty(_)), status == 200, "{error:?}");
            let reason = std::error::Error::source(&error).map(ToString::to_string);
            let reason = reason.unwrap_or_else(|| error.to_string());
            let said = if status == 200 { "the server sent no body" } else { "the body is empty" };
            assert!(reason.contains(said), "{reason}");
        }
    }
}

#[tokio::test]
async fn wrong_json_is_named_by_its_path() {
    for kind in KINDS {
        for (body, place) in [
            (r#"{"number":[5]}"#, "$.number"),
            (r#"{"number":{"a":null}}"#, "$.number"),
            (r#"{"number":"+1","capabilities":["voice",{"a":1}]}"#, "$.capabilities[1]"),
            (r#"{"number":"+1","created_at":[5]}"#, "$.created_at"),
            (r#"{"number":"+1","id":{}}"#, "$.id"),
            (r#"{"number":"+1"}}"#, "$"),
            ("[]", "$"),
            ("null", "$"),
            (r#""+1""#, "$"),
        ] {
            let error = error(kind, &json(200, body)).await;
            let Error::Decode(failure) = &error else { panic!("{body}: {error:?}") };
            assert_eq!(failure.error().path(), place, "{body}");
            assert!(error.to_string().contains(&format!("`{place}`")), "{error}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_text_is_kept() {
    for kind in KINDS {
        error(kind, &response(200, "application/octet-stream", "\u{0}\u{1b}\u{ff}")).await;
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_kept_as_far_as_it_came() {
    for kind in KINDS {
        for status in [200, 422, 500, 403] {
            let begun = format!(
                "HTTP/1.1 {status} Reason\r\nx-request-id: r1\r\ncontent-length: 100\r\n\r\n{{\"number\""
            );
            let error = error(kind, &begun).await;
            assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
            assert!(error.to_string().contains("was incomplete"), "{error}");
        }
        let chunk = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{\"nu\r\n";
        let server = Server::start(&[Answer::Close(chunk.to_owned())]).await;
        let error = purchase_error(kind, &server.url).await;
        assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
        assert_eq!(error.body().unwrap(), "{\"nu");
    }
}
