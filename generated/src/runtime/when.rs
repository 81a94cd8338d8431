//! What distinguishes the members of a union. In: any JSON. Out: whether it may belong to a member.

use serde_json::Value;

/// Which values a member accepts.
pub(crate) struct When {
    /// `string`, `day`, `integer`, `number`, `boolean`, `array`, `object`, `map` (an object of any
    /// properties) or `any`.
    pub(crate) kind: &'static str,
    /// Keys that an object has.
    pub(crate) has: &'static [&'static str],
    /// The values of a key, if it is present.
    pub(crate) is: &'static [(&'static str, &'static [&'static str])],
    /// The allowed values; empty if any value is allowed.
    pub(crate) one_of: &'static [&'static str],
}

impl When {
    pub(crate) fn fits(&self, value: &Value) -> bool {
        is_kind(value, self.kind)
            && self.has.iter().all(|key| value.get(key).is_some())
            && self
                .is
                .iter()
                .all(|(key, allowed)| value.get(key).is_none_or(|value| is_one_of(value, allowed)))
            && (self.one_of.is_empty() || is_one_of(value, self.one_of))
    }
}

/// Whether a value has the type.
pub(super) fn is_kind(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        // A date of RFC 3339.
        "day" => value.as_str().is_some_and(|text| text.len() == 10),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" | "map" => value.is_object(),
        _ => true,
    }
}

/// Whether a value is one of these, strings as they are and others as JSON.
pub(super) fn is_one_of(value: &Value, allowed: &[&str]) -> bool {
    match value {
        Value::String(text) => allowed.contains(&text.as_str()),
        Value::Number(number) => {
            let text = number.to_string();
            // `2.0` is `2`.
            let is_same = |other: &&str| {
                **other == *text
                    || (other.parse().is_ok_and(|other: f64| number.as_f64() == Some(other)))
            };
            allowed.iter().any(is_same)
        }
        Value::Array(_) | Value::Object(_) => allowed
            .iter()
            .filter_map(|other| serde_json::from_str(other).ok())
            .any(|other| is_same(value, &other)),
        value => allowed.contains(&value.to_string().as_str()),
    }
}

/// Whether the values are equal, whatever the order of their properties and the notation of their numbers.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |(key, one)| other.get(key).is_some_and(|other| is_same(one, other));
            one.len() == other.len() && one.iter().all(has)
        }
        (one, other) => one == other,
    }
}
