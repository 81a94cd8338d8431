//! The rules that a description has for values, and validation. In: a value, and rules as constants. Out: each place of
//! the value that violates one.
//!
//! As in JSON Schema, a rule applies to values of its type, and others are valid.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::read_only;
// So that constants read as lists of keywords.
#[allow(unused_imports, reason = "no description has all of them")]
pub(crate) use super::rule::Rule::{self, *};
#[allow(unused_imports, reason = "no description has all of them")]
pub(crate) use super::rule::When;
#[allow(unused_imports, reason = "not every description has a pattern")]
pub(crate) use super::rule::begins;
use super::rule::{Step, is_broken, matching};

/// Messages list at most this many allowed values.
const MOST_SHOWN: usize = 10;

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
    if !is_broken(value, rule) {
        return None;
    }
    Some(match rule {
        Rule::MinLength(least) => format!("at least {least} characters"),
        Rule::MaxLength(most) => format!("at most {most} characters"),
        Rule::Pattern(pattern, _) => format!("matches `{pattern}`"),
        Rule::Minimum(least) => format!("at least {least}"),
        Rule::Maximum(most) => format!("at most {most}"),
        Rule::ExclusiveMinimum(bound) => format!("greater than {bound}"),
        Rule::ExclusiveMaximum(bound) => format!("less than {bound}"),
        Rule::MultipleOf(unit) => format!("a multiple of {unit}"),
        Rule::MinItems(least) => format!("at least {least} items"),
        Rule::MaxItems(most) => format!("at most {most} items"),
        Rule::Ipv4 => String::from("an IPv4 address"),
        Rule::Ipv6 => String::from("an IPv6 address"),
        Rule::UniqueItems => String::from("no item twice"),
        Rule::Enum(values) => one_of(values),
        Rule::MinProperties(least) => format!("at least {least} properties"),
        Rule::MaxProperties(most) => format!("at most {most} properties"),
        _ => String::from("no value"),
    })
}

/// Validates the parts of the value.
fn within(value: &Value, rule: &Rule, path: &str, found: &mut Vec<Violation>) {
    match rule {
        Rule::Type(rules) => check(value, rules(), path, found),
        Rule::AnyOf(members) => any_of(value, members, path, found),
        rule => matching(value, rule, &mut |step, value, rules| {
            let path = match step {
                Step::Name(name) => property(path, name),
                Step::Index(index) => format!("{path}[{index}]"),
            };
            check(&value, rules, &path, found);
        }),
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

/// The path of a property; a name that is not a word is in brackets.
fn property(path: &str, name: &str) -> String {
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { format!("{path}.{name}") } else { format!("{path}[{name:?}]") }
}
