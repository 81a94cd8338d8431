//! Rules for values: what breaks each of them, and where.

use serde_json::{Value, json};

use crate::runtime::members::when;
use crate::runtime::pattern;
use crate::runtime::rule::holds;
use crate::runtime::rules::{self, Rule, validate};

/// The places that break a rule, and the rules.
fn broken(value: &Value, rules: &[Rule]) -> Vec<String> {
    match validate(value, rules) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.as_slice().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn each_rule_is_kept_or_broken() {
    for (rule, kept, broken_by, words) in [
        (Rule::MinLength(2), json!("äö"), json!("a"), "at least 2 characters"),
        (Rule::MaxLength(2), json!("äö"), json!("abc"), "at most 2 characters"),
        (Rule::Pattern("^a+$", pattern::matches), json!("aa"), json!("ab"), "matches `^a+$`"),
        (Rule::Minimum(0.5), json!(0.5), json!(0), "at least 0.5"),
        (Rule::Maximum(3.0), json!(3), json!(4), "at most 3"),
        (Rule::ExclusiveMinimum(0.0), json!(0.1), json!(0), "greater than 0"),
        (Rule::ExclusiveMaximum(3.0), json!(2), json!(3), "less than 3"),
        (Rule::MultipleOf(0.1), json!(0.7), json!(0.75), "a multiple of 0.1"),
        (Rule::MinItems(1), json!([1]), json!([]), "at least 1 items"),
        (Rule::MaxItems(1), json!([1]), json!([1, 2]), "at most 1 items"),
        (Rule::UniqueItems, json!([1, "1"]), json!([{"a": 1}, {"a": 1}]), "no item twice"),
        (Rule::Enum(&["a", "1"]), json!(1), json!("b"), "one of `a`, `1`"),
        (Rule::Enum(&["a"]), json!("a"), json!(["a"]), "`a`"),
        (
            Rule::Enum(&[r#"{"a":[1],"b":null}"#]),
            json!({"b": null, "a": [1.0]}),
            json!({"a": [1]}),
            r#"`{"a":[1],"b":null}`"#,
        ),
        (Rule::Enum(&["a"; 11]), json!("a"), json!("b"), "one of 11 values"),
        (Rule::Pattern("^a_", rules::begins), json!("a_b"), json!("ba_"), "matches `^a_`"),
        (Rule::Ipv4, json!("127.0.0.1"), json!("::1"), "an IPv4 address"),
        (Rule::Ipv6, json!("::1"), json!("127.0.0.1"), "an IPv6 address"),
        (Rule::MinProperties(1), json!({"a": 1}), json!({}), "at least 1 properties"),
        (Rule::MaxProperties(1), json!({"a": 1}), json!({"a": 1, "b": 2}), "at most 1 properties"),
    ] {
        let rules = [rule];
        assert_eq!(broken(&kept, &rules), [""; 0], "{words}");
        assert_eq!(broken(&broken_by, &rules), [format!("`$`: {words}")]);
        assert!(holds(&kept, &rules) && !holds(&broken_by, &rules), "{words}");
        assert_eq!(broken(&Value::Null, &rules), [""; 0], "{words}");
    }
}

fn node() -> &'static [Rule] {
    &[Rule::Property("name", &[Rule::MaxLength(1)]), Rule::Property("next", &[Rule::Type(node)])]
}

#[test]
fn rules_lead_into_values() {
    let value = json!({"name": "ab", "next": {"name": "a", "next": {"name": "abc"}}});
    assert_eq!(
        broken(&value, node()),
        ["`$.name`: at most 1 characters", "`$.next.next.name`: at most 1 characters"]
    );
    let rules = [
        Rule::Items(&[Rule::Items(&[Rule::Minimum(1.0)])]),
        Rule::Item(1, &[Rule::MinItems(2)]),
        Rule::Others(&["a"], &[Rule::Maximum(1.0)]),
    ];
    assert_eq!(
        broken(&json!([[1, 0], [2]]), &rules),
        ["`$[0][1]`: at least 1", "`$[1]`: at least 2 items"]
    );
    assert_eq!(broken(&json!({"a": 2, "b": 1, "c d": 2}), &rules), ["`$[\"c d\"]`: at most 1"]);
    let rules = [Rule::Matching("^x-", pattern::matches, &[Rule::Maximum(1.0)])];
    assert_eq!(broken(&json!({"x-a": 2, "x-b": 1, "a": 2}), &rules), ["`$[\"x-a\"]`: at most 1"]);
    let error = validate(&value, node()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the value violates rules of the description: `$.name`: at most 1 characters; `$.next.next.name`: at most 1 characters"
    );
    assert_eq!(
        (error.as_slice()[0].path(), error.as_slice()[0].rule()),
        ("$.name", "at most 1 characters")
    );
}

#[test]
fn a_union_is_kept_by_one_of_its_members() {
    let rules = [Rule::AnyOf(&[
        (when!(string), &[Rule::MaxLength(1), Rule::MinLength(1)]),
        (when!(object, has("a")), &[Rule::Property("a", &[Rule::Minimum(1.0)])]),
        (when!(object, has("b")), &[]),
    ])];
    assert_eq!(broken(&json!("ab"), &rules), ["`$`: at most 1 characters"]);
    assert_eq!(broken(&json!({"a": 0}), &rules), ["`$.a`: at least 1"]);
    assert_eq!(broken(&json!({"a": 0, "b": 0}), &rules), [""; 0]);
    assert_eq!(broken(&json!(true), &rules), [""; 0]);
}

#[test]
fn a_property_is_forbidden_by_itself_or_by_its_name() {
    let forbidden = [Rule::Property("a", &[Rule::Never])];
    assert_eq!(broken(&json!({"a": null}), &forbidden), ["`$.a`: no value"]);
    assert!(holds(&json!({"b": 1}), &forbidden) && !holds(&json!({"a": 1}), &forbidden));
    let closed = [Rule::Others(&["a"], &[Rule::Never])];
    assert!(holds(&json!({"a": 1}), &closed) && !holds(&json!({"b": 1}), &closed));
    let named = [Rule::Names(&[Rule::Pattern("^x-", rules::begins)])];
    assert_eq!(broken(&json!({"x-a": 1, "b": 1}), &named), ["`$.b`: matches `^x-`"]);
    let kinds = [Rule::Kinds(&["array", "object"])];
    assert!(holds(&json!({}), &kinds) && holds(&json!([]), &kinds) && !holds(&json!("a"), &kinds));
    let any = [Rule::AnyOf(&[(when!(string), &[Rule::MaxLength(1)]), (when!(string), &[])])];
    assert!(holds(&json!("ab"), &any) && holds(&json!(1), &any));
}

#[test]
fn a_pattern_that_is_none_is_kept() {
    assert!(pattern::matches("(?<!a)b", "c"));
}
