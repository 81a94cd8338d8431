//! Members that nothing but a property that they narrow tells apart.

use case_one_of::models::{Keyed, Narrowed, NarrowedB};

#[test]
fn a_property_that_members_narrow_tells_them_apart() {
    let value: Narrowed = serde_json::from_str(r#"{"kind":"b","id":"1"}"#).unwrap();
    let Narrowed::B(b) = &value else { panic!("{value:?}") };
    assert_eq!(b.id.as_deref(), Some("1"));
    assert_eq!(serde_json::to_string(&NarrowedB::default()).unwrap(), r#"{"kind":"b"}"#);
    let keyed: Keyed = serde_json::from_str(r#"{"name":"n","region":"r"}"#).unwrap();
    assert!(matches!(keyed, Keyed::WithRegion(_)), "{keyed:?}");
}
