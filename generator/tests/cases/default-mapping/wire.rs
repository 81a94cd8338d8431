//! Which member a value is.

use case_default_mapping::models::Pet;

#[test]
fn what_no_mapping_has_is_the_default() {
    let pet = |json: &str| -> Pet { serde_json::from_str(json).unwrap() };
    assert!(matches!(pet(r#"{"kind":"cat","name":"a"}"#), Pet::Cat(_)));
    assert!(matches!(pet(r#"{"kind":"dog","name":"a"}"#), Pet::Other(_)));
    assert!(matches!(pet(r#"{"name":"a"}"#), Pet::Other(_)));
}
