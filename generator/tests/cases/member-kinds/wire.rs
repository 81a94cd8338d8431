//! Which member a value becomes, by what its schema has beyond a type. `cargo xtask unions` tries all pairs of kinds.

use std::fmt::Debug;

use case_member_kinds::models;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The name of the member that the JSON becomes, which serializes to the same JSON again.
fn member<T: Serialize + DeserializeOwned + Debug>(json: &str) -> String {
    let value: T = serde_json::from_str(json).unwrap();
    let again = serde_json::to_value(&value).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(json).unwrap());
    format!("{value:?}").split('(').next().unwrap().to_owned()
}

#[test]
fn an_unknown_value_within_fits_worse_than_none() {
    assert_eq!(member::<models::Answer>(r#"{"error":"e"}"#), "Failure");
    assert_eq!(member::<models::Answer>(r#"{"kind":"dog"}"#), "Pet");
    assert_eq!(member::<models::Answers>(r#"[{"error":"e"}]"#), "Failures");
    assert_eq!(member::<models::Listed>(r#"{"tags":["c"]}"#), "Late");
    assert_eq!(member::<models::Listed>(r#"{"tags":["new"]}"#), "Early");
}

#[test]
fn constants_of_every_type_decide() {
    for (json, name) in [("1", "Low"), ("2", "High"), ("2.0", "High"), ("3", "Other")] {
        let level: models::Level = serde_json::from_str(json).unwrap();
        assert!(format!("{level:?}").starts_with(name), "{json}: {level:?}");
    }
    assert_eq!(member::<models::Flag>("false"), "No");
    assert_eq!(member::<models::Switch>("true"), "Always");
    assert_eq!(member::<models::Switch>("false"), "Never");
    assert_eq!(member::<models::Halves>("[0.5]"), "Fractions");
    assert_eq!(member::<models::Halves>(r#"[{"error":"e"}]"#), "Errors");
    assert_eq!(member::<models::Contents>("[1]"), "Numbers");
    assert_eq!(member::<models::Contents>(r#"[{"a":1}]"#), "Objects");
    assert_eq!(member::<models::Within>(r#"{"meta":{"kind":"high"}}"#), "High");
}

#[test]
fn the_more_exact_member_comes_first() {
    assert_eq!(member::<models::Amount>("7"), "Integer");
    assert_eq!(member::<models::Amount>("7.5"), "Number");
    assert_eq!(member::<models::Size>(r#""s""#), "Named");
    assert_eq!(member::<models::Size>(r#""x""#), "Custom");
    assert_eq!(member::<models::When>(r#""2024-02-03""#), "Date");
    assert_eq!(member::<models::When>(r#""2024-02-03T04:05:06Z""#), "Text");
    assert_eq!(member::<models::Headers>(r#"{"x-a":"1"}"#), "Own");
    assert_eq!(member::<models::Headers>(r#"{"a":"1"}"#), "Any");
    assert_eq!(member::<models::Loose>(r#"{"error":"e","more":1}"#), "Failure");
    assert_eq!(member::<models::Loose>(r#"{"more":1}"#), "Object");
    assert_eq!(member::<models::Mixed>(r#"{"more":1}"#), "Listing");
    assert_eq!(member::<models::Mixed>(r#""x""#), "Name");
}

#[test]
fn what_a_member_loses_within_another_one_loses_too() {
    assert_eq!(member::<models::Bounded>(r#"{"box":{"more":1}}"#), "Small");
}

#[test]
fn an_instant_is_no_day() {
    assert_eq!(member::<models::Day>(r#""2024-02-03""#), "Date");
    assert_eq!(member::<models::Day>(r#""2024-02-03T04:05:06Z""#), "Unknown");
}

#[test]
fn constraints_decide() {
    assert_eq!(member::<models::Id>(r#""acct_1""#), "AccountId");
    assert_eq!(member::<models::Id>(r#""cus_1""#), "CustomerId");
    assert_eq!(member::<models::Id>(r#""17""#), "Number");
    assert_eq!(member::<models::Temperature>("0"), "Warm");
    assert_eq!(member::<models::Temperature>("-1"), "Frost");
    assert_eq!(member::<models::Closed>(r#"{"b":"x"}"#), "B");
    assert_eq!(member::<models::Hidden>(r#"{"secret":"s"}"#), "Private");
    assert_eq!(member::<models::Hidden>(r#"{"id":"i"}"#), "Public");
    assert_eq!(member::<models::Bounded>(r#"{"size":9}"#), "Small");
    assert_eq!(member::<models::Bounded>(r#"{"size":10}"#), "Other");
    assert_eq!(member::<models::Length>(r#"["a","b"]"#), "Many");
}
