//! Which traits hold: `Eq` and `Hash` where no float is inside, `Default` where nothing required lacks one.

use crate::ir::{Presence, Scalar, Struct, Type, TypeId, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    for ty in types.iter_mut() {
        if let TypeKind::Struct(strukt) = &mut ty.kind {
            strukt.hash = true;
            strukt.default = true;
        }
    }
    // What one type lacks, those that hold it lack too: until nothing changes.
    loop {
        let mut changed = false;
        for index in 0..types.len() {
            let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get(index) else {
                continue;
            };
            let hash = strukt.hash && strukt_hashes(types, strukt);
            let default = strukt.default && strukt_defaults(types, strukt);
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
        TypeRef::Scalar(Scalar::F32 | Scalar::F64) => false,
        TypeRef::Scalar(_) | TypeRef::Untyped(_) => true,
        TypeRef::Vec(inner)
        | TypeRef::Map(inner)
        | TypeRef::Option(inner)
        | TypeRef::Boxed(inner) => hashes(types, inner, depth),
        TypeRef::Named(id) => match kind(types, *id) {
            Some(TypeKind::Struct(strukt)) => strukt.hash,
            Some(TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_)) => true,
            Some(TypeKind::Alias(inner)) if depth < types.len() => hashes(types, inner, depth + 1),
            _ => false,
        },
    }
}

fn strukt_defaults(types: &[Type], strukt: &Struct) -> bool {
    // A constant is never left at its type's default.
    strukt.fields.iter().all(|field| {
        (field.presence != Presence::Required || defaults(types, &field.ty, 0))
            && !field.is_constant()
    })
}

fn defaults(types: &[Type], ty: &TypeRef, depth: usize) -> bool {
    match ty {
        TypeRef::Scalar(_)
        | TypeRef::Vec(_)
        | TypeRef::Map(_)
        | TypeRef::Option(_)
        | TypeRef::Untyped(_) => true,
        TypeRef::Boxed(inner) => defaults(types, inner, depth),
        TypeRef::Named(id) => match kind(types, *id) {
            Some(TypeKind::Struct(strukt)) => strukt.default,
            Some(TypeKind::Alias(inner)) if depth < types.len() => {
                defaults(types, inner, depth + 1)
            }
            _ => false,
        },
    }
}

fn kind(types: &[Type], TypeId(id): TypeId) -> Option<&TypeKind> {
    types.get(usize::try_from(id).ok()?).map(|ty| &ty.kind)
}
