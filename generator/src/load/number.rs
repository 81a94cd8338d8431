//! Numbers as written, in the notations of YAML and JSON.

use std::borrow::Cow;

/// A number as written, so that no digit is lost; in YAML's notation, a superset of JSON's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) String);

impl Number {
    /// The number in JSON's notation.
    pub(crate) fn json(&self) -> Cow<'_, str> {
        json_number(&self.0).unwrap_or(Cow::Borrowed(&self.0))
    }

    /// The value as a float; numbers beyond its precision are rounded.
    pub(crate) fn as_f64(&self) -> Option<f64> {
        self.json().parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// The value, if it is an integer in range: `3`, `3.0` and `3e0` are the same number in JSON Schema.
    pub(crate) fn as_i128(&self) -> Option<i128> {
        if let Ok(value) = self.json().parse() {
            return Some(value);
        }
        let value = self.as_f64()?;
        // Beyond 2^53 a float no longer identifies the integer.
        (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i128)
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let text = self.json();
        if let Ok(value) = text.parse::<i64>() {
            return value.into();
        }
        if let Ok(value) = text.parse::<u64>() {
            return value.into();
        }
        self.as_f64().map_or_else(|| text.into_owned().into(), serde_json::Value::from)
    }
}

/// The number in `text`, in JSON's notation; `None` if it is not a number.
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

/// Whether a decimal number is valid in JSON too: without a leading zero, and with digits on both sides of a point.
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
