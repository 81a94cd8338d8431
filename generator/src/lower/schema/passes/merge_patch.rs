//! Bodies of merge patches (RFC 7396), in which `null` removes a property, whatever its schema says. So each property of
//! theirs that is not required is absent, `null` or a value, and so are those of objects within objects, and the values
//! of maps; a list is replaced as a whole.
//!
//! A struct is the same wherever it is used: if one is also received, its fields have the same type there.

use std::collections::BTreeSet;

use crate::ir::{Field, Operation, Presence, Type, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type], operations: &[Operation]) {
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
    let patches = bodies.filter(|body| body.is_merge_patch());
    let mut queue = Vec::new();
    patches.for_each(|body| objects(&body.ty, &mut queue));
    let mut found = BTreeSet::new();
    while let Some(index) = queue.pop() {
        let Some(ty) = types.get_mut(index).filter(|_| found.insert(index)) else { continue };
        ty.kind.parts().for_each(|part| objects(part, &mut queue));
        match &mut ty.kind {
            TypeKind::Alias(target) | TypeKind::Newtype(target) => allow_null(target),
            TypeKind::Struct(strukt) => {
                strukt.fields.iter_mut().for_each(remove);
                if let Some(additional) = &mut strukt.additional {
                    objects(&additional.ty, &mut queue);
                    allow_null(&mut additional.ty);
                    nullable(&mut additional.ty);
                }
            }
            _ => {}
        }
    }
}

/// Makes a field one that a patch can remove.
fn remove(field: &mut Field) {
    if field.presence == Presence::Optional && !field.only_received {
        field.presence = Presence::OptionalNullable;
    }
    allow_null(&mut field.ty);
}

/// Allows `null` as the value of a map, at any depth.
fn allow_null(ty: &mut TypeRef) {
    match ty {
        TypeRef::Map(value) => {
            allow_null(value);
            nullable(value);
        }
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => allow_null(inner),
        _ => {}
    }
}

fn nullable(ty: &mut TypeRef) {
    if !matches!(ty, TypeRef::Option(_) | TypeRef::Untyped(_)) {
        *ty = TypeRef::Option(Box::new(ty.clone()));
    }
}

/// The types whose values are the value itself or that of a map, and not an item of a list.
fn objects(ty: &TypeRef, found: &mut Vec<usize>) {
    match ty {
        TypeRef::Named(id) => found.push(id.index()),
        TypeRef::Option(inner) | TypeRef::Boxed(inner) | TypeRef::Map(inner) => {
            objects(inner, found);
        }
        _ => {}
    }
}
