//! Values as deep as their types are without end.

use case_circular_combinations::models::{Either, Folder, Person, Ping};

fn comes_back<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) -> bool {
    let value: T = serde_json::from_str(json).unwrap();
    serde_json::to_value(&value).unwrap() == serde_json::from_str::<serde_json::Value>(json).unwrap()
}

#[test]
fn values_come_back_from_every_depth() {
    assert!(comes_back::<Person>(
        r#"{"mother":{"name":"a","mother":{"mother":{"mother":{"name":"b"}},"father":{"name":"c","father":{"name":"d"}}}}}"#
    ));
    assert!(comes_back::<Folder>("[[[[[]],[]]]]"));
}

#[test]
fn what_a_combination_requires_has_to_be_there() {
    assert!(serde_json::from_str::<Person>(r#"{"father":{"mother":{}}}"#).is_err());
    assert!(serde_json::from_str::<Person>(r#"{"mother":{"mother":{}}}"#).is_ok());
}

#[test]
fn a_schema_that_leads_back_to_itself_ends() {
    assert!([r#""a""#, r#"[["b"]]"#, "{}"].into_iter().all(comes_back::<Either>));
    assert!(["1", "true", "null"].into_iter().all(comes_back::<Ping>));
}
