//! Members of unions that are one and the same type in Rust become one.

use crate::ir::{JsonKind, Scalar, Type, TypeKind, TypeRef, UnionVariant};

pub(super) fn run(types: &mut [Type]) {
    for index in 0..types.len() {
        let Some(Type { kind: TypeKind::Union(union), .. }) = types.get(index) else { continue };
        // A member of any value is removed, and its values are still accepted.
        let open = union.open || union.variants.iter().any(|it| is_untyped(types, &it.ty));
        let mut variants = simplify(types, union.variants.clone());
        // The string of an instant also parses as a date, which would lose the time.
        variants.sort_by_key(|variant| variant.ty == TypeRef::Scalar(Scalar::Date));
        let kind = match variants.as_slice() {
            [] => TypeKind::Alias(TypeRef::Untyped(crate::ir::Reason::Any)),
            [only] if !open && !refers_to(&only.ty, index) => TypeKind::Alias(only.ty.clone()),
            _ => TypeKind::Union(crate::ir::Union { variants, open }),
        };
        if let Some(ty) = types.get_mut(index) {
            ty.kind = kind;
        }
    }
}

fn is_untyped(types: &[Type], ty: &TypeRef) -> bool {
    matches!(canonical(types, ty, 0), TypeRef::Untyped(_))
}

fn refers_to(ty: &TypeRef, index: usize) -> bool {
    matches!(ty, TypeRef::Named(id) if id.index() == index)
}

fn simplify(types: &[Type], variants: Vec<UnionVariant>) -> Vec<UnionVariant> {
    let is_open_enum = |ty: &TypeRef| matches!(named_kind(types, ty), Some(TypeKind::OpenEnum(_)));
    // An open enum accepts every string.
    let has_enum = variants.iter().any(|variant| is_open_enum(&variant.ty));
    let has_text = variants
        .iter()
        .any(|variant| canonical(types, &variant.ty, 0) == TypeRef::Scalar(Scalar::String));
    let mut kept: Vec<UnionVariant> = Vec::new();
    for mut variant in variants {
        if is_untyped(types, &variant.ty) {
            continue;
        }
        // A string without the format is another member, or none.
        let canonical_type = match canonical(types, &variant.ty, 0) {
            TypeRef::Formatted(scalar) => {
                variant.ty = TypeRef::Scalar(scalar);
                variant.ty.clone()
            }
            other => other,
        };
        if has_enum && has_text {
            if canonical_type == TypeRef::Scalar(Scalar::String) {
                continue;
            }
            if is_open_enum(&variant.ty) {
                variant.when.one_of.clear();
            }
        }
        match kept.iter_mut().find(|kept| canonical(types, &kept.ty, 0) == canonical_type) {
            Some(same) => {
                if same.when != variant.when {
                    let kind = if same.when.kind == variant.when.kind {
                        same.when.kind
                    } else {
                        JsonKind::Any
                    };
                    same.when = crate::ir::When {
                        kind,
                        has: Vec::new(),
                        is: Vec::new(),
                        one_of: Vec::new(),
                    };
                }
            }
            None => kept.push(variant),
        }
    }
    kept
}

/// What a named type is, aliases followed.
fn named_kind<'t>(types: &'t [Type], ty: &TypeRef) -> Option<&'t TypeKind> {
    let mut current = ty.clone();
    for _ in 0..types.len() {
        let TypeRef::Named(id) = current else { return None };
        match &types.get(id.index())?.kind {
            TypeKind::Alias(target) => current = target.clone(),
            kind => return Some(kind),
        }
    }
    None
}

/// The type with every alias replaced by its target.
fn canonical(types: &[Type], ty: &TypeRef, depth: usize) -> TypeRef {
    // Only an alias that leads back to itself goes deeper.
    if depth > 64 {
        return ty.clone();
    }
    let inner = |inner: &TypeRef| Box::new(canonical(types, inner, depth + 1));
    match ty {
        TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
            Some(TypeKind::Alias(target)) => canonical(types, target, depth + 1),
            _ => ty.clone(),
        },
        TypeRef::Vec(item) => TypeRef::Vec(inner(item)),
        TypeRef::Map(value) => TypeRef::Map(inner(value)),
        TypeRef::Option(value) => TypeRef::Option(inner(value)),
        TypeRef::Boxed(value) => TypeRef::Boxed(inner(value)),
        TypeRef::Tuple(items) => {
            TypeRef::Tuple(items.iter().map(|item| canonical(types, item, depth + 1)).collect())
        }
        // Only strings distinguish these from other strings.
        TypeRef::Formatted(scalar) if !scalar.is_strict_text() => TypeRef::Scalar(Scalar::String),
        TypeRef::Scalar(_) | TypeRef::Formatted(_) | TypeRef::Custom(_) => ty.clone(),
        TypeRef::Untyped(_) => TypeRef::Untyped(crate::ir::Reason::Any),
    }
}
