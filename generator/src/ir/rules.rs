//! The rules for values, beyond their types.

use std::hash::{Hash, Hasher};

use serde::Serialize;

use super::{JsonKind, TypeId, When};

/// A rule for a JSON value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Rule {
    /// A keyword with a number of characters, items or properties.
    Count(Count, usize),
    /// A keyword with a bound of a number.
    Bound(Bound, Number),
    /// A regular expression that a string matches.
    Pattern(String),
    /// An address of the internet protocol.
    Ipv4,
    Ipv6,
    UniqueItems,
    /// The values that are allowed, strings as they are and others as JSON.
    Enum(Vec<String>),
    /// The types of which the value has one.
    Kinds(Vec<JsonKind>),
    /// No value is allowed.
    Never,
    /// Rules for the names of properties.
    Names(Vec<Rule>),
    /// Rules for the property of that name.
    Property(String, Vec<Rule>),
    /// Rules for the properties whose names match a regular expression.
    Matching(String, Vec<Rule>),
    /// Rules for the properties with other names.
    Others(Vec<String>, Vec<Rule>),
    /// Rules for each item.
    Items(Vec<Rule>),
    /// Rules for the item at that index.
    Item(usize, Vec<Rule>),
    /// The rules of a type.
    Type(TypeId),
    /// The rules of the members of a union, each with the values that it accepts.
    AnyOf(Vec<(When, Vec<Rule>)>),
}

impl Rule {
    /// Adds every type whose rules are part of this one.
    pub(crate) fn mentioned(&self, found: &mut Vec<usize>) {
        match self {
            Self::Type(id) => found.push(id.index()),
            Self::Property(_, rules)
            | Self::Names(rules)
            | Self::Matching(_, rules)
            | Self::Others(_, rules)
            | Self::Items(rules)
            | Self::Item(_, rules) => rules.iter().for_each(|rule| rule.mentioned(found)),
            Self::AnyOf(members) => {
                members.iter().flat_map(|(_, rules)| rules).for_each(|rule| rule.mentioned(found));
            }
            Self::Count(..)
            | Self::Bound(..)
            | Self::Pattern(_)
            | Self::Ipv4
            | Self::Ipv6
            | Self::UniqueItems
            | Self::Kinds(_)
            | Self::Never
            | Self::Enum(_) => {}
        }
    }
}

/// A number that is compared by its bits.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub(crate) struct Number(pub(crate) f64);

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// A keyword for a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Count {
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

/// A keyword for numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Bound {
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
}
