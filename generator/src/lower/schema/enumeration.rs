//! Schemas that list their values. All of them stay open: a value that is not listed is kept as it came.

use openapiv3::{AnySchema, Schema};
use serde_json::{Number, Value};

use super::super::context::keywords;
use super::super::names::Scope;
use super::super::words;
use super::{Shape, scalar};
use crate::ir::{
    OpenEnum, Reason, Scalar, TypeKind, TypeName, TypeRef, ValueEnum, ValueVariant, Variant,
};

/// The values that a schema lists, `null` left out.
pub(super) fn values(schema: &Schema) -> Vec<&Value> {
    values_of(keywords(schema))
}

/// The same of a schema's keywords.
pub(super) fn values_of(keys: &AnySchema) -> Vec<&Value> {
    keys.enumeration.iter().filter(|value| !value.is_null()).collect()
}

/// The only value that an inline schema allows, as a string, and its type; it then needs no type of its own.
pub(super) fn only(schema: &Schema) -> Option<(String, Scalar)> {
    let scalar = || scalar::of(schema);
    match values(schema).as_slice() {
        [Value::String(text)] => Some((text.clone(), Scalar::String)),
        [value @ Value::Bool(_)] => Some((value.to_string(), Scalar::Bool)),
        [value @ Value::Number(number)] => {
            let usual = if number.is_f64() { Scalar::F64 } else { Scalar::I64 };
            let scalar = scalar().unwrap_or(usual);
            is_of(scalar, number).then(|| (value.to_string(), scalar))
        }
        _ => None,
    }
}

/// Whether the type has the number.
fn is_of(scalar: Scalar, number: &Number) -> bool {
    match scalar {
        Scalar::I32 => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::U32 => number.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        Scalar::I64 => number.is_i64(),
        Scalar::U64 => number.is_u64(),
        Scalar::F64 => !scalar::is_mathematical(&number.to_string()),
        _ => false,
    }
}

/// The only string that an inline schema allows.
pub(super) fn constant(schema: &Schema) -> Option<&str> {
    match values(schema).as_slice() {
        [Value::String(text)] => Some(text),
        _ => None,
    }
}

/// An enum for the values that a schema lists; `None` if it lists none.
pub(super) fn shape(schema: &Schema) -> Option<Shape> {
    let values = values(schema);
    if values.is_empty() {
        return None;
    }
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    if let Some(texts) = texts {
        return Some(Shape::Kind(TypeKind::OpenEnum(open_enum(&texts))));
    }
    let integral = |value: &Value| {
        value.is_i64()
            || value.is_u64()
            || value.as_f64().is_some_and(|number| number.fract() == 0.0)
    };
    let simple =
        values.iter().all(|value| value.is_string() || value.is_boolean() || integral(value));
    if simple && !values.iter().all(|value| value.is_boolean()) {
        return Some(Shape::Kind(TypeKind::ValueEnum(value_enum(&values))));
    }
    // Booleans, fractions, lists and objects keep the type that they have; the docs list them.
    let untyped = TypeRef::Untyped(Reason::Any);
    let one_type = values.iter().all(|value| value.is_boolean())
        || values.iter().all(|value| value.is_number());
    let scalar = scalar::of(schema).filter(|_| one_type);
    Some(Shape::Ref(scalar.map_or(untyped, TypeRef::Scalar)))
}

/// An enum of these strings.
pub(in crate::lower) fn open_enum(texts: &[&str]) -> OpenEnum {
    let names = variant_names(texts.iter().map(|text| (*text).to_owned()));
    let variants = texts
        .iter()
        .zip(names)
        .map(|(text, name)| Variant { name, value: (*text).to_owned() })
        .collect();
    OpenEnum { variants }
}

fn value_enum(values: &[&Value]) -> ValueEnum {
    let names = variant_names(values.iter().map(|value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        value => value.to_string(),
    }));
    let variants = values
        .iter()
        .zip(names)
        .map(|(value, name)| ValueVariant { name, value: (*value).clone() })
        .collect();
    ValueEnum { variants }
}

/// Names for values. Values that need no change are named first, so that `A` is `A` even if `a` precedes it.
fn variant_names(values: impl Iterator<Item = String>) -> Vec<TypeName> {
    let values: Vec<(String, String)> =
        values.map(|value| (words::upper_camel(&value), value)).collect();
    let mut scope = Scope::variants();
    let mut names: Vec<Option<TypeName>> = vec![None; values.len()];
    for unchanged in [true, false] {
        for ((camel, value), name) in values.iter().zip(&mut names) {
            if (camel == value) == unchanged {
                *name = Some(scope.variant_in_camel(value, camel));
            }
        }
    }
    names.into_iter().flatten().collect()
}
