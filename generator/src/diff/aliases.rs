//! Types that have several names, so that it makes no difference which of them is the definition. In: both APIs. Out: the
//! same, with a definition for each name, and one name for each type wherever it is mentioned.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Kind, Level};
use crate::public_api::{Item, ItemKind, Member, PublicApi};

/// The definition of each alias, by the module and the alias.
type Aliases = BTreeMap<(String, String), String>;

/// Both APIs with definitions in place of aliases, and the aliases that are no longer any.
pub(super) fn resolve(old: &PublicApi, new: &PublicApi) -> (PublicApi, PublicApi, Vec<Change>) {
    let (before, after) = (aliases(old), aliases(new));
    let names = one_name_each(&before, &after);
    let resolved = |api: &PublicApi, aliases| {
        let mut api = expanded(api, aliases);
        api.modules_mut().iter_mut().flat_map(|module| &mut module.items).for_each(|item| {
            let own = item.name.clone();
            rename(item, &|word| names.get(word).filter(|_| word != own).map(String::as_str));
        });
        api
    };
    (resolved(old, &before), resolved(new, &after), separated(&before, new, &after))
}

/// The aliases of types of the same module.
fn aliases(api: &PublicApi) -> Aliases {
    let mut found = Aliases::new();
    for module in api.modules() {
        let defined: BTreeSet<&str> = module
            .items
            .iter()
            .filter(|it| it.kind == ItemKind::Definition)
            .map(|it| &*it.name)
            .collect();
        for item in module.items.iter().filter(|item| item.kind == ItemKind::Definition) {
            if let Some(target) = target(item).filter(|target| defined.contains(target)) {
                found.insert((module.path.clone(), item.name.clone()), target.to_owned());
            }
        }
    }
    found
}

/// The name that an alias stands for.
fn target(item: &Item) -> Option<&str> {
    let (head, target) = item.text.trim_end_matches(';').split_once(" = ")?;
    let is_name = |text: &str| text.chars().all(|it| it.is_alphanumeric() || it == '_');
    (head == format!("pub type {}", item.name) && is_name(target)).then_some(target)
}

/// The name of each type that has several in either crate.
fn one_name_each(before: &Aliases, after: &Aliases) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let first = |names: &BTreeMap<String, String>, name: &str| {
        let mut current = name.to_owned();
        while let Some(next) = names.get(&current) {
            current.clone_from(next);
        }
        current
    };
    for ((_, alias), definition) in after.iter().chain(before) {
        let (one, other) = (first(&names, alias), first(&names, definition));
        if one != other {
            names.insert(one, other);
        }
    }
    let all: Vec<String> = names.keys().cloned().collect();
    all.into_iter().map(|name| (name.clone(), first(&names, &name))).collect()
}

/// The API with a copy of the definition, and of what it implements, in place of each alias.
fn expanded(api: &PublicApi, aliases: &Aliases) -> PublicApi {
    let mut api = api.clone();
    for module in api.modules_mut() {
        let of_module = aliases.iter().filter(|((path, _), _)| *path == module.path);
        let of_module: BTreeMap<&str, &str> =
            of_module.map(|((_, alias), definition)| (&**alias, &**definition)).collect();
        if of_module.is_empty() {
            continue;
        }
        let mut by_name: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in &module.items {
            by_name.entry(&item.name).or_default().push(item);
        }
        let mut items = Vec::new();
        for item in &module.items {
            let definition =
                of_module.get(&*item.name).and_then(|it| Some((*it, by_name.get(it)?)));
            let Some((name, definition)) = definition else {
                items.push(item.clone());
                continue;
            };
            items.extend(definition.iter().map(|it| {
                let mut copy = (*it).clone();
                rename(&mut copy, &|word| (word == name).then_some(item.name.as_str()));
                Item { name: item.name.clone(), ..copy }
            }));
        }
        module.items = items;
    }
    api
}

/// Changes the names that an item mentions.
fn rename<'n>(item: &mut Item, name: &impl Fn(&str) -> Option<&'n str>) {
    item.text = renamed(&item.text, name);
    for Member { text, .. } in &mut item.members {
        *text = renamed(text, name);
    }
}

fn renamed<'n>(text: &str, name: &impl Fn(&str) -> Option<&'n str>) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut rest = text;
    let is_of_word = |it: char| it.is_alphanumeric() || it == '_';
    while let Some(start) = rest.find(is_of_word) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|it| !is_of_word(it)).unwrap_or(from.len()));
        renamed.push_str(between);
        renamed.push_str(name(word).unwrap_or(word));
        rest = after;
    }
    renamed + rest
}

/// The aliases that are types of their own in the new crate, whose values are no longer those of the other type.
fn separated(before: &Aliases, new: &PublicApi, after: &Aliases) -> Vec<Change> {
    let definition = |module: &String, name: &String| {
        let key = (module.clone(), name.clone());
        after.get(&key).unwrap_or(name).clone()
    };
    let is_there = |module: &String, name: &str| {
        new.module(module).is_some_and(|module| module.items.iter().any(|it| it.name == name))
    };
    let separated = before.iter().filter(|((module, alias), other)| {
        is_there(module, alias)
            && is_there(module, other)
            && definition(module, alias) != definition(module, other)
    });
    let change = |((module, alias), other): (&(String, String), &String)| Change {
        level: Level::Breaking,
        kind: Kind::Api,
        rust: format!("{module}::{alias}"),
        before: Some(format!("pub type {alias} = {other}")),
        after: None,
        message: format!("it is a type of its own, whose values are no longer those of `{other}`"),
        place: None,
    };
    separated.map(change).collect()
}
