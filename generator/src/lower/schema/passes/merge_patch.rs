//! Bodies of merge patches (RFC 7396), in which `null` removes a property, whatever its schema says. So each property of
//! theirs that is not required is absent, `null` or a value, and so are those of objects within objects; a list is
//! replaced as a whole.
//!
//! A struct is the same wherever it is used: if one is also received, its fields have the same type there.

use std::collections::BTreeSet;

use crate::ir::{Operation, Presence, Type, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type], operations: &[Operation]) {
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
    let patches = bodies.filter(|body| body.is_merge_patch());
    let mut queue = Vec::new();
    patches.for_each(|body| objects(&body.ty, &mut queue));
    let mut found = BTreeSet::new();
    while let Some(index) = queue.pop() {
        let Some(ty) = types.get_mut(index).filter(|_| found.insert(index)) else { continue };
        ty.kind.parts().for_each(|part| objects(part, &mut queue));
        let TypeKind::Struct(strukt) = &mut ty.kind else { continue };
        for field in &mut strukt.fields {
            if field.presence == Presence::Optional && !field.only_received {
                field.presence = Presence::OptionalNullable;
            }
        }
    }
}

/// The types whose values are the value itself, and not items of a list or a map.
fn objects(ty: &TypeRef, found: &mut Vec<usize>) {
    match ty {
        TypeRef::Named(id) => found.push(id.index()),
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => objects(inner, found),
        _ => {}
    }
}
