//! JSON text in, a tree out that keeps numbers as they are written.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// A JSON value. Unlike that of serde_json it knows a number's text, so that no digit is lost before it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    /// `null`, `true` and `false`.
    Word(String),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; the order of its keys means nothing.
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// Reads a value.
    ///
    /// # Errors.
    ///
    /// The text is not JSON.
    pub(crate) fn parse(text: &str) -> serde_json::Result<Self> {
        let text = text.trim();
        Ok(match text.bytes().next() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
                let members = members
                    .into_iter()
                    .map(|(key, value)| Ok((key, Self::parse(value.get())?)))
                    .collect::<serde_json::Result<_>>()?;
                Self::Object(members)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                let items = items.into_iter().map(|item| Self::parse(item.get()));
                Self::Array(items.collect::<serde_json::Result<_>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'-' | b'0'..=b'9') => {
                Self::Number(serde_json::from_str::<&RawValue>(text)?.get().to_owned())
            }
            _ => Self::Word(serde_json::from_str::<&RawValue>(text)?.get().to_owned()),
        })
    }

    /// Whether it is `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Word(word) if word == "null")
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(text) | Self::Number(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{}", serde_json::Value::from(text.as_str())),
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { "," })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{value}", serde_json::Value::from(key.as_str()))?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Whether two numbers are equal, as in `1`, `1.0` and `10e-1`, to the last digit of both.
pub(super) fn same_number(one: &str, other: &str) -> bool {
    one == other || decimal(one).is_some_and(|one| decimal(other) == Some(one))
}

/// A number as its sign, its digits without zeros on either side, and the power of ten that they are multiplied by.
fn decimal(number: &str) -> Option<(bool, String, i64)> {
    let (negative, number) = match number.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, number),
    };
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (number, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_end_matches('0');
    let dropped = i64::try_from(all.len() - digits.len()).ok()?;
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        // There is one zero: whether `-0` keeps its sign is up to a program.
        return Some((false, String::new(), 0));
    }
    let shift = dropped.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    Some((negative, digits.to_owned(), exponent.checked_add(shift)?))
}

#[cfg(test)]
mod tests {
    use super::{Json, same_number};

    #[test]
    fn what_is_read_is_what_is_written() {
        for text in [
            r#"{"a":[1,2.50,-1e400,12345678901234567890123],"b":{},"c":[],"d":null,"e":true,"f":"x\n\"é"}"#,
            "null",
            "-0.0",
        ] {
            assert_eq!(Json::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Json::parse(r#" {"b": 1, "a": "\u0041"} "#).unwrap().to_string(),
            r#"{"a":"A","b":1}"#
        );
        assert!(Json::parse("null").unwrap().is_null());
        for text in ["", "{", "{\"a\": 01}", "nul", "[1,]", "1 2"] {
            assert!(Json::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_equal_by_value_to_the_last_digit() {
        for (one, other) in [
            ("1", "1.0"),
            ("10", "1e1"),
            ("1e23", "100000000000000000000000"),
            ("0.10", "1E-1"),
            ("-0", "0.0"),
            ("0", "0e7"),
            ("-2.5e+3", "-2500"),
            ("1e999999999", "10e999999998"),
        ] {
            assert!(same_number(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("1", "-1"),
            ("1", "10"),
            ("0.1", "0.01"),
            ("12345678901234567890", "12345678901234567891"),
            ("0.1", "0.10000000149011612"),
            ("1e99999999999999999999", "1"),
        ] {
            assert!(!same_number(one, other), "{one} {other}");
        }
    }
}
