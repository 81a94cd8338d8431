//! Fields that hold any value: a `null` that came is there, and a field that did not come is not.

use case_untyped::models::Holder;
use serde_json::Value;

#[test]
fn a_null_among_any_values_stays() {
    for text in [
        r#"{"any":null,"anything":null,"numberOrAny":null}"#,
        r#"{"any":1,"anything":[null],"numberOrAny":"one"}"#,
        r#"{"any":{}}"#,
    ] {
        let holder: Holder = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&holder).unwrap(), text);
    }
    let holder: Holder = serde_json::from_str(r#"{"any":1,"anything":null,"object":null}"#).unwrap();
    assert_eq!(holder.anything, Some(Value::Null));
    assert_eq!((holder.number_or_any, holder.object), (None, None));
}
