//! What breaks rules that hold for names.

use case_validation_patterns::models::Settings;

#[test]
fn values_are_checked_by_their_names() {
    let broken = |json: &str| -> Vec<String> {
        let settings: Settings = serde_json::from_str(json).unwrap();
        let violations = settings.validate().err();
        violations.iter().flat_map(|all| all.as_slice()).map(ToString::to_string).collect()
    };
    assert_eq!(broken(r#"{"mode":"fast","limit_a":9,"other":"99"}"#), [""; 0]);
    assert_eq!(
        broken(r#"{"mode":"odd","limit_a":10}"#),
        ["`$.mode`: one of `fast`, `slow`", "`$.limit_a`: at most 9"]
    );
}
