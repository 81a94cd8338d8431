//! Which traits are implemented: `Eq` and `Hash` without floats inside, `Default` if everything required has one.

use crate::ir::{Default, Field, Presence, Scalar, Struct, Type, TypeId, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    for ty in types.iter_mut() {
        if let TypeKind::Struct(strukt) = &mut ty.kind {
            strukt.hash = true;
            let is_given = |field: &Field| field.is_constant() || field.filling.is_some();
            strukt.default = if strukt.fields.iter().any(is_given) {
                Default::Written
            } else {
                Default::Derived
            };
        }
    }
    // A type lacks the traits that its parts lack: repeat until nothing changes.
    loop {
        let mut changed = false;
        for index in 0..types.len() {
            let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get(index) else {
                continue;
            };
            let hash = strukt.hash && strukt_hashes(types, strukt);
            let default = if strukt_defaults(types, strukt) { strukt.default } else { Default::No };
            changed |= hash != strukt.hash || default != strukt.default;
            if let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(index) {
                strukt.hash = hash;
                strukt.default = default;
            }
        }
        if !changed {
            return;
        }
    }
}

fn strukt_hashes(types: &[Type], strukt: &Struct) -> bool {
    let additional =
        strukt.additional.as_ref().is_none_or(|additional| hashes(types, &additional.ty, 0));
    additional && strukt.fields.iter().all(|field| hashes(types, &field.ty, 0))
}

fn hashes(types: &[Type], ty: &TypeRef, depth: usize) -> bool {
    match ty {
        TypeRef::Scalar(Scalar::F64) => false,
        TypeRef::Custom(custom) => custom.hash,
        TypeRef::Scalar(_) | TypeRef::Formatted(_) | TypeRef::Untyped(_) => true,
        TypeRef::Vec(inner)
        | TypeRef::Map(inner)
        | TypeRef::Option(inner)
        | TypeRef::Boxed(inner) => hashes(types, inner, depth),
        TypeRef::Tuple(items) => items.iter().all(|item| hashes(types, item, depth)),
        TypeRef::Named(id) => match kind(types, *id) {
            Some(TypeKind::Struct(strukt)) => strukt.hash,
            Some(TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_)) => true,
            Some(TypeKind::Alias(inner)) if depth < types.len() => hashes(types, inner, depth + 1),
            _ => false,
        },
    }
}

fn strukt_defaults(types: &[Type], strukt: &Struct) -> bool {
    match strukt.default {
        Default::No => false,
        Default::Derived => strukt
            .fields
            .iter()
            .all(|field| field.presence != Presence::Required || defaults(types, &field.ty, 0)),
        // A custom implementation has no value that a caller would have to set.
        Default::Written => !strukt.fields.iter().any(Field::is_argument),
    }
}

fn defaults(types: &[Type], ty: &TypeRef, depth: usize) -> bool {
    match ty {
        TypeRef::Custom(custom) => custom.default,
        TypeRef::Scalar(_)
        | TypeRef::Formatted(_)
        | TypeRef::Vec(_)
        | TypeRef::Map(_)
        | TypeRef::Option(_)
        | TypeRef::Untyped(_) => true,
        TypeRef::Tuple(items) => items.iter().all(|item| defaults(types, item, depth)),
        TypeRef::Boxed(inner) => defaults(types, inner, depth),
        TypeRef::Named(id) => match kind(types, *id) {
            Some(TypeKind::Struct(strukt)) => strukt.default != Default::No,
            Some(TypeKind::Alias(inner)) if depth < types.len() => {
                defaults(types, inner, depth + 1)
            }
            _ => false,
        },
    }
}

fn kind(types: &[Type], id: TypeId) -> Option<&TypeKind> {
    types.get(id.index()).map(|ty| &ty.kind)
}
