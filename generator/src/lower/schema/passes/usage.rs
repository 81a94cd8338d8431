//! Which types are sent: callers build those. A property that only one direction has is optional in the other.

use std::collections::BTreeSet;

use crate::ir::{
    Access, Argument, Operation, Presence, Streamed, Type, TypeId, TypeKind, TypeRef, Webhook,
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
    for (index, ty) in types.iter_mut().enumerate() {
        let TypeKind::Struct(strukt) = &mut ty.kind else { continue };
        let is_sent = sent.contains(&index);
        strukt.sent = is_sent && !spread.contains(&index);
        strukt.private = spread.contains(&index) && !mentioned.contains(&index);
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
