//! Types without their aliases, to be compared.

use crate::ir::{Reason, Type, TypeKind, TypeRef};

/// So many aliases are followed.
const DEEPEST: usize = 64;

/// The type with every alias replaced by its target.
pub(super) fn canonical(types: &[Type], ty: &TypeRef) -> TypeRef {
    at_depth(types, ty, 0)
}

/// Why the type, or what it is an alias of, is plain JSON; `None` if it is not.
pub(super) fn reason(types: &[Type], ty: &TypeRef) -> Option<Reason> {
    let mut ty = ty;
    // Only an alias that leads back to itself goes further.
    for _ in 0..DEEPEST {
        match ty {
            TypeRef::Untyped(reason) => return Some(*reason),
            TypeRef::Boxed(inner) => ty = inner,
            TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
                Some(TypeKind::Alias(target)) => ty = target,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

fn at_depth(types: &[Type], ty: &TypeRef, depth: usize) -> TypeRef {
    // Only an alias that leads back to itself goes deeper.
    if depth > DEEPEST {
        return ty.clone();
    }
    let inner = |inner: &TypeRef| Box::new(at_depth(types, inner, depth + 1));
    match ty {
        TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
            Some(TypeKind::Alias(target)) => at_depth(types, target, depth + 1),
            _ => ty.clone(),
        },
        TypeRef::Vec(item) => TypeRef::Vec(inner(item)),
        TypeRef::Map(value) => TypeRef::Map(inner(value)),
        TypeRef::Option(value) => TypeRef::Option(inner(value)),
        TypeRef::Boxed(value) => TypeRef::Boxed(inner(value)),
        TypeRef::Tuple(items) => {
            TypeRef::Tuple(items.iter().map(|item| at_depth(types, item, depth + 1)).collect())
        }
        TypeRef::Scalar(_) | TypeRef::Formatted(_) | TypeRef::Custom(_) => ty.clone(),
        TypeRef::Untyped(_) => TypeRef::Untyped(Reason::Any),
    }
}
