//! Which member a value is.

use case_discriminators::models::{Account, Card, Cash, Nested, Pet, Source, Toys};
use serde_json::json;

#[test]
fn a_union_in_a_union_is_meant_by_what_its_members_are_meant_by() {
    let nested = |json: &str| -> Nested { serde_json::from_str(json).unwrap() };
    assert!(matches!(nested(r#"{"pet-type":"kitten"}"#), Nested::Pet(Pet::Cat(_))));
    assert!(matches!(nested(r#"{"pet-type":"rope","length":2}"#), Nested::Toys(Toys::Rope(_))));
    assert!(matches!(nested(r#"{"pet-type":"bird"}"#), Nested::Unknown(_)));
}

#[test]
fn null_means_a_member_that_lists_it() {
    for json in [r#"{"pet-type":"stray"}"#, r#"{"pet-type":null}"#] {
        let nested: Nested = serde_json::from_str(json).unwrap();
        assert!(matches!(nested, Nested::Stray(_)), "{json}");
        assert_eq!(serde_json::to_string(&nested).unwrap(), json);
    }
}

#[test]
fn a_new_value_says_which_member_it_is() {
    let json = |source: Source| serde_json::to_value(&source).unwrap();
    assert_eq!(json(Card::new("1").into()), json!({ "kind": "card", "number": "1" }));
    assert_eq!(json(Account::new("1").into()), json!({ "kind": "account", "number": "1" }));
    assert_eq!(json(Cash::default().into()), json!({ "kind": "cash" }));
}

#[test]
fn what_came_without_saying_it_goes_without_saying_it() {
    let came = r#"{"number":"1"}"#;
    let card: Card = serde_json::from_str(came).unwrap();
    assert_eq!(serde_json::to_string(&card).unwrap(), came);
}
