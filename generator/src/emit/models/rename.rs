//! The names of fields in JSON, by one of serde's rules where that says most of them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Field, Struct};

/// The rule by which the struct's fields are named in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Same,
    Camel,
    Pascal,
    Kebab,
    Shouty,
}

impl Rule {
    /// The rule that leaves the fewest fields to be named one by one.
    pub(super) fn of(strukt: &Struct) -> Self {
        let exceptions = |rule: Self| {
            strukt.fields.iter().filter(|field| rule.apply(field) != field.wire).count()
        };
        // Serde's rules are for ASCII.
        if !strukt.fields.iter().all(|field| field.name.as_str().is_ascii()) {
            return Self::Same;
        }
        let mut best = Self::Same;
        let mut fewest = exceptions(best);
        for rule in [Self::Camel, Self::Pascal, Self::Kebab, Self::Shouty] {
            // The attribute itself is a line too.
            if exceptions(rule) + 1 < fewest {
                best = rule;
                fewest = exceptions(rule) + 1;
            }
        }
        best
    }

    /// What serde makes of the field's name.
    pub(super) fn apply(self, field: &Field) -> String {
        let name = field.name.plain();
        let pascal = || -> String {
            let mut upper = true;
            let mut text = String::with_capacity(name.len());
            for character in name.chars() {
                if character == '_' {
                    upper = true;
                } else if upper {
                    text.push(character.to_ascii_uppercase());
                    upper = false;
                } else {
                    text.push(character);
                }
            }
            text
        };
        match self {
            Self::Same => name.to_owned(),
            Self::Pascal => pascal(),
            Self::Camel => {
                let pascal = pascal();
                let mut rest = pascal.chars();
                rest.next()
                    .map(|first| first.to_ascii_lowercase())
                    .into_iter()
                    .chain(rest)
                    .collect()
            }
            Self::Kebab => name.replace('_', "-"),
            Self::Shouty => name.to_ascii_uppercase(),
        }
    }

    pub(super) fn attribute(self) -> Option<TokenStream> {
        let name = match self {
            Self::Same => return None,
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::Shouty => "SCREAMING_SNAKE_CASE",
        };
        Some(quote!(#[serde(rename_all = #name)]))
    }
}
