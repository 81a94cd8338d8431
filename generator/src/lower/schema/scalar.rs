//! Values without parts, by `type` and `format` (OpenAPI 3.0.4, section 4.4, and its registry of formats).
//!
//! A format is an annotation (JSON Schema 2020-12, section 7.2.1): a string without it is valid, and servers send such
//! strings. So a type that is parsed from a string also accepts any other string, unless the settings are strict.
//!
//! A `float` has the type of a `double`, which represents all digits of the times and amounts that servers send as one.
//! Strings whose format no type preserves exactly (`uri`, `email`, `hostname` …) remain strings; README has a table.

use openapiv3::Schema;
use serde_json::Value;

use super::super::context::keywords;
use crate::config::Formats;
use crate::ir::{Scalar, TypeRef};

/// The scalar of the schema; `None` if it has no type.
pub(super) fn of(schema: &Schema) -> Option<Scalar> {
    let keys = keywords(schema);
    let format = keys.format.as_deref().unwrap_or_default();
    match keys.typ.as_deref()? {
        "string" => Some(text(format)),
        "integer" if format == "unixtime" => Some(Scalar::UnixTime),
        "integer" => Some(wide_enough(schema, integer(format).unwrap_or(Scalar::I64))),
        "number" => Some(match format {
            "decimal" | "decimal128" | "sf-decimal" => Scalar::Decimal,
            _ => integer(format).unwrap_or(Scalar::F64),
        }),
        "boolean" => Some(Scalar::Bool),
        _ => None,
    }
}

fn integer(format: &str) -> Option<Scalar> {
    match format {
        "int8" | "int16" | "int32" => Some(Scalar::I32),
        "int64" | "double-int" | "sf-integer" => Some(Scalar::I64),
        "uint8" | "uint16" | "uint32" => Some(Scalar::U32),
        "uint64" | "uint" => Some(Scalar::U64),
        _ => None,
    }
}

fn text(format: &str) -> Scalar {
    match format {
        "uuid" => Scalar::Uuid,
        "date-time" => Scalar::Timestamp,
        "date" => Scalar::Date,
        "time" => Scalar::TimeOfDay,
        "duration" => Scalar::Duration,
        "date-time-local" => Scalar::LocalDateTime,
        "time-local" => Scalar::LocalTime,
        "http-date" => Scalar::HttpDate,
        "ipv4" => Scalar::Ipv4,
        "ipv6" => Scalar::Ipv6,
        "password" => Scalar::Secret,
        "byte" | "base64" => Scalar::Base64,
        "base64url" => Scalar::Base64Url,
        "decimal" | "decimal128" => Scalar::Decimal,
        format => match integer(format) {
            Some(Scalar::U32 | Scalar::U64) => Scalar::U64,
            Some(_) => Scalar::I64,
            None => Scalar::String,
        },
    }
}

/// The integer type of a format, or a wider one if the bounds, the default or the example exceed it.
///
/// An integer that even then does not fit is an error of the response, which keeps the body.
fn wide_enough(schema: &Schema, scalar: Scalar) -> Scalar {
    let keys = keywords(schema);
    let data = &schema.schema_data;
    let given = data.default.iter().chain(&data.example).filter_map(Value::as_f64);
    let lowest = given.clone().chain(keys.minimum).reduce(f64::min);
    let highest = given.chain(keys.maximum).reduce(f64::max);
    let (least, most) = match scalar {
        Scalar::I32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        Scalar::U32 => (0.0, f64::from(u32::MAX)),
        Scalar::U64 => (0.0, u64::MAX as f64),
        _ => (i64::MIN as f64, i64::MAX as f64),
    };
    let below = lowest.is_some_and(|lowest| lowest < least);
    let above = highest.is_some_and(|highest| highest > most);
    let is_negative = lowest.is_some_and(|lowest| lowest < 0.0);
    match scalar {
        scalar if !below && !above => scalar,
        _ if is_negative => Scalar::I64,
        Scalar::I32 if highest.is_none_or(|highest| highest <= i64::MAX as f64) => Scalar::I64,
        _ => Scalar::U64,
    }
}

/// An integer type for all values that are valid, of which 32 bits may be too few: no format excludes a value. Without
/// a format or two bounds, there is no limit at all, but few servers have such numbers, and few callers want an `i128`:
/// a setting decides.
fn of_all(schema: &Schema, scalar: Scalar, wide: bool) -> Scalar {
    let keys = keywords(schema);
    let has_bounds = keys.minimum.is_some() && keys.maximum.is_some();
    match scalar {
        scalar if has_bounds || !scalar.is_integer() => scalar,
        _ if wide && keys.format.as_deref().and_then(integer).is_none() => Scalar::I128,
        Scalar::I32 => Scalar::I64,
        Scalar::U32 => Scalar::U64,
        scalar => scalar,
    }
}

/// The type of a value that is received or part of what is sent; strict formats exclude strings without the format, if
/// each value has only one string, and integers that are too large for it. `None` if the schema has no type.
pub(super) fn in_use(schema: &Schema, formats: &Formats) -> Option<TypeRef> {
    let strict = formats.strict;
    let scalar = of(schema)?;
    let is_text = keywords(schema).typ.as_deref() == Some("string");
    let is_kept =
        matches!(scalar, Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Base64Url);
    Some(match scalar {
        scalar if is_text && is_kept => TypeRef::Scalar(scalar),
        scalar if is_text && strict && scalar.is_strict_text() => TypeRef::Scalar(scalar),
        scalar if is_text => TypeRef::Formatted(scalar),
        scalar if strict => TypeRef::Scalar(scalar),
        scalar => TypeRef::Scalar(of_all(schema, scalar, formats.wide_integers)),
    })
}

/// Whether clippy would want a constant of the standard library in the number's place.
pub(super) fn is_mathematical(text: &str) -> bool {
    const KNOWN: [&str; 12] = [
        "3.14159", "2.71828", "6.28318", "1.41421", "0.70710", "1.57079", "0.31830", "0.69314",
        "2.30258", "0.43429", "1.44269", "3.32192",
    ];
    let start: String = text.chars().take(7).collect();
    text.len() > 3 && KNOWN.iter().any(|known| known.starts_with(&start))
}
