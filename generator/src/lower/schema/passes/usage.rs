//! Which types are sent: callers build those. Requests lack the read-only properties of these; a property that only
//! requests have is optional in responses.

use std::collections::BTreeSet;

use crate::ir::{
    Access, Argument, Field, Operation, Presence, Streamed, Type, TypeId, TypeKind, TypeRef,
    Webhook,
};

pub(super) fn run(types: &mut [Type], operations: &[Operation], webhooks: &[Webhook]) {
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
    let answers = operations.iter().flat_map(|operation| {
        let success = operation.success.iter().filter_map(|success| success.content.ty());
        let errors = operation.errors.iter().filter_map(|error| error.content.ty());
        let streamed = operation.stream.iter().flat_map(Streamed::items);
        let headers = operation.headers.iter().map(|header| &header.ty);
        success.chain(errors).chain(headers).chain(streamed)
    });
    let received = reachable(types, answers.chain(webhooks.iter().map(|webhook| &webhook.ty)));
    let spread = spread_bodies(operations);
    let mentioned = mentioned(types, operations);
    for index in 0..types.len() {
        let is_sent = sent.contains(&index);
        let blank = blank_fields(types, index);
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(index) else {
            continue;
        };
        strukt.sent = is_sent && !spread.contains(&index);
        strukt.private = spread.contains(&index) && !mentioned.contains(&index);
        for (field, is_blank) in strukt.fields.iter_mut().zip(blank) {
            field.only_received = field.access == Access::Read && is_sent && !strukt.private;
            let other_way = match field.access {
                Access::Both => false,
                Access::Read => is_sent && (strukt.private || !is_blank),
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

/// For each field of a struct, whether a value that callers build may have an empty one, which is not sent.
fn blank_fields(types: &[Type], index: usize) -> Vec<bool> {
    let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get(index) else {
        return Vec::new();
    };
    let blank = |field: &Field| field.constant.is_none() && is_blank(types, &field.ty, true, 0);
    strukt.fields.iter().map(blank).collect()
}

/// Whether there is an empty value of the type: an unknown one of an enum, else the default.
fn is_blank(types: &[Type], ty: &TypeRef, unknown: bool, depth: usize) -> bool {
    /// Structs in structs are seldom nested this deeply, and those that contain themselves have no default.
    const DEEPEST: usize = 8;
    match ty {
        TypeRef::Custom(custom) => custom.default,
        TypeRef::Scalar(_)
        | TypeRef::Formatted(_)
        | TypeRef::Vec(_)
        | TypeRef::Map(_)
        | TypeRef::Option(_)
        | TypeRef::Untyped(_) => true,
        TypeRef::Tuple(items) => items.iter().all(|item| is_blank(types, item, false, depth)),
        TypeRef::Boxed(inner) => is_blank(types, inner, unknown, depth),
        TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
            Some(TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_) | TypeKind::Union(_)) => unknown,
            Some(TypeKind::Alias(inner)) if depth < DEEPEST => {
                is_blank(types, inner, unknown, depth + 1)
            }
            Some(TypeKind::Struct(strukt)) if depth < DEEPEST => {
                strukt.fields.iter().all(|field| {
                    let has_default = || is_blank(types, &field.ty, false, depth + 1);
                    field.constant.is_none()
                        && (field.presence != Presence::Required || has_default())
                })
            }
            _ => false,
        },
    }
}

/// Bodies that the client's methods build from their arguments.
fn spread_bodies(operations: &[Operation]) -> BTreeSet<usize> {
    operations
        .iter()
        .filter(|operation| !operation.arguments.contains(&Argument::Body))
        .filter_map(|operation| operation.body.as_ref()?.spread)
        .map(TypeId::index)
        .collect()
}

/// The types that something other than a spread body's own operation mentions.
fn mentioned(types: &[Type], operations: &[Operation]) -> BTreeSet<usize> {
    let mut found = Vec::new();
    for ty in types {
        ty.kind.mentioned(&mut found);
    }
    for operation in operations {
        operation.parameters.iter().for_each(|parameter| parameter.ty.mentioned(&mut found));
        let success = operation.success.iter().filter_map(|success| success.content.ty());
        let errors = operation.errors.iter().filter_map(|error| error.content.ty());
        let headers = operation.headers.iter().map(|header| &header.ty);
        let streamed = operation.stream.iter().flat_map(Streamed::items);
        let all = success.chain(errors).chain(headers).chain(streamed);
        all.for_each(|ty| ty.mentioned(&mut found));
        if operation.arguments.contains(&Argument::Body)
            || operation.options.contains(&Argument::Body)
        {
            operation.body.iter().for_each(|body| body.ty.mentioned(&mut found));
        }
    }
    found.into_iter().collect()
}

/// The types that the roots come to, through whatever they mention.
pub(super) fn reachable<'t>(
    types: &[Type],
    roots: impl Iterator<Item = &'t TypeRef>,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut queue = Vec::new();
    roots.for_each(|root| root.mentioned(&mut queue));
    while let Some(index) = queue.pop() {
        if !found.insert(index) {
            continue;
        }
        if let Some(ty) = types.get(index) {
            ty.kind.mentioned(&mut queue);
        }
    }
    found
}
