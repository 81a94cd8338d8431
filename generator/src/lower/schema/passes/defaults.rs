//! Functions that return the value of a field, or its `default` if it is absent (OpenAPI 3.0.4, section 4.7.24).
//!
//! A default is what the receiver assumes: it is never sent unasked, and so no field has it by itself.

use serde_json::Value;

use super::super::super::docs;
use super::super::scalar::is_mathematical;
use super::names_of;
use crate::ir::{Accessor, DefaultValue, Field, Presence, Scalar, Type, TypeId, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    for index in 0..types.len() {
        let accessors = accessors(types, index);
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(index) else {
            continue;
        };
        for (field, accessor) in strukt.fields.iter_mut().zip(accessors) {
            field.accessor = accessor;
        }
    }
}

/// The accessor of each field that has one.
fn accessors(types: &[Type], index: usize) -> Vec<Option<Accessor>> {
    let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get(index) else {
        return Vec::new();
    };
    // Nobody but the client reads a private one.
    if strukt.private || strukt.fields.iter().all(|field| field.default.is_none()) {
        return Vec::new();
    }
    let mut scope = names_of(strukt);
    let mut accessor = |field: &Field| {
        let json = field.default.as_ref()?;
        let may_be_absent =
            !field.presence.is_required() && field.constant.is_none() && !json.is_null();
        let value = may_be_absent.then(|| value(types, &field.ty, json)).flatten()?;
        let name = scope.field(&format!("{}_or_default", field.name.plain()), &["value"]);
        let null = match field.presence {
            Presence::OptionalNullable => " `None` if it is `null`.",
            _ => "",
        };
        let text = format!("The value of the field, or its default {}.{null}", docs::code(json));
        Some(Accessor { name, value, docs: docs::docs(&[Some(&text)], false).text })
    };
    strukt.fields.iter().map(&mut accessor).collect()
}

/// The default as a value of the type; `None` if it is not one, or not a simple one.
fn value(types: &[Type], ty: &TypeRef, json: &Value) -> Option<DefaultValue> {
    match (resolved(types, ty), json) {
        (TypeRef::Scalar(Scalar::Bool), Value::Bool(value)) => {
            Some(DefaultValue::Plain(value.to_string()))
        }
        (TypeRef::Scalar(Scalar::String), Value::String(text)) => {
            Some(DefaultValue::Text(text.clone()))
        }
        (TypeRef::Scalar(scalar), Value::Number(_)) => {
            number(scalar, json).map(DefaultValue::Plain)
        }
        (TypeRef::Vec(item), Value::Array(items)) if items.is_empty() => {
            Some(DefaultValue::NoItems(*item))
        }
        (TypeRef::Named(id), json) => variant(types, id, json),
        _ => None,
    }
}

/// The type with the aliases that lead to it followed.
fn resolved(types: &[Type], ty: &TypeRef) -> TypeRef {
    let mut current = ty;
    for _ in 0..types.len() {
        let TypeRef::Named(id) = current else { break };
        let Some(Type { kind: TypeKind::Alias(target), .. }) = types.get(id.index()) else { break };
        current = target;
    }
    current.clone()
}

/// The variant of an enum that has the value.
fn variant(types: &[Type], id: TypeId, json: &Value) -> Option<DefaultValue> {
    let name = match &types.get(id.index())?.kind {
        TypeKind::OpenEnum(found) => {
            &found.variants.iter().find(|variant| json == variant.value.as_str())?.name
        }
        TypeKind::ValueEnum(found) => {
            &found.variants.iter().find(|variant| *json == variant.value)?.name
        }
        _ => return None,
    };
    Some(DefaultValue::Variant(id, name.clone()))
}

/// The number as Rust writes it.
fn number(scalar: Scalar, json: &Value) -> Option<String> {
    let float = json.as_f64()?;
    let whole =
        json.as_i64().map(i128::from).or_else(|| json.as_u64().map(i128::from)).or_else(|| {
            let is_exact = float.fract() == 0.0 && float.abs() < 9e15;
            is_exact.then_some(float as i128)
        });
    match scalar {
        Scalar::I32 => i32::try_from(whole?).ok().map(|value| value.to_string()),
        Scalar::I64 => i64::try_from(whole?).ok().map(|value| value.to_string()),
        Scalar::U32 => u32::try_from(whole?).ok().map(|value| value.to_string()),
        Scalar::U64 => u64::try_from(whole?).ok().map(|value| value.to_string()),
        Scalar::I128 => whole.map(|value| value.to_string()),
        Scalar::F64 => Some(format!("{float:?}")).filter(|text| !is_mathematical(text)),
        _ => None,
    }
}
