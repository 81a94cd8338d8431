//! Values without parts, by `type` and `format` (OpenAPI 3.0.4, section 4.4, and its registry of formats).
//!
//! A format is an annotation (JSON Schema 2020-12, section 7.2.1): a string without it is valid, and servers send such
//! strings. So a type that is parsed from a string also accepts any other string, unless the settings are strict.
//!
//! A `float` has the type of a `double`, which represents all digits of the times and amounts that servers send as one.
//! Strings whose format no type preserves exactly (`uri`, `email`, `hostname` …) remain strings.

use openapiv3::Schema;
use serde_json::Value;

use super::super::context::keywords;
use crate::ir::{Scalar, TypeRef};

/// The scalar of the schema; `None` if it has no type.
pub(super) fn of(schema: &Schema) -> Option<Scalar> {
    let keys = keywords(schema);
    let format = keys.format.as_deref().unwrap_or_default();
    match keys.typ.as_deref()? {
        "string" => Some(match format {
            "uuid" => Scalar::Uuid,
            "date-time" => Scalar::Timestamp,
            "date" => Scalar::Date,
            "time" => Scalar::TimeOfDay,
            "duration" => Scalar::Duration,
            "password" => Scalar::Secret,
            "byte" => Scalar::Base64,
            _ => Scalar::String,
        }),
        "integer" => Some(match format {
            "int32" | "int16" | "int8" => wide_enough(schema, Scalar::I32),
            "uint8" | "uint16" | "uint32" => wide_enough(schema, Scalar::U32),
            "uint64" | "uint" => wide_enough(schema, Scalar::U64),
            _ => wide_enough(schema, Scalar::I64),
        }),
        "number" => Some(match format {
            "int32" => Scalar::I32,
            "int64" => Scalar::I64,
            "decimal" => Scalar::Decimal,
            _ => Scalar::F64,
        }),
        "boolean" => Some(Scalar::Bool),
        _ => None,
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
/// a format or two bounds, there is no limit at all.
pub(super) fn of_all(schema: &Schema, scalar: Scalar) -> Scalar {
    let keys = keywords(schema);
    let has_bounds = keys.minimum.is_some() && keys.maximum.is_some();
    match scalar {
        scalar if has_bounds || !scalar.is_integer() => scalar,
        _ if keys.format.is_none() => Scalar::I128,
        Scalar::I32 => Scalar::I64,
        Scalar::U32 => Scalar::U64,
        scalar => scalar,
    }
}

/// The type of a value that is received or part of what is sent; `strict` excludes strings without the format, if each
/// value has only one string.
pub(super) fn in_use(scalar: Scalar, strict: bool) -> TypeRef {
    match scalar {
        Scalar::Uuid | Scalar::Timestamp | Scalar::Date if !strict => TypeRef::Formatted(scalar),
        Scalar::TimeOfDay | Scalar::Duration => TypeRef::Formatted(scalar),
        scalar => TypeRef::Scalar(scalar),
    }
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
