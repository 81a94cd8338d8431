//! Decimal numbers.

use crate::runtime::Decimal;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn digits_are_kept_and_only_numbers_of_json_are_accepted() {
    for text in ["0", "-0", "0.10", "1e-101", "1E+5", "126.81344432251069123456789", "-12"] {
        assert_eq!(decimal(text).to_string(), text);
        let json = serde_json::from_str::<Decimal>(text).unwrap();
        assert_eq!(serde_json::to_string(&json).unwrap(), text);
    }
    for text in ["", "-", "01", ".5", "5.", "1e", "+1", "NaN", "inf", "1,5", "\"1\"", " 1"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
    assert!(serde_json::from_str::<Decimal>("\"0.1\"").is_err());
    assert!(Decimal::try_from(f64::NAN).is_err());
    assert_eq!(Decimal::try_from(0.1).unwrap().as_str(), "0.1");
}

#[test]
fn numbers_compare_by_value() {
    for (one, other) in
        [("1.50", "1.5"), ("150e-2", "1.5"), ("-0.0", "0"), ("0e9", "0"), ("10", "1e1")]
    {
        assert_eq!(decimal(one), decimal(other), "{one} {other}");
    }
    let ordered = [
        "-1e9999999999999999999999999999999999999999",
        "-2",
        "-1.5",
        "-1e-9",
        "0",
        "1e-101",
        "0.9",
        "1",
        "1.01",
        "9",
        "10",
    ];
    for (index, one) in ordered.iter().enumerate() {
        for (other_index, other) in ordered.iter().enumerate() {
            assert_eq!(decimal(one).cmp(&decimal(other)), index.cmp(&other_index), "{one} {other}");
        }
    }
}
