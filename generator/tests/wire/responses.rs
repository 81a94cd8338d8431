//! What a success gives.

use serde_json::{Value, json};
use signalwire_phone_numbers::models::{
    CallHandler, CallReceiveMode, Capability, MessageHandler, NumberType, PhoneNumber,
};
use signalwire_phone_numbers::runtime::{Formatted, Nullable};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client::{KINDS, Kind, purchase};

/// The number that a server gives by this body.
async fn bought(kind: Kind, body: &Value) -> PhoneNumber {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/relay/rest/phone_numbers"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .expect(1)
        .mount(&server)
        .await;
    purchase(kind, &server.uri()).await.unwrap().into_body()
}

/// Asserts that nothing of the body gets lost: it decodes, and encodes to the same JSON.
async fn check_kept(body: &Value) -> PhoneNumber {
    let number = bought(Kind::Async, body).await;
    assert_eq!(number, bought(Kind::Blocking, body).await);
    assert_eq!(&serde_json::to_value(&number).unwrap(), body);
    number
}

/// The description's examples of a purchased number.
fn examples() -> serde_yaml::Mapping {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/phone-numbers.yaml");
    let spec: serde_yaml::Value =
        serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let response = &spec["paths"]["/api/relay/rest/phone_numbers"]["post"]["responses"]["200"];
    response["content"]["application/json"]["examples"].as_mapping().unwrap().clone()
}

#[tokio::test]
async fn the_documented_bodies_are_kept_whole() {
    let examples = examples();
    assert!(!examples.is_empty());
    for (name, example) in &examples {
        let body: Value = serde_json::to_value(&example["value"]).unwrap();
        assert_eq!(body.as_object().unwrap().len(), 33, "{name:?} has not every field");
        check_kept(&body).await;
    }
}

#[tokio::test]
async fn values_have_their_types() {
    let body = serde_json::to_value(&examples()["configured"]["value"]).unwrap();
    let number = check_kept(&body).await;
    assert_eq!(number.number, "+18885550142");
    assert_eq!(number.name.as_deref(), Some("Support"));
    assert_eq!(number.call_handler.as_ref(), Some(&CallHandler::RelayApplication));
    assert_eq!(number.call_receive_mode.as_ref(), Some(&CallReceiveMode::Voice));
    assert_eq!(number.message_handler.as_ref(), Some(&MessageHandler::RelayApplication));
    assert_eq!(number.number_type.as_ref(), Some(&NumberType::TollFree));
    let capabilities = [Capability::Voice, Capability::Fax, Capability::Sms, Capability::Mms];
    assert_eq!(number.capabilities.as_deref(), Some(&capabilities[..]));
    let id = number.id.as_ref().unwrap().to_string();
    assert_eq!(id, "0d8f3b0a-9a1d-4a0e-8f0b-2f5a9d1c7e64");
    let created_at = number.created_at.as_ref().and_then(Formatted::get).unwrap();
    assert_eq!(created_at.as_second(), 1_730_822_565);
}

#[tokio::test]
async fn texts_without_their_format_are_kept() {
    let number = check_kept(&json!({
        "number": "+1",
        "id": "0D8F3B0A-9A1D-4A0E-8F0B-2F5A9D1C7E64",
        "created_at": "2024-02-07 10:21:01",
        "updated_at": "",
        "next_billed_at": "2024-02-07T10:21:01.000+01:00",
    }))
    .await;
    let id = number.id.as_ref().and_then(Formatted::get).unwrap();
    assert_eq!(id.to_string(), "0d8f3b0a-9a1d-4a0e-8f0b-2f5a9d1c7e64");
    let created_at = number.created_at.as_ref().unwrap();
    assert_eq!((created_at.get(), created_at.to_string().as_str()), (None, "2024-02-07 10:21:01"));
    assert_eq!(number.updated_at.as_ref().unwrap().to_string(), "");
    let next = number.next_billed_at.as_ref().and_then(Formatted::get).unwrap();
    assert_eq!(next.to_string(), "2024-02-07T09:21:01Z");
}

#[tokio::test]
async fn only_the_number_has_to_be_there() {
    let number = check_kept(&json!({ "number": "+1" })).await;
    assert_eq!(number, PhoneNumber::new("+1"));
    assert_eq!(number.call_handler, Nullable::Absent);
}

#[tokio::test]
async fn whatever_else_may_be_null() {
    let mut body = serde_json::to_value(&examples()["configured"]["value"]).unwrap();
    for (name, value) in body.as_object_mut().unwrap() {
        if name != "number" {
            *value = Value::Null;
        }
    }
    let number = check_kept(&body).await;
    assert!(
        number.id.is_null() && number.capabilities.is_null() && number.next_billed_at.is_null()
    );
}

/// As servers answered, which know more than their documentation.
#[tokio::test]
async fn a_fresh_number_of_a_real_server_is_kept_whole() {
    check_kept(&json!({
        "id": "c1ac439e-8d07-462d-9f07-c3771a55ff56", "name": null, "number": "+19254809561",
        "capabilities": ["voice", "fax", "sms", "mms"], "number_type": "longcode",
        "e911_address_id": null, "created_at": "2024-02-07T10:21:01Z",
        "updated_at": "2024-02-07T10:21:01Z", "next_billed_at": "2024-02-07T10:21:01Z",
        "call_handler": "laml_webhooks", "call_receive_mode": "voice", "call_request_url": null,
        "call_request_method": null, "call_fallback_url": null, "call_fallback_method": null,
        "call_status_callback_url": null, "call_status_callback_method": null,
        "call_laml_application_id": null, "call_dialogflow_agent_id": null,
        "call_relay_context": null, "call_relay_application": null,
    }))
    .await;
}

#[tokio::test]
async fn unknown_values_are_kept() {
    let number = check_kept(&json!({
        "number": "+1", "call_handler": "ai_agent", "call_receive_mode": "none",
        "message_handler": "relay_topic", "number_type": "tollfree", "call_request_method": "PUT",
        "capabilities": ["voice", "rcs"],
    }))
    .await;
    assert_eq!(number.call_handler.as_ref(), Some(&CallHandler::Unknown("ai_agent".to_owned())));
    assert_eq!(number.number_type.as_ref().unwrap().as_str(), "tollfree");
}

#[tokio::test]
async fn unknown_fields_are_kept() {
    for kind in KINDS {
        let body = json!({
            "number": "+1", "e911_state": "pending", "call_relay_subject": null,
            "nested": {"a": [1, {"b": null}]}, "": 1,
        });
        let mut number = bought(kind, &body).await;
        assert_eq!(serde_json::to_value(&number).unwrap(), body);
        assert_eq!(number.unknown_fields.remove("e911_state"), Some(json!("pending")));
        number.unknown_fields.clear();
        assert_eq!(number, PhoneNumber::new("+1"));
    }
}

#[tokio::test]
async fn status_and_headers_can_be_had() {
    for kind in KINDS {
        let server = MockServer::start().await;
        let template = ResponseTemplate::new(200)
            .insert_header("x-request-id", "r1")
            .set_body_json(json!({ "number": "+1" }));
        Mock::given(method("POST")).respond_with(template).mount(&server).await;
        let response = purchase(kind, &server.uri()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["x-request-id"], "r1");
        assert_eq!(response.body().number, "+1");
    }
}
