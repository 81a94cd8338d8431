//! The rules that a description has for values, and validation. In: a value, and rules as constants. Out: each place of
//! the value that violates one.
//!
//! As in JSON Schema, a rule applies to values of its type, and others are valid.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::read_only;
pub(crate) use super::when::When;
use super::when::is_one_of;

// So that constants read as lists of keywords.
#[allow(unused_imports, reason = "no description has all of them")]
pub(crate) use self::Rule::*;

/// Messages list at most this many allowed values.
const MOST_SHOWN: usize = 10;

/// A rule for a value, named after the keyword of JSON Schema (2020-12 validation, section 6).
#[allow(dead_code, reason = "no description has all of them")]
pub(crate) enum Rule {
    MinLength(usize),
    MaxLength(usize),
    /// A regular expression, and the function that matches a string with it.
    Pattern(&'static str, fn(&str, &str) -> bool),
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
    MinProperties(usize),
    MaxProperties(usize),
    /// Rules for the property of this name.
    Property(&'static str, &'static [Rule]),
    /// Rules for the properties whose names match a regular expression, and the function that matches.
    Matching(&'static str, fn(&str, &str) -> bool, &'static [Rule]),
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

/// A rule that a value violates. It has the place and the rule, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: String,
}

impl Violation {
    /// The JSON path of the invalid value, such as `$.items[3].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The rule, such as `at most 10 characters`.
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.rule)
    }
}

/// All rules that a value violates, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The violations, in the order of the description.
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value violates rules of the description: ")?;
        self.0.iter().enumerate().try_for_each(|(index, violation)| {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")
        })
    }
}

impl std::error::Error for Violations {}

/// Validates a value as it is sent.
pub(crate) fn validate(value: &impl Serialize, rules: &[Rule]) -> Result<(), Violations> {
    // By its text: a `Value` cannot be made of every integer directly.
    let json = read_only::without(|| serde_json::to_vec(value));
    let json = json.and_then(|json| serde_json::from_slice(&json)).map_err(|error| {
        Violations(vec![Violation { path: String::from("$"), rule: error.to_string() }])
    })?;
    let mut found = Vec::new();
    check(&json, rules, "$", &mut found);
    if found.is_empty() { Ok(()) } else { Err(Violations(found)) }
}

fn check(value: &Value, rules: &[Rule], path: &str, found: &mut Vec<Violation>) {
    for rule in rules {
        if let Some(rule) = broken(value, rule) {
            found.push(Violation { path: path.to_owned(), rule });
        }
        within(value, rule, path, found);
    }
}

/// The rule in words, if the value itself violates it.
fn broken(value: &Value, rule: &Rule) -> Option<String> {
    let number = || value.as_f64();
    let length = || value.as_str().map(|text| text.chars().count());
    let items = || value.as_array().map(Vec::len);
    let properties = || value.as_object().map(serde_json::Map::len);
    let (is_broken, words) = match rule {
        Rule::MinLength(least) => (length()? < *least, format!("at least {least} characters")),
        Rule::MaxLength(most) => (length()? > *most, format!("at most {most} characters")),
        Rule::Pattern(pattern, matches) => {
            (!matches(pattern, value.as_str()?), format!("matches `{pattern}`"))
        }
        Rule::Minimum(least) => (number()? < *least, format!("at least {least}")),
        Rule::Maximum(most) => (number()? > *most, format!("at most {most}")),
        Rule::ExclusiveMinimum(bound) => (number()? <= *bound, format!("greater than {bound}")),
        Rule::ExclusiveMaximum(bound) => (number()? >= *bound, format!("less than {bound}")),
        Rule::MultipleOf(unit) => (!is_multiple(number()?, *unit), format!("a multiple of {unit}")),
        Rule::MinItems(least) => (items()? < *least, format!("at least {least} items")),
        Rule::MaxItems(most) => (items()? > *most, format!("at most {most} items")),
        Rule::UniqueItems => (has_duplicates(value.as_array()?), String::from("no item twice")),
        // Whether `null` is allowed does not depend on the listed values.
        Rule::Enum(values) => (!value.is_null() && !is_one_of(value, values), one_of(values)),
        Rule::MinProperties(least) => {
            (properties()? < *least, format!("at least {least} properties"))
        }
        Rule::MaxProperties(most) => (properties()? > *most, format!("at most {most} properties")),
        _ => return None,
    };
    is_broken.then_some(words)
}

/// Validates the parts of the value.
fn within(value: &Value, rule: &Rule, path: &str, found: &mut Vec<Violation>) {
    match rule {
        Rule::Property(name, rules) => {
            if let Some(value) = value.get(name) {
                check(value, rules, &property(path, name), found);
            }
        }
        Rule::Matching(pattern, matches, rules) => {
            for (name, value) in value.as_object().into_iter().flatten() {
                if matches(pattern, name) {
                    check(value, rules, &property(path, name), found);
                }
            }
        }
        Rule::Others(names, rules) => {
            for (name, value) in value.as_object().into_iter().flatten() {
                if !names.contains(&name.as_str()) {
                    check(value, rules, &property(path, name), found);
                }
            }
        }
        Rule::Items(rules) => {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                check(item, rules, &format!("{path}[{index}]"), found);
            }
        }
        Rule::Item(index, rules) => {
            if let Some(item) = value.get(index) {
                check(item, rules, &format!("{path}[{index}]"), found);
            }
        }
        Rule::Type(rules) => check(value, rules(), path, found),
        Rule::AnyOf(members) => any_of(value, members, path, found),
        _ => {}
    }
}

/// The violations of the member that has the fewest.
fn any_of(
    value: &Value,
    members: &[(When, &'static [Rule])],
    path: &str,
    found: &mut Vec<Violation>,
) {
    let fitting = members.iter().filter(|(when, _)| when.fits(value)).map(|(_, rules)| {
        let mut found = Vec::new();
        check(value, rules, path, &mut found);
        found
    });
    found.extend(fitting.min_by_key(Vec::len).unwrap_or_default());
}

/// The values in words, unless there are many.
fn one_of(values: &[&str]) -> String {
    match values {
        [only] => format!("`{only}`"),
        values if values.len() > MOST_SHOWN => format!("one of {} values", values.len()),
        values => format!("one of `{}`", values.join("`, `")),
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

/// The path of a property; a name that is not a word is in brackets.
fn property(path: &str, name: &str) -> String {
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { format!("{path}.{name}") } else { format!("{path}[{name:?}]") }
}
