//! Models that only the operations of one tag use. In: the types, and all that uses them. Out: the group of each such
//! file of models.

use std::collections::BTreeMap;

use super::super::names::Scope;
use crate::ir::{Features, Group, ModuleName, Operation, Rule, Type, TypeName, Webhook};

/// What uses a file of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum User {
    Nothing,
    /// The operations of the group of that number, which one feature turns on.
    Group(usize),
    /// More than that, or something that is always there.
    Several,
}

impl User {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, user) | (user, Self::Nothing) => user,
            (Self::Group(one), Self::Group(another)) if one == another => self,
            _ => Self::Several,
        }
    }
}

/// A file of models.
struct File {
    user: User,
    /// The types that those in it mention.
    mentions: Vec<usize>,
}

/// Has the files of models that one tag alone needs be there with it. A file that nothing uses is always there.
pub(in crate::lower) fn run(
    features: &mut Features,
    types: &[Type],
    rules: &BTreeMap<TypeName, Vec<Rule>>,
    operations: &[Operation],
    webhooks: &[Webhook],
) {
    if features.groups.is_empty() {
        return;
    }
    let mut files = files(types, rules);
    let roots = roots(features, types, operations, webhooks);
    spread(&mut files, types, roots);
    let mut unused: Vec<(usize, User)> = Vec::new();
    for file in files.values_mut().filter(|file| file.user == User::Nothing) {
        file.user = User::Several;
        unused.extend(file.mentions.iter().map(|ty| (*ty, User::Several)));
    }
    spread(&mut files, types, unused);
    let users = files.into_iter().map(|(module, file)| (module.clone(), file.user)).collect();
    group(features, &users);
}

fn files<'t>(
    types: &'t [Type],
    rules: &BTreeMap<TypeName, Vec<Rule>>,
) -> BTreeMap<&'t ModuleName, File> {
    let mut files: BTreeMap<&ModuleName, File> = BTreeMap::new();
    for ty in types.iter().filter(|ty| !ty.operation && !ty.omitted) {
        let new = || File { user: User::Nothing, mentions: Vec::new() };
        let mentions = &mut files.entry(&ty.module).or_insert_with(new).mentions;
        ty.kind.mentioned(mentions);
        rules.get(&ty.name).into_iter().flatten().for_each(|rule| rule.mentioned(mentions));
    }
    files
}

/// The types that something beside the models mentions, each with what that is.
fn roots(
    features: &Features,
    types: &[Type],
    operations: &[Operation],
    webhooks: &[Webhook],
) -> Vec<(usize, User)> {
    let user = |operation: &Operation| match features.group(operation.group) {
        Some(Group { features, .. }) if features.len() == 1 => operation.group.map(User::Group),
        _ => None,
    };
    let user = |operation: &Operation| user(operation).unwrap_or(User::Several);
    let mut roots: Vec<(usize, User)> = Vec::new();
    let mut add =
        |user: User, found: Vec<usize>| roots.extend(found.into_iter().map(|ty| (ty, user)));
    let mut homes: BTreeMap<&ModuleName, User> = BTreeMap::new();
    for operation in operations {
        add(user(operation), operation.mentions());
        homes.insert(&operation.module, user(operation));
    }
    for webhook in webhooks {
        add(User::Several, webhook.ty.mentions());
    }
    for ty in types.iter().filter(|ty| ty.operation) {
        add(homes.get(&ty.module).copied().unwrap_or(User::Several), ty.mentions());
    }
    roots
}

/// Tells the files of the types who uses them, and those that these mention.
fn spread(files: &mut BTreeMap<&ModuleName, File>, types: &[Type], mut queue: Vec<(usize, User)>) {
    while let Some((ty, user)) = queue.pop() {
        let Some(ty) = types.get(ty).filter(|ty| !ty.operation) else { continue };
        let Some(file) = files.get_mut(&ty.module) else { continue };
        let users = file.user.and(user);
        if users != file.user {
            file.user = users;
            queue.extend(file.mentions.iter().map(|ty| (*ty, users)));
        }
    }
}

/// Gives each group that has files of its own a folder for them.
fn group(features: &mut Features, users: &BTreeMap<ModuleName, User>) {
    let mut modules = Scope::modules();
    for module in users.keys() {
        modules.reserve(&[module.plain()]);
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for (module, user) in users {
        let User::Group(group) = user else { continue };
        let Some(names) = features.groups.get(*group).map(|group| group.features.clone()) else {
            continue;
        };
        let models = &mut features.models;
        let number = *numbers.entry(*group).or_insert_with(|| {
            let wanted: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            let module = modules.module(&wanted.join(" or "), &["tag"]);
            models.push(Group { module, features: names });
            models.len() - 1
        });
        features.homes.insert(module.clone(), number);
    }
}
