//! Models that nobody could use. A named schema is a model even if nothing mentions it, but if it only describes the
//! parts of bodies, whose values are arguments, a value of it can be neither sent nor received. By a setting, only what
//! operations and webhooks need is a model. Another name for an inline type is needed only where something mentions it.

use std::collections::BTreeSet;

use super::context::Aliases;
use crate::ir::{Operation, Reason, Type, TypeId, TypeKind, TypeRef, Webhook};

/// Marks the aliases that nothing mentions, nor would mention if all aliases were definitions. They mention nothing any
/// more either.
pub(super) fn mark_aliases(
    types: &mut [Type],
    aliases: &Aliases,
    operations: &[Operation],
    webhooks: &[Webhook],
) {
    let named = types.iter().enumerate().filter(|(_, ty)| ty.pointer.is_some());
    let mut queue: Vec<usize> = named.map(|(index, _)| index).collect();
    queue.extend(operations.iter().flat_map(Operation::mentions));
    webhooks.iter().for_each(|webhook| webhook.ty.mentioned(&mut queue));
    let mut used = BTreeSet::new();
    while let Some(index) = queue.pop() {
        if let Some(ty) = types.get(index).filter(|_| used.insert(index)) {
            ty.kind.mentioned(&mut queue);
            aliases.mentioned(TypeId(u32::try_from(index).unwrap_or(u32::MAX)), &mut queue);
        }
    }
    for id in aliases.ids().filter(|id| !used.contains(&id.index())) {
        if let Some(ty) = types.get_mut(id.index()) {
            ty.omitted = true;
            ty.kind = TypeKind::Alias(TypeRef::Untyped(Reason::Any));
        }
    }
}

/// Marks these models, and inline types that only they mention.
pub(super) fn mark(
    types: &mut [Type],
    operations: &[Operation],
    webhooks: &[Webhook],
    prunes: bool,
) {
    let bodies = operations.iter().filter_map(|operation| operation.body.as_ref());
    let described: BTreeSet<usize> =
        bodies.filter_map(|body| body.described_by).map(|id| id.index()).collect();
    if described.is_empty() && !prunes {
        return;
    }
    let mut used: Vec<usize> = operations.iter().flat_map(Operation::mentions).collect();
    webhooks.iter().for_each(|webhook| webhook.ty.mentioned(&mut used));
    let is_kept = |(index, ty): &(usize, &Type)| ty.pointer.is_some() && !described.contains(index);
    let kept = types.iter().enumerate().filter(|ty| !prunes && is_kept(ty));
    used.extend(kept.map(|(index, _)| index));
    let used = reachable(types, used);
    let only_described = reachable(types, described.into_iter().collect());
    for (index, ty) in types.iter_mut().enumerate() {
        ty.omitted |= !used.contains(&index) && (prunes || only_described.contains(&index));
    }
}

fn reachable(types: &[Type], mut queue: Vec<usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    while let Some(index) = queue.pop() {
        if let Some(ty) = types.get(index).filter(|_| found.insert(index)) {
            ty.kind.mentioned(&mut queue);
        }
    }
    found
}
