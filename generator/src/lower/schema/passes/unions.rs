//! Members of unions that are one and the same type in Rust become one.

use super::canonical::{canonical, reason};
use crate::ir::{JsonKind, Reason, Scalar, Type, TypeKind, TypeRef, Union, UnionVariant, When};

pub(super) fn run(types: &mut [Type]) {
    for index in 0..types.len() {
        let Some(Type { kind: TypeKind::Union(union), .. }) = types.get(index) else { continue };
        // A member of any value is removed, and its values are still accepted.
        let open = union.open || union.variants.iter().any(|it| is_untyped(types, &it.ty));
        let (variants, family) = (simplify(types, union.variants.clone()), union.family);
        let kind = match variants.as_slice() {
            [] => TypeKind::Alias(TypeRef::Untyped(Reason::Any)),
            [only] if !open && only.when.mark.is_none() && !refers_to(&only.ty, index) => {
                TypeKind::Alias(only.ty.clone())
            }
            _ => TypeKind::Union(Union { variants, open, family, common: Vec::new() }),
        };
        if let Some(ty) = types.get_mut(index) {
            ty.kind = kind;
        }
    }
}

fn is_untyped(types: &[Type], ty: &TypeRef) -> bool {
    reason(types, ty) == Some(Reason::Any)
}

fn refers_to(ty: &TypeRef, index: usize) -> bool {
    matches!(ty, TypeRef::Named(id) if id.index() == index)
}

fn simplify(types: &[Type], mut variants: Vec<UnionVariant>) -> Vec<UnionVariant> {
    variants.retain(|variant| !is_untyped(types, &variant.ty));
    if let Some(open_enum) = open_enum(types, &variants) {
        return vec![open_enum];
    }
    let mut kept: Vec<(TypeRef, UnionVariant)> = Vec::new();
    for mut variant in variants {
        if reason(types, &variant.ty) == Some(Reason::AnyObject) {
            // Plain JSON is any value, not only an object.
            variant.ty = TypeRef::Map(Box::new(TypeRef::Untyped(Reason::Any)));
        }
        let is_map = matches!(&variant.ty, TypeRef::Map(value) if is_untyped(types, value));
        if is_map && variant.when.kind == JsonKind::Object {
            variant.when.kind = JsonKind::Map;
        }
        // A string without the format is another member, or none.
        let ty = match canonical(types, &variant.ty) {
            // Only strings distinguish these from other strings.
            ty @ TypeRef::Formatted(scalar) if !scalar.is_strict_text() => match variant.named {
                true => ty,
                false => TypeRef::Scalar(Scalar::String),
            },
            TypeRef::Formatted(scalar) => {
                variant.ty = TypeRef::Scalar(scalar);
                variant.ty.clone()
            }
            other => other,
        };
        let is_same = |(known, same): &&mut (TypeRef, UnionVariant)| {
            *known == ty && !(same.named && variant.named && are_told(same, &variant))
        };
        match kept.iter_mut().find(is_same) {
            Some((_, same)) => merge(same, variant),
            None => kept.push((ty, variant)),
        }
    }
    let tys: Vec<TypeRef> = kept.iter().map(|(ty, _)| ty.clone()).collect();
    let share = |(ty, mut variant): (TypeRef, UnionVariant)| {
        variant.shared = tys.iter().filter(|other| **other == ty).count() > 1;
        variant
    };
    kept.into_iter().map(share).collect()
}

/// The enum of strings that a union is which has only that and any other string, which the enum accepts too.
fn open_enum(types: &[Type], variants: &[UnionVariant]) -> Option<UnionVariant> {
    let is_enum =
        |it: &&UnionVariant| matches!(named_kind(types, &it.ty), Some(TypeKind::OpenEnum(_)));
    let is_text = |it: &&UnionVariant| {
        !it.named && canonical(types, &it.ty) == TypeRef::Scalar(Scalar::String)
    };
    let mut enums = variants.iter().filter(is_enum);
    let (only, None) = (enums.next()?, enums.next()) else { return None };
    let has_text = variants.iter().any(|it| is_text(&it));
    (has_text && variants.iter().all(|it| is_enum(&it) || is_text(&it))).then(|| only.clone())
}

/// Whether conditions or rules distinguish members of the same type.
fn are_told(one: &UnionVariant, other: &UnionVariant) -> bool {
    one.when.is_apart(&other.when)
        || one.when.one_of != other.when.one_of
        || one.rules != other.rules
}

/// Makes a member of the same type one with another.
fn merge(same: &mut UnionVariant, other: UnionVariant) {
    let (one, other) = (same.when.clone(), other.when);
    let kind = if one.kind == other.kind { one.kind } else { JsonKind::Any };
    let mut when = When::all(kind);
    if let Some(mark) = one.mark.filter(|mark| other.mark.as_ref() == Some(mark)) {
        let mut values = one.is.into_iter().find(|(key, _)| *key == mark).map(|(_, it)| it);
        if let (Some(values), Some(more)) = (&mut values, other.values(&mark)) {
            values.extend(more.iter().cloned());
        }
        when.is.extend(values.map(|values| (mark.clone(), values)));
        when.mark = Some(mark);
    }
    same.when = if same.when == other { other } else { when };
    same.rules.clear();
}

/// What a named type is, aliases followed.
fn named_kind<'t>(types: &'t [Type], ty: &TypeRef) -> Option<&'t TypeKind> {
    let TypeRef::Named(id) = canonical(types, ty) else { return None };
    types.get(id.index()).map(|ty| &ty.kind)
}
