//! Inline types that are used where the file of their operation may not be. In: the types, and all that uses them. Out:
//! the same, where such a type has moved to a file that is always there.

use std::collections::{BTreeMap, BTreeSet};

use super::super::names::Scope;
use crate::ir::{FeatureName, Features, ModuleName, Operation, Type, Webhook};

/// Where something is there: with the group of that number, or always.
type Home = Option<usize>;

/// Moves the types that have to be there whatever features are on, and what these mention.
pub(in crate::lower) fn run(
    features: &mut Features,
    types: &mut [Type],
    operations: &[Operation],
    webhooks: &[Webhook],
) {
    if features.groups.is_empty() {
        return;
    }
    let moved = moved(features, types, operations, webhooks);
    if moved.is_empty() {
        return;
    }
    let module = module(features, operations);
    for index in moved {
        if let Some(ty) = types.get_mut(index) {
            ty.module = module.clone();
        }
    }
    features.shared = Some(module);
}

/// The types that something mentions which may be compiled without their file.
fn moved(
    features: &Features,
    types: &[Type],
    operations: &[Operation],
    webhooks: &[Webhook],
) -> BTreeSet<usize> {
    let modules: BTreeMap<&ModuleName, Home> =
        operations.iter().map(|operation| (&operation.module, operation.group)).collect();
    let home = |ty: &Type| -> Home {
        if ty.operation { modules.get(&ty.module).copied().flatten() } else { None }
    };
    let homes: Vec<Home> = types.iter().map(home).collect();
    let by_operations = operations.iter().map(|operation| (operation.group, operation.mentions()));
    let by_webhooks = webhooks.iter().map(|webhook| (None, webhook.ty.mentions()));
    let by_types = types.iter().zip(&homes).map(|(ty, home)| (*home, ty.mentions()));
    let mut mentions: Vec<(Home, Vec<usize>)> =
        by_operations.chain(by_webhooks).chain(by_types).collect();
    let implied = Implied::new(features);
    let mut moved = BTreeSet::new();
    while let Some((user, found)) = mentions.pop() {
        for index in found {
            let Some((ty, home)) = types.get(index).zip(homes.get(index)) else { continue };
            if !implied.by(user, *home) && moved.insert(index) {
                mentions.push((None, ty.mentions()));
            }
        }
    }
    moved
}

/// The features of each group.
struct Implied<'f>(Vec<BTreeSet<&'f FeatureName>>);

impl<'f> Implied<'f> {
    fn new(features: &'f Features) -> Self {
        Self(features.groups.iter().map(|group| group.features.iter().collect()).collect())
    }

    /// Whether `home` is compiled wherever the user is.
    fn by(&self, user: Home, home: Home) -> bool {
        let Some(home) = home else { return true };
        let Some(user) = user else { return false };
        user == home
            || self
                .0
                .get(user)
                .zip(self.0.get(home))
                .is_some_and(|(user, home)| user.is_subset(home))
    }
}

/// The name of the file that types move to.
fn module(features: &Features, operations: &[Operation]) -> ModuleName {
    let mut modules = Scope::modules();
    let taken = operations.iter().map(|operation| &operation.module);
    for name in taken.chain(features.groups.iter().map(|group| &group.module)) {
        modules.reserve(&[name.plain()]);
    }
    modules.module("shared", &["types"])
}
