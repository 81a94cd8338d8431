//! Decimal numbers. In and out: JSON numbers, whose digits are kept as received.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::json_tree::is_number;
use super::lenient::NUMBER;

/// A decimal number with all its digits, such as a price.
///
/// A float would round it: three times `0.1` is not `0.3` there. This type does not calculate; for that, parse the
/// string into a type of a crate such as `rust_decimal`. Numbers are equal by value, so `1.50` is `1.5`.
///
/// JSON that is deserialized as plain [`serde_json::Value`] first has the digits of a float, unless serde_json's feature
/// `arbitrary_precision` is on; a member of a union is such JSON.
#[derive(Clone)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The number as it is written in JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest float.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    fn parts(&self) -> Parts {
        Parts::of(&self.0)
    }
}

/// A string that is no number of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number")
    }
}

impl std::error::Error for NotADecimal {}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        if is_number(text) { Ok(Self(text.into())) } else { Err(NotADecimal) }
    }
}

/// So that an argument can be a string. One that is no number of JSON is an error of the call, which sends nothing then.
impl From<&str> for Decimal {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// As for `&str`.
impl From<String> for Decimal {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// The shortest decimal number that is read as this float.
impl TryFrom<f64> for Decimal {
    type Error = NotADecimal;

    fn try_from(number: f64) -> Result<Self, NotADecimal> {
        number.to_string().parse()
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        i128::from(number).into()
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        i128::from(number).into()
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        i128::from(number).into()
    }
}

impl From<i128> for Decimal {
    fn from(number: i128) -> Self {
        Self(number.to_string().into())
    }
}

/// So that a received value can be an argument more than once.
impl From<&Self> for Decimal {
    fn from(other: &Self) -> Self {
        other.clone()
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().compare(&other.parts())
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !is_number(&self.0) {
            return Err(serde::ser::Error::custom(NotADecimal));
        }
        // A raw value is the only way to serialize digits, whatever the features of serde_json.
        serde_json::from_str::<&RawValue>(&self.0)
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NUMBER, Digits)
    }
}

/// A number as its text.
struct Digits;

impl<'de> Visitor<'de> for Digits {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, json: D) -> Result<Decimal, D::Error> {
        let json = Box::<RawValue>::deserialize(json)?;
        json.get().parse().map_err(|_| D::Error::custom("invalid type, expected a number"))
    }
}

/// A number as `0.DIGITS` times a power of ten, for comparisons. Without zeros at either end of the digits, each number
/// has only one such form.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    negative: bool,
    power: i128,
    digits: String,
}

impl Parts {
    fn of(number: &str) -> Self {
        let (negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number),
        };
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Self { negative: false, power: 0, digits: String::new() };
        }
        // An exponent past all lengths of strings is beyond all others, in its direction.
        let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
        let beyond = if exponent.starts_with('-') { least } else { most };
        let exponent = exponent.parse().unwrap_or(beyond).clamp(least, most);
        let length = |text: &str| i128::try_from(text.len()).unwrap_or(most);
        let power = exponent + length(whole) - length(&all) + length(significant);
        Self { negative, power, digits: significant.trim_end_matches('0').to_owned() }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = |parts: &Self| match (parts.digits.is_empty(), parts.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let by_size = self.power.cmp(&other.power).then_with(|| self.digits.cmp(&other.digits));
        let by_size = if self.negative { by_size.reverse() } else { by_size };
        sign(self).cmp(&sign(other)).then(by_size)
    }
}
