//! The rules that a description has for values, beyond their types. In: JSON, and rules as constants. Out: whether the
//! value satisfies them.
//!
//! As in JSON Schema, a rule applies to values of its type, and others are valid.

#![allow(dead_code, reason = "unions and validation use different parts")]

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

pub(crate) use super::when::When;
use super::when::{is_kind, is_one_of};

// So that constants read as lists of keywords.
#[allow(unused_imports, reason = "no description has all of them")]
pub(crate) use self::Rule::*;

/// A rule for a value, named after the keyword of JSON Schema (2020-12 validation, section 6).
#[allow(dead_code, reason = "no description has all of them")]
pub(crate) enum Rule {
    MinLength(usize),
    MaxLength(usize),
    /// A regular expression, and the function that matches a string with it.
    Pattern(&'static str, fn(&str, &str) -> bool),
    /// An address of the internet protocol, version 4.
    Ipv4,
    /// An address of the internet protocol, version 6.
    Ipv6,
    Minimum(f64),
    Maximum(f64),
    ExclusiveMinimum(f64),
    ExclusiveMaximum(f64),
    MultipleOf(f64),
    MinItems(usize),
    MaxItems(usize),
    UniqueItems,
    /// The values that are allowed, strings as they are and others as JSON.
    Enum(&'static [&'static str]),
    /// The types of which the value has one, as conditions of a union name them.
    Kinds(&'static [&'static str]),
    /// No value is allowed.
    Never,
    MinProperties(usize),
    MaxProperties(usize),
    /// Rules for the property of this name.
    Property(&'static str, &'static [Rule]),
    /// Rules for the properties whose names match a regular expression, and the function that matches.
    Matching(&'static str, fn(&str, &str) -> bool, &'static [Rule]),
    /// Rules for the names of properties.
    Names(&'static [Rule]),
    /// Rules for the properties with other names than these.
    Others(&'static [&'static str], &'static [Rule]),
    /// Rules for each item.
    Items(&'static [Rule]),
    /// Rules for the item at that index.
    Item(usize, &'static [Rule]),
    /// The rules of a type.
    Type(fn() -> &'static [Rule]),
    /// A value that satisfies the rules of one of these is valid.
    AnyOf(&'static [(When, &'static [Rule])]),
}

/// Whether the value satisfies all of the rules.
pub(crate) fn holds(value: &Value, rules: &[Rule]) -> bool {
    rules.iter().all(|rule| !is_broken(value, rule) && holds_within(value, rule))
}

fn holds_within(value: &Value, rule: &Rule) -> bool {
    match rule {
        Rule::Type(rules) => holds(value, rules()),
        Rule::AnyOf(members) => {
            let mut fitting = members.iter().filter(|(when, _)| when.fits(value)).peekable();
            fitting.peek().is_none() || fitting.any(|(_, rules)| holds(value, rules))
        }
        rule => {
            let mut all = true;
            matching(value, rule, &mut |_, value, rules| all = all && holds(&value, rules));
            all
        }
    }
}

/// Whether the value itself violates the rule.
pub(super) fn is_broken(value: &Value, rule: &Rule) -> bool {
    let number = |is_broken: &dyn Fn(f64) -> bool| value.as_f64().is_some_and(is_broken);
    let length = |is_broken: &dyn Fn(usize) -> bool| {
        value.as_str().is_some_and(|text| is_broken(text.chars().count()))
    };
    let items =
        |is_broken: &dyn Fn(usize) -> bool| value.as_array().is_some_and(|it| is_broken(it.len()));
    let properties =
        |is_broken: &dyn Fn(usize) -> bool| value.as_object().is_some_and(|it| is_broken(it.len()));
    match rule {
        Rule::MinLength(least) => length(&|length| length < *least),
        Rule::MaxLength(most) => length(&|length| length > *most),
        Rule::Pattern(pattern, matches) => {
            value.as_str().is_some_and(|text| !matches(pattern, text))
        }
        Rule::Ipv4 => value.as_str().is_some_and(|text| text.parse::<Ipv4Addr>().is_err()),
        Rule::Ipv6 => value.as_str().is_some_and(|text| text.parse::<Ipv6Addr>().is_err()),
        Rule::Minimum(least) => number(&|number| number < *least),
        Rule::Maximum(most) => number(&|number| number > *most),
        Rule::ExclusiveMinimum(bound) => number(&|number| number <= *bound),
        Rule::ExclusiveMaximum(bound) => number(&|number| number >= *bound),
        Rule::MultipleOf(unit) => number(&|number| !is_multiple(number, *unit)),
        Rule::MinItems(least) => items(&|count| count < *least),
        Rule::MaxItems(most) => items(&|count| count > *most),
        Rule::UniqueItems => value.as_array().is_some_and(|items| has_duplicates(items)),
        // Whether `null` is allowed does not depend on the listed values.
        Rule::Enum(values) => !value.is_null() && !is_one_of(value, values),
        Rule::Kinds(kinds) => !value.is_null() && !kinds.iter().any(|kind| is_kind(value, kind)),
        Rule::Never => true,
        Rule::MinProperties(least) => properties(&|count| count < *least),
        Rule::MaxProperties(most) => properties(&|count| count > *most),
        _ => false,
    }
}

/// Where a part of a value is.
pub(super) enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// Calls `found` for each part of the value that the rule is for.
pub(super) fn matching<'v>(
    value: &'v Value,
    rule: &Rule,
    found: &mut dyn FnMut(Step<'v>, Cow<'v, Value>, &'static [Rule]),
) {
    let properties = || value.as_object().into_iter().flatten();
    let mut named = |name: &'v str, value: &'v Value, rules| {
        found(Step::Name(name), Cow::Borrowed(value), rules);
    };
    match rule {
        Rule::Property(name, rules) => {
            let property = value.as_object().and_then(|object| object.get_key_value(*name));
            property.into_iter().for_each(|(name, value)| named(name, value, rules));
        }
        Rule::Matching(pattern, matches, rules) => properties()
            .filter(|(name, _)| matches(pattern, name))
            .for_each(|(name, value)| named(name, value, rules)),
        Rule::Others(names, rules) => properties()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .for_each(|(name, value)| named(name, value, rules)),
        Rule::Names(rules) => {
            for (name, _) in properties() {
                found(Step::Name(name), Cow::Owned(Value::from(name.as_str())), rules);
            }
        }
        Rule::Items(rules) => {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                found(Step::Index(index), Cow::Borrowed(item), rules);
            }
        }
        Rule::Item(index, rules) => {
            let item = value.get(index).into_iter();
            item.for_each(|item| found(Step::Index(*index), Cow::Borrowed(item), rules));
        }
        _ => {}
    }
}

fn is_multiple(number: f64, unit: f64) -> bool {
    let times = number / unit;
    // Decimal fractions such as 0.1 are not exact.
    (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
}

fn has_duplicates(items: &[Value]) -> bool {
    items
        .iter()
        .enumerate()
        .any(|(index, item)| items.iter().take(index).any(|other| other == item))
}

/// Whether the string begins with what follows the `^` of the pattern.
pub(crate) fn begins(pattern: &str, text: &str) -> bool {
    pattern.strip_prefix('^').is_some_and(|beginning| text.starts_with(beginning))
}
