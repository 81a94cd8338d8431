//! Schemas that list their values.

use openapiv3::Schema;
use serde_json::Value;

use super::super::context::keywords;
use super::super::names::Scope;
use super::{Shape, scalar};
use crate::ir::{OpenEnum, Reason, TypeKind, TypeRef, Variant};

/// An enum for a list of texts; other values keep the type that they have, and the docs list them.
pub(super) fn shape(schema: &Schema) -> Option<Shape> {
    let keys = keywords(schema);
    let values: Vec<&Value> = keys.enumeration.iter().filter(|value| !value.is_null()).collect();
    if values.is_empty() {
        return None;
    }
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    let Some(texts) = texts else {
        return Some(Shape::Ref(
            scalar::of(keys).map_or(TypeRef::Untyped(Reason::Any), TypeRef::Scalar),
        ));
    };
    let mut scope = Scope::variants();
    let mut variants: Vec<Variant> = Vec::with_capacity(texts.len());
    for text in texts {
        if !variants.iter().any(|variant| variant.value == text) {
            variants.push(Variant { name: scope.variant(text), value: text.to_owned() });
        }
    }
    Some(Shape::Kind(TypeKind::OpenEnum(OpenEnum { variants })))
}
