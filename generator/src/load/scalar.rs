//! YAML's core schema (YAML 1.2.2, section 10.3.2): which value a plain scalar is.

use std::borrow::Cow;

use super::node::{Number, Value};

/// The value of a plain (unquoted) scalar.
///
/// `yes`, `no`, `on` and `off` are strings, as YAML 1.2 has it; so are dates.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if json_number(text).is_some() => Value::Number(Number(text.to_owned())),
        _ => Value::String(text.to_owned()),
    }
}

/// The number that `text` writes, in JSON's notation; none where it is no number.
pub(super) fn json_number(text: &str) -> Option<Cow<'_, str>> {
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(|value| value.to_string().into());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(|value| value.to_string().into());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !is_decimal(unsigned) {
        return None;
    }
    if !text.starts_with('+') && is_json(unsigned) {
        return Some(Cow::Borrowed(text));
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    // JSON allows neither a leading zero nor a point without digits on both sides.
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}{exponent}").into())
}

/// Whether a decimal number is one in JSON too: without a leading zero or a point that lacks digits beside it.
fn is_json(unsigned: &str) -> bool {
    let mantissa = unsigned.split(['e', 'E']).next().unwrap_or_default();
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    !whole.is_empty() && !fraction.is_empty() && (whole == "0" || !whole.starts_with('0'))
}

/// `[0-9]+ | [0-9]* '.' [0-9]+ | [0-9]+ '.'`, with an optional exponent.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_is_valid = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty())
        }
        None => !mantissa.is_empty() && all_digits(mantissa),
    };
    let exponent_is_valid = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    mantissa_is_valid && exponent_is_valid
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

    #[test]
    fn numbers_have_a_notation_in_json() {
        for (text, json) in [
            ("+15551234567", "15551234567"),
            ("007", "7"),
            ("-00", "-0"),
            ("0", "0"),
            ("1.", "1"),
            (".5e3", "0.5e3"),
            ("-.5", "-0.5"),
            ("0.50", "0.50"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(json_number(text).as_deref(), Some(json), "{text}");
        }
    }
}
