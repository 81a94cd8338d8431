//! Which member a value is.

use case_discriminators::models::{Nested, Pet, Toys};

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
