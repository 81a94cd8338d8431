//! What models are made of: fields in three states, open enums, secrets.

use serde::{Deserialize, Serialize};

use crate::numbers::CallHandler;
use crate::runtime::{IntoList, Nullable, Secret};

#[derive(Debug, PartialEq, Default, Serialize, Deserialize)]
struct Field {
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    field: Nullable<String>,
}

#[test]
fn absent_null_and_a_value_come_back_as_they_were() {
    for (json, field) in [
        ("{}", Nullable::Absent),
        (r#"{"field":null}"#, Nullable::Null),
        (r#"{"field":"a"}"#, Nullable::Value("a".to_owned())),
    ] {
        let decoded: Field = serde_json::from_str(json).unwrap();
        assert_eq!(decoded, Field { field });
        assert_eq!(serde_json::to_string(&decoded).unwrap(), json);
    }
}

#[test]
fn a_nullable_converts() {
    let mut value = Nullable::from("a".to_owned());
    assert_eq!((value.as_ref(), value.as_deref()), (Some(&"a".to_owned()), Some("a")));
    value.as_mut().unwrap().push('b');
    assert!(value.is_value() && !value.is_null() && !value.is_absent());
    assert_eq!(Option::from(value), Some("ab".to_owned()));
    assert_eq!(Nullable::<String>::from("a"), Nullable::Value("a".to_owned()));
    assert_eq!(Nullable::<u8>::from(None), Nullable::Absent);
    assert_eq!(Nullable::<i32>::from(Some(1)), Nullable::Value(1));
    assert_eq!(Nullable::<u8>::default().into_option(), None);
    assert!(Nullable::Value(2).is_some_and(|value| value == 2));
    assert!(Nullable::<u8>::Null < Nullable::Value(0));
}

#[test]
fn an_open_enum_keeps_every_string() {
    for (json, value) in [
        (r#""relay_context""#, CallHandler::RelayContext),
        (r#""RELAY_CONTEXT""#, CallHandler::Unknown("RELAY_CONTEXT".to_owned())),
        (r#""""#, CallHandler::Unknown(String::new())),
        (r#""\u00e9\n""#, CallHandler::Unknown("é\n".to_owned())),
    ] {
        assert_eq!(serde_json::from_str::<CallHandler>(json).unwrap(), value);
        let decoded: CallHandler =
            serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
        assert_eq!(
            serde_json::from_str::<String>(&serde_json::to_string(&decoded).unwrap()).unwrap(),
            value.as_str()
        );
        assert_eq!(value.as_str().parse(), Ok(value.clone()));
        assert_eq!(CallHandler::from(value.as_str().to_owned()), value);
        assert_eq!(value.to_string(), value.as_str());
    }
    assert_eq!(CallHandler::VALUES.len(), 2);
    assert!(
        serde_json::from_str::<CallHandler>("1")
            .unwrap_err()
            .to_string()
            .contains("expected a string")
    );
}

#[test]
fn a_list_is_made_of_all_that_has_such_items() {
    fn texts(list: impl IntoList<String>) -> Vec<String> {
        list.into_list()
    }
    let texts_of_two = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(texts(["a", "b"]), texts_of_two);
    assert_eq!(texts(vec!["a", "b"]), texts_of_two);
    assert_eq!(texts(&texts_of_two), texts_of_two);
    assert_eq!(texts(texts_of_two.iter().map(String::as_str)), texts_of_two);
    assert_eq!(texts(texts_of_two.clone()), texts_of_two);
    assert_eq!(texts([""; 0]), Vec::<String>::new());
    let handlers: Vec<CallHandler> = CallHandler::VALUES.into_list();
    assert_eq!(handlers, CallHandler::VALUES);
    assert_eq!(Nullable::<Vec<String>>::from(["a", "b"]), Nullable::Value(texts_of_two));
    assert_eq!(Nullable::<Vec<u64>>::from([1, 2]), Nullable::Value(vec![1, 2]));
}

#[test]
fn an_open_enum_is_the_key_of_a_map() {
    let map: std::collections::BTreeMap<CallHandler, u8> =
        serde_json::from_str(r#"{"new":1,"relay_context":2}"#).unwrap();
    assert_eq!(map[&CallHandler::RelayContext], 2);
    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"relay_context":2,"new":1}"#);
}

#[test]
fn a_secret_goes_through_json_and_not_into_messages() {
    let secret: Secret = serde_json::from_str(r#""hunter2""#).unwrap();
    assert_eq!(format!("{secret:?}"), "[redacted]");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(secret, Secret::from("hunter2"));
    assert_eq!(serde_json::to_string(&secret).unwrap(), r#""hunter2""#);
}

#[test]
fn a_field_that_may_be_null_has_what_an_option_has() {
    let (absent, null, value) = (Nullable::Absent, Nullable::Null, Nullable::Value(2));
    assert_eq!(value.map(|value| value + 1), Nullable::Value(3));
    assert_eq!((absent.map(i32::abs), null.map(i32::abs)), (Nullable::Absent, Nullable::Null));
    assert_eq!((absent.or(value), null.or(absent), value.or(null)), (value, absent, value));
    assert_eq!((absent.unwrap_or(7), value.unwrap_or(7)), (7, 2));
    assert_eq!((null.unwrap_or_default(), value.unwrap_or_default()), (0, 2));
}
