//! Which types are sent: callers build those. A property that only one direction has is optional in the other.

use std::collections::BTreeSet;

use crate::ir::{Access, Argument, Operation, Presence, Type, TypeId, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type], operations: &[Operation]) {
    let sent = reachable(
        types,
        operations.iter().flat_map(|operation| {
            operation
                .parameters
                .iter()
                .map(|parameter| &parameter.ty)
                .chain(operation.body.iter().map(|body| &body.ty))
        }),
    );
    let received = reachable(
        types,
        operations.iter().flat_map(|operation| {
            let success = operation.success.iter().filter_map(|success| success.content.ty());
            success.chain(operation.errors.iter().filter_map(|error| error.content.ty()))
        }),
    );
    let spread = spread_bodies(operations);
    for (index, ty) in types.iter_mut().enumerate() {
        let TypeKind::Struct(strukt) = &mut ty.kind else { continue };
        let is_sent = sent.contains(&index);
        strukt.sent = is_sent && !spread.contains(&index);
        for field in &mut strukt.fields {
            let other_way = match field.access {
                Access::Both => false,
                Access::Read => is_sent,
                Access::Write => received.contains(&index) || !is_sent,
            };
            if other_way {
                field.presence = match field.presence {
                    Presence::Required => Presence::Optional,
                    Presence::Nullable => Presence::OptionalNullable,
                    presence => presence,
                };
            }
        }
    }
}

/// Bodies that the client's methods build from their arguments.
fn spread_bodies(operations: &[Operation]) -> BTreeSet<usize> {
    operations
        .iter()
        .filter(|operation| !operation.arguments.contains(&Argument::Body))
        .filter_map(|operation| operation.body.as_ref()?.spread)
        .filter_map(|TypeId(id)| usize::try_from(id).ok())
        .collect()
}

fn reachable<'t>(types: &[Type], roots: impl Iterator<Item = &'t TypeRef>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut queue = Vec::new();
    roots.for_each(|root| named(root, &mut queue));
    while let Some(index) = queue.pop() {
        if !found.insert(index) {
            continue;
        }
        match types.get(index).map(|ty| &ty.kind) {
            Some(TypeKind::Struct(strukt)) => {
                strukt.fields.iter().for_each(|field| named(&field.ty, &mut queue));
                strukt.additional.iter().for_each(|additional| named(&additional.ty, &mut queue));
            }
            Some(TypeKind::Alias(ty) | TypeKind::Newtype(ty)) => named(ty, &mut queue),
            Some(TypeKind::Union(union)) => {
                union.variants.iter().for_each(|variant| named(&variant.ty, &mut queue));
            }
            Some(TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_)) | None => {}
        }
    }
    found
}

fn named(ty: &TypeRef, queue: &mut Vec<usize>) {
    match ty {
        TypeRef::Named(TypeId(id)) => queue.extend(usize::try_from(*id).ok()),
        TypeRef::Option(inner)
        | TypeRef::Vec(inner)
        | TypeRef::Map(inner)
        | TypeRef::Boxed(inner) => {
            named(inner, queue);
        }
        TypeRef::Tuple(items) => items.iter().for_each(|item| named(item, queue)),
        TypeRef::Scalar(_) | TypeRef::Untyped(_) => {}
    }
}
