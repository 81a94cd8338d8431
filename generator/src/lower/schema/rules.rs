//! The rules of named schemas, for validation of values (JSON Schema 2020-12 validation, section 6). In: the schemas.
//! Out: the rules of each type; those of inline schemas are part of the enclosing types.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::{Context, keywords};
use super::{alternatives, ecma, enumeration, when};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Bound, Count, Number, Rule, Type, TypeId, TypeKind, TypeName, When};
use crate::normalize::carrier;
use crate::parse::{reference_to, referenced_key};

/// Schemas within schemas deeper than this are not checked.
const DEEPEST: usize = 64;

/// The rules of every named schema; references among them are not resolved yet.
pub(in crate::lower) fn of_named(context: &mut Context<'_>) -> BTreeMap<TypeId, Vec<Rule>> {
    if !context.config.validate {
        return BTreeMap::new();
    }
    let keys: Vec<String> = context.parsed.schemas.keys().cloned().collect();
    let mut rules = BTreeMap::new();
    for key in keys {
        if let (Some(named), Some(schema)) = (context.named(&key).cloned(), context.schema(&key)) {
            rules.insert(named.id, of_use(context, schema, 0));
        }
    }
    rules
}

fn of_use<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
    depth: usize,
) -> Vec<Rule> {
    match schema {
        ReferenceOr::Reference { reference } => {
            let key = referenced_key(reference);
            match (context.named(&key), context.schema(&key)) {
                (Some(named), _) => vec![Rule::Type(named.id)],
                (None, Some(ReferenceOr::Item(schema))) => of(context, schema, depth + 1),
                (None, _) => Vec::new(),
            }
        }
        ReferenceOr::Item(schema) => of(context, schema.borrow(), depth + 1),
    }
}

fn of(context: &mut Context<'_>, schema: &Schema, depth: usize) -> Vec<Rule> {
    if depth > DEEPEST {
        return Vec::new();
    }
    let keys = keywords(schema);
    let mut rules = own(keys);
    rules.extend(pattern(context, schema));
    rules.extend(names(context, schema));
    let mut add = |rule: fn(Vec<Rule>) -> Rule, inner: Vec<Rule>| {
        if !inner.is_empty() {
            rules.push(rule(inner));
        }
    };
    if let Some(items) = &keys.items {
        add(Rule::Items, of_use(context, items, depth));
    }
    let tuple = schema.schema_data.extensions.get(carrier::TUPLE).and_then(Value::as_array);
    for (index, key) in tuple.into_iter().flatten().filter_map(Value::as_str).enumerate() {
        let inner = of_use(context, &reference_to::<Schema>(key), depth);
        rules.push(Rule::Item(index, inner));
    }
    for (name, property) in &keys.properties {
        let inner = of_use(context, property, depth);
        rules.push(Rule::Property(name.clone(), inner));
    }
    let patterns = schema.schema_data.extensions.get(carrier::PATTERN_PROPERTIES);
    for (pattern, key) in patterns.and_then(Value::as_object).into_iter().flatten() {
        let inner = key.as_str().map(|key| of_use(context, &reference_to::<Schema>(key), depth));
        if let Some(pattern) = readable(context, schema, pattern) {
            rules.push(Rule::Matching(pattern, inner.unwrap_or_default()));
        }
    }
    if let Some(AdditionalProperties::Schema(values)) = &keys.additional_properties
        && patterns.is_none()
    {
        let inner = of_use(context, &**values, depth);
        rules.push(Rule::Others(keys.properties.keys().cloned().collect(), inner));
    }
    for part in &keys.all_of {
        rules.extend(of_use(context, part, depth));
    }
    for members in [&keys.one_of, &keys.any_of].into_iter().filter(|list| !list.is_empty()) {
        let members = members.iter().filter(|member| !when::is_only_null(context, member));
        let members: Vec<&ReferenceOr<Schema>> = members.collect();
        let member = |member| (when::of(context, member), of_use(context, member, depth));
        let members: Vec<(When, Vec<Rule>)> = members.into_iter().map(member).collect();
        // Constraints that are not checked, such as `required`, leave nothing to choose from.
        if alternatives::is_union(schema) || members.iter().all(|(_, rules)| !rules.is_empty()) {
            rules.push(Rule::AnyOf(members));
        }
    }
    rules
}

/// The rules that are about the value alone.
pub(super) fn own(keys: &AnySchema) -> Vec<Rule> {
    let counts = [
        (Count::MinLength, keys.min_length.filter(|least| *least > 0)),
        (Count::MaxLength, keys.max_length),
        (Count::MinItems, keys.min_items.filter(|least| *least > 0)),
        (Count::MaxItems, keys.max_items),
        (Count::MinProperties, keys.min_properties.filter(|least| *least > 0)),
        (Count::MaxProperties, keys.max_properties),
    ];
    let below = keys.exclusive_minimum == Some(true);
    let above = keys.exclusive_maximum == Some(true);
    let bounds = [
        (if below { Bound::ExclusiveMinimum } else { Bound::Minimum }, keys.minimum),
        (if above { Bound::ExclusiveMaximum } else { Bound::Maximum }, keys.maximum),
        (Bound::MultipleOf, keys.multiple_of.filter(|unit| *unit > 0.0)),
    ];
    let counts = counts.into_iter().filter_map(|(word, count)| Some(Rule::Count(word, count?)));
    let bounds =
        bounds.into_iter().filter_map(|(word, bound)| Some(Rule::Bound(word, Number(bound?))));
    let unique = (keys.unique_items == Some(true)).then_some(Rule::UniqueItems);
    let values = enumeration::values_of(keys).into_iter().map(|value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    });
    let values: Vec<String> = values.collect();
    let values = (!values.is_empty()).then_some(Rule::Enum(values));
    counts.chain(bounds).chain(unique).chain(values).collect()
}

/// The rule that a string matches a pattern.
pub(super) fn pattern(context: &mut Context<'_>, schema: &Schema) -> Option<Rule> {
    let pattern = keywords(schema).pattern.as_ref()?;
    readable(context, schema, pattern).map(Rule::Pattern)
}

/// The rule for the names of properties.
pub(super) fn names(context: &mut Context<'_>, schema: &Schema) -> Option<Rule> {
    let key = carrier::text(&schema.schema_data.extensions, carrier::PROPERTY_NAMES)?.to_owned();
    let names = reference_to::<Schema>(&key);
    let schema = context.follow(&names)?;
    let mut rules = own(keywords(schema));
    rules.extend(pattern(context, schema));
    (!rules.is_empty()).then_some(Rule::Names(rules))
}

/// The pattern, where it is a regular expression in Rust too: ECMA-262 has more, such as a look ahead.
fn readable(context: &mut Context<'_>, schema: &Schema, pattern: &str) -> Option<String> {
    let rust = ecma::as_rust(pattern);
    if regex::Regex::new(&rust).is_ok() {
        return Some(rust);
    }
    let span = context.span(&schema.schema_data.extensions);
    context.report(
        Diagnostic::warning(
            Code::NotGenerated,
            span,
            format!("`validate` ignores the pattern `{pattern}`, which is not supported in Rust"),
        )
        .help("avoid what https://docs.rs/regex does not support, such as look-ahead"),
    );
    None
}

/// The rules of the types that have any, by name. Those of aliases are part of the types that use them.
pub(in crate::lower) fn resolve(
    types: &super::Complete,
    rules: &BTreeMap<TypeId, Vec<Rule>>,
) -> BTreeMap<TypeName, Vec<Rule>> {
    let mut says_something: BTreeSet<TypeId> = BTreeSet::new();
    loop {
        let more = rules.iter().filter(|(id, rules)| {
            !says_something.contains(id) && rules.iter().any(|rule| says(rule, &says_something))
        });
        let more: Vec<TypeId> = more.map(|(id, _)| *id).collect();
        if more.is_empty() {
            break;
        }
        says_something.extend(more);
    }
    let resolver = Resolver { types, rules, says_something };
    let mut resolved = BTreeMap::new();
    for (id, rules) in rules.iter().filter(|(id, _)| resolver.says_something.contains(id)) {
        match types.get(id.index()) {
            Some(ty) if !matches!(ty.kind, TypeKind::Alias(_)) => {
                resolved.insert(ty.name.clone(), resolver.all(rules, 0));
            }
            _ => {}
        }
    }
    resolved
}

/// Whether the rule is more than a way to types without rules.
fn says(rule: &Rule, types: &BTreeSet<TypeId>) -> bool {
    match rule {
        Rule::Property(_, rules)
        | Rule::Matching(_, rules)
        | Rule::Others(_, rules)
        | Rule::Items(rules)
        | Rule::Names(rules)
        | Rule::Item(_, rules) => rules.iter().any(|rule| says(rule, types)),
        Rule::Type(id) => types.contains(id),
        Rule::AnyOf(members) => {
            members.iter().any(|(_, rules)| rules.iter().any(|rule| says(rule, types)))
        }
        Rule::Count(..)
        | Rule::Bound(..)
        | Rule::Pattern(_)
        | Rule::Ipv4
        | Rule::Ipv6
        | Rule::UniqueItems
        | Rule::Kinds(_)
        | Rule::Never
        | Rule::Enum(_) => true,
    }
}

struct Resolver<'a> {
    types: &'a [Type],
    rules: &'a BTreeMap<TypeId, Vec<Rule>>,
    says_something: BTreeSet<TypeId>,
}

impl Resolver<'_> {
    /// The rules without empty ones, and with those of aliases in place of the aliases.
    fn all(&self, rules: &[Rule], depth: usize) -> Vec<Rule> {
        let said = rules.iter().filter(|rule| says(rule, &self.says_something));
        said.flat_map(|rule| match rule {
            Rule::Property(name, rules) => {
                vec![Rule::Property(name.clone(), self.all(rules, depth))]
            }
            Rule::Matching(pattern, rules) => {
                vec![Rule::Matching(pattern.clone(), self.all(rules, depth))]
            }
            Rule::Others(names, rules) => vec![Rule::Others(names.clone(), self.all(rules, depth))],
            Rule::Items(rules) => vec![Rule::Items(self.all(rules, depth))],
            Rule::Item(index, rules) => vec![Rule::Item(*index, self.all(rules, depth))],
            Rule::AnyOf(members) => {
                let member = |(when, rules): &(crate::ir::When, Vec<Rule>)| {
                    (when.clone(), self.all(rules, depth))
                };
                vec![Rule::AnyOf(members.iter().map(member).collect())]
            }
            Rule::Type(id) => match self.types.get(id.index()).map(|ty| &ty.kind) {
                // Aliases that lead back to themselves are none any more.
                Some(TypeKind::Alias(_)) if depth < DEEPEST => {
                    self.rules.get(id).map(|rules| self.all(rules, depth + 1)).unwrap_or_default()
                }
                Some(TypeKind::Alias(_)) | None => Vec::new(),
                Some(_) => vec![rule.clone()],
            },
            rule => vec![rule.clone()],
        })
        .collect()
    }
}
