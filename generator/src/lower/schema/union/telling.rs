//! Rules that distinguish the values of a member from those of another one, beyond what their types do: patterns,
//! bounds, constants within, properties that are forbidden.

mod parts;

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind};

use super::super::super::context::{Context, keywords};
use super::super::{alternatives, enumeration, merged, object, rules, values, when};
use super::Part;
use super::depth::{Depth, pairs};
use crate::ir::{JsonKind, Rule, When};
use crate::normalize::carrier;

/// More members than this have no rules, since each is compared with each.
const MOST: usize = 64;
/// Rules do not lead deeper than this into values.
const DEEPEST: usize = 4;

/// Adds the rules that members need because of others; in an open union any value is another one.
pub(super) fn add(context: &mut Context<'_>, parts: &mut [Part<'_>], open: bool) {
    if parts.len() > MOST {
        return;
    }
    let left = pairs();
    let top = Depth::top(&left);
    let mut all: Vec<Vec<Rule>> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut found = Vec::new();
        let Some(schema) = part.schema else {
            all.push(found);
            continue;
        };
        for (other, another) in parts.iter().enumerate() {
            let Some(wider) = another.schema.filter(|_| other != index) else { continue };
            if !part.when.is_apart(&another.when) {
                // Only a value with the required keys of both needs more.
                let depth =
                    if part.when.requires_others(&another.when) { top.shared() } else { top };
                join(&mut found, telling(context, schema, Some(wider), depth));
            }
        }
        if open {
            join(&mut found, telling(context, schema, None::<&ReferenceOr<Schema>>, top));
        }
        all.push(found);
    }
    for (part, rules) in parts.iter_mut().zip(all) {
        part.rules = rules;
    }
}

/// Names the patterns that would distinguish members, but are not regular expressions in Rust, and a union with too many
/// members for rules of which some need them.
pub(super) fn report(context: &mut Context<'_>, union: &Schema, parts: &[Part<'_>]) {
    let is_plain =
        |when: &When| when.mark.is_none() && when.is.is_empty() && when.one_of.is_empty();
    if parts.len() > MOST && parts.iter().filter(|part| is_plain(&part.when)).nth(1).is_some() {
        let message = format!(
            "patterns and bounds do not distinguish these members, and their order counts, since there are more than {MOST}"
        );
        let help = "add a `discriminator`, or a property with a constant to each of them";
        context.not_generated(&union.schema_data.extensions, &message, help);
    }
    for (index, part) in parts.iter().enumerate() {
        let mut others = parts.iter().enumerate().filter(|(other, _)| *other != index);
        if others.all(|(_, other)| part.when.is_apart(&other.when)) {
            continue;
        }
        let Some(schema) = part.schema.and_then(|schema| context.follow(schema)) else { continue };
        let pattern = keywords(schema).pattern.as_ref();
        let Some(pattern) = pattern.filter(|pattern| regex::Regex::new(pattern).is_err()) else {
            continue;
        };
        let message = format!(
            "the pattern `{pattern}` does not distinguish this member from others, since it is not supported in Rust"
        );
        let help = "avoid what https://docs.rs/regex does not support, such as look-ahead";
        context.not_generated(&schema.schema_data.extensions, &message, help);
    }
}

/// The rules without those that are a condition already: for the values of a property, and for the type.
pub(super) fn without(rules: Vec<Rule>, when: &When) -> Vec<Rule> {
    let is_known = |rule: &Rule| match rule {
        Rule::Property(name, rules) => {
            when.values(name).is_some() && matches!(rules.as_slice(), [Rule::Enum(_)])
        }
        Rule::Kinds(kinds) => *kinds == [when.kind],
        _ => false,
    };
    rules.into_iter().filter(|rule| !is_known(rule)).collect()
}

/// Adds rules that are not there; those for the same part of a value become one.
fn join(rules: &mut Vec<Rule>, more: Vec<Rule>) {
    for rule in more {
        let same = rules.iter_mut().find_map(|known| match (known, &rule) {
            (Rule::Property(one, known), Rule::Property(other, inner)) if one == other => {
                Some((known, inner))
            }
            (Rule::Item(one, known), Rule::Item(other, inner)) if one == other => {
                Some((known, inner))
            }
            (Rule::Items(known), Rule::Items(inner)) | (Rule::Names(known), Rule::Names(inner)) => {
                Some((known, inner))
            }
            _ => None,
        });
        if let Some((known, inner)) = same {
            join(known, inner.clone());
        } else if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
}

/// The rules of a schema that are not those of the other one too; `None` is one without any.
fn telling<S: Borrow<Schema>, T: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
    other: Option<&ReferenceOr<T>>,
    depth: Depth<'_>,
) -> Vec<Rule> {
    if depth.is_too_far(DEEPEST) {
        return Vec::new();
    }
    let Some(schema) = merged(context, schema) else { return Vec::new() };
    if carrier::flag(&schema.schema_data.extensions, carrier::NEVER) {
        return vec![Rule::Never];
    }
    let other = other.and_then(|other| merged(context, other));
    if alternatives::is_union(&schema) {
        return of_union(context, &schema, other.as_deref(), depth);
    }
    if let Some(other) = other.as_ref().filter(|other| alternatives::is_union(other)) {
        let mut found = Vec::new();
        let (keys, whole) = (keywords(other), ReferenceOr::Item(schema.as_ref()));
        for member in keys.one_of.iter().chain(&keys.any_of) {
            join(&mut found, telling(context, &whole, Some(member), depth.below()));
        }
        return found;
    }
    let kind = when::kind(&schema);
    // An object without properties is any JSON within a value.
    let is_any = !depth.is_top() && object::is_any(&schema);
    if other.as_ref().is_some_and(|other| !kind.overlaps(when::kind(other))) {
        return is_any.then(|| Rule::Kinds(vec![JsonKind::Object])).into_iter().collect();
    }
    let empty = AnySchema::default();
    let wider = other.as_ref().map_or(&empty, |other| keywords(other));
    let mut found = own(context, &schema, depth);
    if is_any && other.as_ref().is_none_or(|other| when::kind(other) == JsonKind::Any) {
        found.push(Rule::Kinds(vec![JsonKind::Object]));
    }
    if let Some(other) = &other {
        let theirs = own(context, other, depth);
        found.retain(|rule| !theirs.contains(rule));
    }
    match kind {
        JsonKind::Object => found.extend(parts::of_object(context, &schema, wider, depth)),
        JsonKind::Array => {
            found.extend(parts::of_array(context, &schema, other.as_deref(), depth));
        }
        _ => {}
    }
    found
}

/// The rules of a union: those beside its members, and those of any of them.
fn of_union(
    context: &mut Context<'_>,
    schema: &Schema,
    other: Option<&Schema>,
    depth: Depth<'_>,
) -> Vec<Rule> {
    let keys = keywords(schema);
    let other = other.map(ReferenceOr::Item);
    let base = AnySchema { one_of: Vec::new(), any_of: Vec::new(), ..keys.clone() };
    let base = Schema { schema_kind: SchemaKind::Any(base), ..schema.clone() };
    let mut found = telling(context, &ReferenceOr::Item(&base), other.as_ref(), depth.below());
    let mut members: Vec<(When, Vec<Rule>)> = Vec::new();
    for member in keys.one_of.iter().chain(&keys.any_of) {
        let rules = telling(context, member, other.as_ref(), depth.below());
        let when = values::of(context, member);
        members.push((when.clone(), without(rules, &when)));
    }
    // What the union is open to has these types too.
    let mut kinds: Vec<JsonKind> = Vec::new();
    for (when, _) in &members {
        if !kinds.contains(&when.kind) {
            kinds.push(when.kind);
        }
    }
    if depth.is_top() && kinds.len() > 1 && !kinds.contains(&JsonKind::Any) {
        found.push(Rule::Kinds(kinds));
    }
    if members.iter().any(|(_, rules)| !rules.is_empty()) {
        found.push(Rule::AnyOf(members));
    }
    found
}

/// The rules of the value itself. Most enumerations have a type that knows its values.
fn own(context: &mut Context<'_>, schema: &Schema, depth: Depth<'_>) -> Vec<Rule> {
    let values = enumeration::values(schema);
    let is_typed = depth.is_top() || (values.len() > 1 && values.iter().all(|it| it.is_string()));
    let mut found = rules::own(keywords(schema));
    found.retain(|rule| !is_typed || !matches!(rule, Rule::Enum(_)));
    found.extend(rules::pattern(context, schema));
    found.extend(match keywords(schema).format.as_deref() {
        Some("ipv4") => Some(Rule::Ipv4),
        Some("ipv6") => Some(Rule::Ipv6),
        _ => None,
    });
    found.extend(rules::names(context, schema));
    found
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::ir::{Count, Rule};

    #[test]
    fn rules_of_the_same_part_become_one() {
        let property = |rules| Rule::Property(String::from("a"), rules);
        let least = || Rule::Count(Count::MinLength, 1);
        let most = || Rule::Count(Count::MaxLength, 2);
        let mut rules = vec![property(vec![least()])];
        join(&mut rules, vec![property(vec![least(), most()]), Rule::UniqueItems]);
        assert_eq!(rules, [property(vec![least(), most()]), Rule::UniqueItems]);
    }
}
