//! Which member a value is by the condition that it satisfies, and what becomes of one without a type.

use case_conditions::models::{Cat, Chain, Closed, Dependent, Lone, Resource, ResourceCat};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The value as the type; it serializes to the same JSON again.
fn read<T: Serialize + DeserializeOwned>(value: Value) -> T {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    read
}

#[test]
fn a_constant_decides() {
    let cat = read(json!({"kind": "cat", "attributes": {"lives": 9}}));
    assert!(matches!(cat, Resource::Cat(ResourceCat { attributes: Cat { lives: 9, .. }, .. })));
    let dog = read(json!({"kind": "dog", "attributes": {"loud": true}}));
    assert!(matches!(dog, Resource::Dog(_)), "{dog:?}");
    let other = read(json!({"kind": "bird", "attributes": 1}));
    assert!(matches!(other, Resource::Other(_)), "{other:?}");
    let new = Resource::from(ResourceCat::new(Cat::new(9)));
    assert_eq!(
        serde_json::to_value(new).unwrap(),
        json!({"kind": "cat", "attributes": {"lives": 9}})
    );
}

#[test]
fn a_condition_in_an_else_is_another_case() {
    let text = read(json!({"level": 1, "value": "a"}));
    assert!(matches!(text, Chain::Level1(_)), "{text:?}");
    let number = read(json!({"level": 3, "value": 4}));
    assert!(matches!(number, Chain::Level2Or3(_)), "{number:?}");
}

#[test]
fn a_property_of_a_condition_is_kept_although_others_are_forbidden() {
    let a = read(json!({"kind": "a", "name": "n", "more": 1}));
    assert!(matches!(a, Closed::A(_)), "{a:?}");
    let other = read(json!({"name": "n"}));
    assert!(matches!(other, Closed::Other(_)), "{other:?}");
}

#[test]
fn what_depends_on_another_condition_is_any_value() {
    for value in [json!({"size": 1, "large": "no"}), json!({"size": 12, "large": true, "mark": "x"})] {
        let _: Lone = read(value);
    }
    for value in [json!({"address": 1}), json!({"card": "1", "address": "a"})] {
        let _: Dependent = read(value);
    }
}
