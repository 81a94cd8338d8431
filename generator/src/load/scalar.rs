//! YAML's core schema (YAML 1.2.2, section 10.3.2): the value of a plain scalar.

use super::node::Value;
use super::number::{Number, json_number};

/// The value of a plain (unquoted) scalar.
///
/// `yes`, `no`, `on` and `off` are strings, as in YAML 1.2; so are dates.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if json_number(text).is_some() => Value::Number(Number(text.to_owned())),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_resolve_by_the_core_schema() {
        let number = |text: &str| Value::Number(Number(text.to_owned()));
        for (text, value) in [
            ("~", Value::Null),
            ("True", Value::Bool(true)),
            ("on", Value::String("on".into())),
            ("2024-02-07", Value::String("2024-02-07".into())),
            ("1.2.3", Value::String("1.2.3".into())),
            ("-", Value::String("-".into())),
            (".", Value::String(".".into())),
            ("+15551234567", number("+15551234567")),
            ("007", number("007")),
            ("1.", number("1.")),
            (".5e3", number(".5e3")),
            ("-0x1F", Value::String("-0x1F".into())),
            ("0x1F", number("0x1F")),
            ("123456789012345678901234567890", number("123456789012345678901234567890")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
