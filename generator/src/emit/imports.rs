//! The imports of a file, one a line, so that a new one is one line of a diff.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The names that a file brings into scope, by where they come from.
#[derive(Default)]
pub(super) struct Imports {
    names: BTreeSet<(Origin, String)>,
}

/// Where an imported name comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    Serde,
    Super,
    CrateModels,
    CrateOperations,
    Runtime,
    Documented,
    Mock,
    Object,
    OpenEnum,
    OpenUnion,
    ReceivedXml,
    Union,
    ValueEnum,
    Xml,
}

impl Origin {
    fn path(self) -> &'static str {
        match self {
            Self::Serde => "serde",
            Self::Super => "super",
            Self::CrateModels => "crate::models",
            Self::CrateOperations => "crate::operations",
            Self::Runtime => "crate::runtime",
            Self::Documented => "crate::runtime::documented",
            Self::Mock => "crate::runtime::mock",
            Self::Object => "crate::runtime::object",
            Self::OpenEnum => "crate::runtime::open_enum",
            Self::OpenUnion => "crate::runtime::open_union",
            Self::ReceivedXml => "crate::runtime::received_xml",
            Self::Union => "crate::runtime::union",
            Self::ValueEnum => "crate::runtime::value_enum",
            Self::Xml => "crate::runtime::xml",
        }
    }

    fn is_external(self) -> bool {
        self == Self::Serde
    }
}

impl Imports {
    pub(super) fn add(&mut self, origin: Origin, name: impl Into<String>) {
        self.names.insert((origin, name.into()));
    }

    /// The lines of other crates' names and those of this crate's, both in rustfmt's order.
    pub(super) fn blocks(&self) -> impl Iterator<Item = String> {
        [true, false].into_iter().filter_map(|external| {
            let group = self.names.iter().filter(|(origin, _)| origin.is_external() == external);
            let mut paths: Vec<String> =
                group.map(|(origin, name)| format!("{}::{name}", origin.path())).collect();
            paths.sort_by(|one, other| compare_paths(one, other));
            let lines: Vec<String> = paths.iter().map(|path| format!("use {path};")).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        })
    }
}

/// The order of rustfmt's style edition 2024: `super` before `crate`, and then segment by segment.
fn compare_paths(one: &str, other: &str) -> Ordering {
    let key = |path: &str| path.starts_with("crate::");
    let segments = || one.split("::").zip(other.split("::"));
    key(one).cmp(&key(other)).then_with(|| {
        segments()
            .map(|(one, other)| compare_versions(one, other))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| one.len().cmp(&other.len()))
    })
}

/// The order of names in which numbers compare by value.
fn compare_versions(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let ((first, rest), (second, others)) = (piece(one), piece(other));
        let order = match (first.parse::<u64>(), second.parse::<u64>()) {
            (Ok(number), Ok(another)) => number.cmp(&another).then_with(|| first.cmp(second)),
            // An underscore sorts before any other character.
            _ => (first != "_").cmp(&(second != "_")).then_with(|| first.cmp(second)),
        };
        let ended = first.is_empty() || second.is_empty();
        if order.is_ne() || ended {
            return if ended { first.len().cmp(&second.len()) } else { order };
        }
        (one, other) = (rest, others);
    }
}

/// The number or the character at the start of a string, and the rest.
fn piece(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(digits.max(first))
}

#[cfg(test)]
mod tests {
    use super::{Imports, Origin};

    #[test]
    fn imports_stand_as_rustfmt_sorts_them() {
        let mut imports = Imports::default();
        imports.add(Origin::Serde, "Serialize");
        imports.add(Origin::Serde, "Deserialize");
        imports.add(Origin::Object, "object");
        for name in ["mock", "Retry", "Call", "CallFuture", "E911"] {
            imports.add(Origin::Runtime, name);
        }
        for name in ["Pet", "XY", "X_Y", "PetList"] {
            imports.add(Origin::CrateModels, name);
        }
        for name in ["A10", "A9b", "A9", "HttpMethod", "HTTPMethod"] {
            imports.add(Origin::Super, name);
        }
        let blocks: Vec<String> = imports.blocks().collect();
        let expected = [
            "use serde::Deserialize;\nuse serde::Serialize;",
            "use super::A9;\nuse super::A9b;\nuse super::A10;\nuse super::HTTPMethod;\nuse super::HttpMethod;\n\
             use crate::models::Pet;\nuse crate::models::PetList;\nuse crate::models::X_Y;\nuse crate::models::XY;\n\
             use crate::runtime::Call;\nuse crate::runtime::CallFuture;\nuse crate::runtime::E911;\n\
             use crate::runtime::Retry;\nuse crate::runtime::mock;\nuse crate::runtime::object::object;",
        ];
        assert_eq!(blocks, expected);
    }
}
