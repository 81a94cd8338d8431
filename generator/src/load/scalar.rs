//! YAML's core schema (YAML 1.2.2, section 10.3.2): which value a plain scalar is.

use super::node::{Number, Value};

/// The value of a plain (unquoted) scalar.
///
/// `yes`, `no`, `on` and `off` are strings, as YAML 1.2 has it; so are dates.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// The number that `text` writes, in JSON's notation.
fn number(text: &str) -> Option<Number> {
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(|value| Number(value.to_string()));
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(|value| Number(value.to_string()));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !is_decimal(unsigned) {
        return None;
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
    Some(Number(format!("{sign}{whole}{point}{fraction}{exponent}")))
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
            ("+15551234567", number("15551234567")),
            ("007", number("7")),
            ("1.", number("1")),
            (".5e3", number("0.5e3")),
            ("-0x1F", Value::String("-0x1F".into())),
            ("0x1F", number("31")),
            ("123456789012345678901234567890", number("123456789012345678901234567890")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
