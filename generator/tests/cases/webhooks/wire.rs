//! What the API sends is read as its type.

#![allow(deprecated, reason = "what is deprecated is read all the same")]

use case_webhooks::models::PetKind;
use case_webhooks::runtime::UnknownPayload;
use case_webhooks::webhooks::{self, Webhook};

#[test]
fn bodies_are_read_as_their_types() {
    let pet = webhooks::new_pet(br#"{"name": "Ada", "kind": "cat", "new": 1}"#).unwrap();
    assert_eq!((pet.name.as_str(), pet.kind), ("Ada", Some(PetKind::Cat)));
    let pets = webhooks::new_pet_put(br#"[{"name": "Ada"}]"#).unwrap();
    assert_eq!(pets.len(), 1);
    assert_eq!(webhooks::r#type(b"[1]").unwrap(), serde_json::json!([1]));
    let event = webhooks::subscribe_on_event(br#"{"id": 1, "at": "2026-01-02T03:04:05Z"}"#).unwrap();
    assert_eq!(event.id, 1);
}

#[test]
fn a_webhook_is_read_by_its_name() {
    let pet = Webhook::parse("newPet", br#"{"name": "Ada"}"#).unwrap();
    assert!(matches!(pet, Webhook::NewPet(pet) if pet.name == "Ada"));
    assert_eq!(Webhook::parse("type", b"1").unwrap(), Webhook::Type(1.into()));
    let unknown = UnknownPayload::new(b"[]");
    assert_eq!(Webhook::parse("new", b"[]").unwrap(), Webhook::Unknown(unknown.clone()));
    assert_eq!(unknown.json::<Vec<bool>>().unwrap(), Vec::<bool>::new());
}

#[test]
fn an_error_says_where_it_went_wrong() {
    let error = webhooks::subscribe_on_event(br#"{"id": "secret"}"#).unwrap_err();
    assert_eq!(error.path(), "$.id");
    assert!(!error.to_string().contains("secret"), "{error}");
}
