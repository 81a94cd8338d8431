//! The public API before and after. In: both. Out: the changes, each once: what comes or goes with an operation or a
//! type is not told again.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{self, Difference};
use super::names::{Names, Operation};
use super::{Change, Kind, Level};
use crate::public_api::{Item, ItemKind, Member, PublicApi};

/// The type with the methods of operations.
const CLIENT: &str = "Client";
/// The test server, which has a method for each operation, too.
const SERVER: &str = "Server";

pub(super) fn changes(old: &PublicApi, new: &PublicApi, names: &Names) -> Vec<Change> {
    let (before, after) = (Crate::of(old), Crate::of(new));
    let mut found = Vec::new();
    // The order matters: what is told first is not told again.
    let (gone, fresh) = (names.removed(), names.added());
    found.extend(gone.iter().map(|it| operation(it, Level::Breaking)));
    found.extend(fresh.iter().map(|it| operation(it, Level::Additive)));
    let told = Told { names, gone: &gone, fresh: &fresh };
    let lost = definitions(&before, &after, names, &told, &mut found);
    let fields = found.iter().map(|change| change.rust.clone()).collect();
    implementations((&before, &after), names, &told, (&lost, &fields), &mut found);
    found
}

/// A crate's definitions by their paths, and its implementations by what they are for.
struct Crate<'a> {
    definitions: BTreeMap<(&'a str, &'a str), &'a Item>,
    /// By their module and what stands before their braces.
    implementations: BTreeMap<(&'a str, &'a str), (&'a str, Vec<Member>)>,
}

impl<'a> Crate<'a> {
    fn of(api: &'a PublicApi) -> Self {
        let mut found = Self { definitions: BTreeMap::new(), implementations: BTreeMap::new() };
        for module in api.modules() {
            for item in &module.items {
                if item.kind == ItemKind::Impl {
                    let head = item.text.split('{').next().unwrap_or_default().trim_end();
                    let entry = found.implementations.entry((module.path.as_str(), head));
                    let (_, members) = entry.or_insert_with(|| (item.name.as_str(), Vec::new()));
                    members.extend(item.members.iter().cloned());
                } else {
                    found.definitions.insert((module.path.as_str(), item.name.as_str()), item);
                }
            }
        }
        found
    }

    /// The path of a type that is implemented in that module.
    fn path_of(&self, module: &str, name: &str) -> Option<String> {
        let is_it = |(at, known): &&(&str, &str)| *known == name && *at == module;
        let is_elsewhere = |(_, known): &&(&str, &str)| *known == name;
        let mut paths = self.definitions.keys();
        let (module, _) = paths.clone().find(is_it).or_else(|| paths.find(is_elsewhere))?;
        Some(if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") })
    }
}

/// The operations that are told as a whole.
struct Told<'t> {
    names: &'t Names,
    gone: &'t [&'t Operation],
    fresh: &'t [&'t Operation],
}

impl Told<'_> {
    /// Whether the type belongs to one of the operations.
    fn has(&self, module: &str, name: &str) -> bool {
        let mut all = self.gone.iter().chain(self.fresh);
        let call = self.names.call_of(name);
        (module == "operations" || module == "mock") && all.any(|it| Some(it.call.as_str()) == call)
    }

    fn has_method(&self, name: &str) -> bool {
        self.gone.iter().chain(self.fresh).any(|it| it.method == name)
    }
}

/// An operation that only one of the crates has.
fn operation(operation: &Operation, level: Level) -> Change {
    let rust = format!("{CLIENT}::{}", operation.method);
    let text = Some(rust.clone());
    let (before, after, what) = match level {
        Level::Breaking => (text, None, "the operation is gone"),
        _ => (None, text, "the operation is new"),
    };
    Change {
        level,
        kind: Kind::Api,
        rust,
        before,
        after,
        message: what.to_owned(),
        place: Some(operation.place.clone()),
    }
}

/// Tells how types, traits and functions differ; returns the names of those that only one of the crates has.
fn definitions<'a>(
    before: &Crate<'a>,
    after: &Crate<'a>,
    names: &Names,
    told: &Told<'_>,
    found: &mut Vec<Change>,
) -> BTreeSet<&'a str> {
    let mut lost = BTreeSet::new();
    let paths: BTreeSet<_> = before.definitions.keys().chain(after.definitions.keys()).collect();
    for path @ (module, name) in paths {
        let (old, new) = (before.definitions.get(path), after.definitions.get(path));
        let place = names.place(module, name);
        let rust = if module.is_empty() { (*name).to_owned() } else { format!("{module}::{name}") };
        let differences = match (old, new) {
            (Some(old), Some(new)) => item::differences(old, new),
            (old, new) => {
                if old.or(new).is_some_and(|item| item.kind == ItemKind::Definition) {
                    lost.insert(*name);
                }
                if told.has(module, name) {
                    continue;
                }
                let (level, message) = match old {
                    Some(_) => (Level::Breaking, "it is gone"),
                    None => (Level::Additive, "it is new"),
                };
                let text = |item: &&&Item| first_line(&item.text);
                vec![Difference {
                    level,
                    member: None,
                    before: old.as_ref().map(text),
                    after: new.as_ref().map(text),
                    message: message.to_owned(),
                }]
            }
        };
        found.extend(differences.into_iter().map(|it| change(it, &rust, place.clone())));
    }
    lost
}

/// Tells how methods and implemented traits differ, but for those of types that only one of the crates has.
fn implementations<'a>(
    (before, after): (&Crate<'a>, &Crate<'a>),
    names: &Names,
    told: &Told<'_>,
    (lost, fields): (&BTreeSet<&str>, &BTreeSet<String>),
    found: &mut Vec<Change>,
) {
    let heads = before.implementations.keys().chain(after.implementations.keys());
    let heads: BTreeSet<_> = heads.collect();
    for key @ (module, head) in heads {
        let (old, new) = (before.implementations.get(key), after.implementations.get(key));
        let Some((name, _)) = old.or(new) else { continue };
        if words(head).any(|word| lost.contains(word)) {
            continue;
        }
        if is_trait(head) && (old.is_none() || new.is_none()) {
            let (level, message) = match old {
                Some(_) => (Level::Breaking, "is no longer there"),
                None => (Level::Additive, "is new"),
            };
            let text = head.lines().last().unwrap_or_default();
            found.push(Change {
                level,
                kind: Kind::Api,
                rust: (*name).to_owned(),
                before: old.map(|_| text.to_owned()),
                after: new.map(|_| text.to_owned()),
                message: format!("`{text}` {message}"),
                place: names.place("models", name),
            });
            continue;
        }
        let (old, new) = (members(old), members(new));
        for difference in item::members(old, new, true) {
            let member = difference.member.clone().unwrap_or_default();
            let is_operation = [CLIENT, SERVER].contains(name) && told.has_method(&member);
            let path = before.path_of(module, name).or_else(|| after.path_of(module, name));
            let path = path.unwrap_or_else(|| (*name).to_owned());
            // A setter comes and goes with its field.
            let is_of_field = fields.contains(&format!("{path}::{member}"));
            if is_operation || is_of_field {
                continue;
            }
            let (rust, place) = place_of(head, (name, &path), &member, names);
            let difference = Difference { member: None, ..difference };
            found.push(change(difference, &rust, place));
        }
    }
}

/// The path of a method, and its place: those of a call's option are the operation's.
fn place_of(
    head: &str,
    (name, path): (&str, &str),
    member: &str,
    names: &Names,
) -> (String, Option<String>) {
    if name == CLIENT {
        return (format!("{CLIENT}::{member}"), names.place("client", member));
    }
    let call = head.split_once("Call<").and_then(|(_, rest)| rest.split([',', '>']).nth(1));
    match call.map(str::trim).filter(|call| !call.is_empty() && *call != "O") {
        Some(call) => (format!("operations::{call}::{member}"), names.place("operations", call)),
        None => (format!("{path}::{member}"), names.place("models", name)),
    }
}

fn change(difference: Difference, rust: &str, place: Option<String>) -> Change {
    let Difference { level, member, before, after, message } = difference;
    let rust = match member {
        Some(member) => format!("{rust}::{member}"),
        None => rust.to_owned(),
    };
    Change { level, kind: Kind::Api, rust, before, after, message, place }
}

/// The members of an `impl`; none if there is no such `impl`.
fn members<'c>(implementation: Option<&'c (&str, Vec<Member>)>) -> &'c [Member] {
    implementation.map(|(_, members)| members.as_slice()).unwrap_or_default()
}

fn is_trait(head: &str) -> bool {
    head.lines().any(|line| line.starts_with("impl") && line.contains(" for "))
}

/// The names in the head of an `impl`.
fn words(head: &str) -> impl Iterator<Item = &str> {
    head.split(|it: char| !it.is_alphanumeric() && it != '_')
}

/// An item without attributes and members.
fn first_line(text: &str) -> String {
    let line = text.lines().find(|line| !line.starts_with("#[")).unwrap_or_default();
    line.trim_end_matches([' ', '{', ';']).to_owned()
}
