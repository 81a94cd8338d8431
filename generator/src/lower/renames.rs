//! The names in the settings. In: `[rename]`, and the places that its pointers lead to. Out: the name of each thing that
//! an entry matches; entries that match nothing are errors.

mod places;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::pattern::{self, Pattern};
use crate::config::{Config, Rename};
use crate::diagnostic::{Code, Diagnostic, Span};

pub(crate) use places::{RenamedPlaces, renamed_places};

/// What is renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Schema,
    Property,
    Operation,
    Parameter,
    Value,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::Schema, Self::Property, Self::Operation, Self::Parameter, Self::Value];

    /// The key in the settings.
    const fn key(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Property => "properties",
            Self::Operation => "operations",
            Self::Parameter => "parameters",
            Self::Value => "values",
        }
    }

    fn entries(self, rename: &Rename) -> &BTreeMap<String, String> {
        match self {
            Self::Schema => &rename.schemas,
            Self::Property => &rename.properties,
            Self::Operation => &rename.operations,
            Self::Parameter => &rename.parameters,
            Self::Value => &rename.values,
        }
    }
}

/// The entries of the settings, ready to be compared with names and places.
#[derive(Debug, Default)]
pub(super) struct Renames<'c> {
    patterns: BTreeMap<Kind, Vec<Entry<'c>>>,
    places: RenamedPlaces,
    /// The entries that something has matched so far.
    used: RefCell<BTreeSet<(Kind, String)>>,
}

#[derive(Debug)]
struct Entry<'c> {
    key: &'c str,
    pattern: Pattern<'c>,
    name: &'c str,
}

impl<'c> Renames<'c> {
    pub(super) fn new(config: &'c Config, places: RenamedPlaces) -> Self {
        let mut patterns: BTreeMap<Kind, Vec<Entry<'c>>> = BTreeMap::new();
        for kind in Kind::ALL {
            let entries = kind.entries(&config.rename).iter().filter(|(key, _)| !is_pointer(key));
            let mut entries: Vec<Entry<'_>> = entries
                .map(|(key, name)| Entry { key, pattern: Pattern::new(key), name })
                .collect();
            // What is more of a name goes before what is less of it.
            entries.sort_by_key(|entry| entry.pattern.rank());
            if !entries.is_empty() {
                patterns.insert(kind, entries);
            }
        }
        Self { patterns, places, used: RefCell::default() }
    }

    /// The name in the settings for what is at that place, or has that name.
    pub(super) fn of(&self, kind: Kind, span: Span, name: &str) -> Option<String> {
        self.at(kind, span, "").or_else(|| self.named(kind, name))
    }

    /// The name in the settings for a part of a type: a property of the schema at that place, or its value with the
    /// number `part`, whose name is `name`.
    pub(super) fn of_part(
        &self,
        kind: Kind,
        (span, part): (Span, &str),
        (ty, name): (&str, &str),
    ) -> Option<String> {
        if self.places.is_empty() && self.patterns.is_empty() {
            return None;
        }
        let named = |ty: &str| self.named(kind, &format!("{ty}.{name}"));
        // The type may have a new name itself, by which callers know it.
        let renamed = || named(&self.named(Kind::Schema, ty)?);
        self.at(kind, span, part).or_else(|| named(ty)).or_else(renamed)
    }

    /// The name in the settings for what is at that place, or for a part of it.
    pub(super) fn at(&self, kind: Kind, span: Span, part: &str) -> Option<String> {
        let (key, name) = self.places.get(&(kind.key(), span, part.to_owned()))?;
        self.used.borrow_mut().insert((kind, key.clone()));
        Some(name.clone())
    }

    /// The name in the settings for what has that name.
    pub(super) fn named(&self, kind: Kind, name: &str) -> Option<String> {
        let entries = self.patterns.get(&kind)?;
        let (entry, parts) =
            entries.iter().find_map(|entry| Some((entry, entry.pattern.matched(name)?)))?;
        self.used.borrow_mut().insert((kind, entry.key.to_owned()));
        Some(pattern::filled(entry.name, &parts))
    }

    /// The entries that nothing matched, and those without a name, as errors.
    pub(super) fn unused(&self, config: &Config) -> Vec<Diagnostic> {
        let used = self.used.borrow();
        let entries = Kind::ALL
            .into_iter()
            .flat_map(|kind| kind.entries(&config.rename).keys().map(move |key| (kind, key)));
        let unused = entries.clone().filter(|(kind, key)| !used.contains(&(*kind, (*key).clone())));
        let nameless = entries.filter(|(kind, key)| {
            kind.entries(&config.rename).get(*key).is_some_and(|name| name.trim().is_empty())
        });
        let nameless = nameless.map(|(kind, key)| {
            let span = config.span(&["rename", kind.key(), key]);
            let message = format!("the new name for `{key}` is empty");
            Diagnostic::error(Code::Settings, span, message)
                .help("write the name, or remove the entry")
        });
        unused.map(|(kind, key)| unmatched(config, kind, key)).chain(nameless).collect()
    }
}

fn is_pointer(key: &str) -> bool {
    key.starts_with('/') || key.starts_with("#/")
}

fn unmatched(config: &Config, kind: Kind, key: &str) -> Diagnostic {
    let what = kind.key();
    let span = config.span(&["rename", what, key]);
    let message = format!("`{key}` of `rename.{what}` matches nothing");
    Diagnostic::error(Code::Settings, span, message).help(match kind {
        Kind::Property => "write the type's name in Rust and the property's in JSON, such as `Pet.name`, a pattern such as `*.name`, or a JSON pointer",
        Kind::Value => "write the type's name in Rust and the value, such as `PetKind.cat`, a pattern, or a JSON pointer such as `/components/schemas/Kind/enum/0`",
        Kind::Schema | Kind::Operation | Kind::Parameter => {
            "correct the name, the pattern or the JSON pointer, or remove the entry"
        }
    })
}
