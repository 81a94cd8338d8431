//! Which values a schema allows that may be a union: those that any of its members allows.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};

use super::super::context::{Context, keywords};
use super::{alternatives, discriminator, merged, when};
use crate::ir::{JsonKind, When};
use crate::parse::referenced_key;

/// When so many unions within a union were looked into, others accept everything.
const MOST_UNIONS: usize = 64;

/// Which values the schema allows, as a member of a union.
pub(super) fn of<S: Borrow<Schema>>(context: &mut Context<'_>, schema: &ReferenceOr<S>) -> When {
    within(context, schema, &mut Vec::new())
}

/// `unions` are those that were looked into, each once, however many ways lead to it.
fn within<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
    unions: &mut Vec<String>,
) -> When {
    let key = match schema {
        ReferenceOr::Reference { reference } => Some(referenced_key(reference)),
        ReferenceOr::Item(_) => None,
    };
    let is_known = key.as_ref().is_some_and(|key| unions.contains(key));
    if is_known || unions.len() > MOST_UNIONS {
        return When::all(JsonKind::Any);
    }
    let Some(schema) = merged(context, schema) else { return When::all(JsonKind::Any) };
    let own = when::of_merged(context, &schema);
    if !alternatives::is_union(&schema) {
        return own;
    }
    unions.push(key.unwrap_or_default());
    of_union(context, &schema, own, unions)
}

/// Which values any of the members allows, and the union itself.
fn of_union(
    context: &mut Context<'_>,
    schema: &Schema,
    own: When,
    unions: &mut Vec<String>,
) -> When {
    let keys = keywords(schema);
    let mut all: Option<When> = None;
    for member in keys.one_of.iter().chain(&keys.any_of) {
        if when::is_only_null(context, member) {
            continue;
        }
        let mut when = within(context, member, unions);
        if let Some(discriminator) = &schema.schema_data.discriminator {
            discriminator::discriminate(context, discriminator, member, &mut when);
        }
        all = Some(match all {
            Some(all) => either(all, when),
            None => when,
        });
    }
    let mut when = all.unwrap_or_else(|| When::all(JsonKind::Any));
    if when.kind == JsonKind::Any {
        when.kind = own.kind;
    }
    let more = own.has.into_iter().filter(|name| !when.has.contains(name)).collect::<Vec<_>>();
    when.has.extend(more);
    for (name, values) in own.is {
        if when.values(&name).is_none() {
            when.is.push((name, values));
        }
    }
    when
}

/// Which values one of the two allows.
fn either(one: When, other: When) -> When {
    let both = |one: &[String], other: &[String]| {
        let more = other.iter().filter(|value| !one.contains(value));
        one.iter().chain(more).cloned().collect::<Vec<String>>()
    };
    let is = one
        .is
        .iter()
        .filter_map(|(name, values)| Some((name.clone(), both(values, other.values(name)?))));
    let has_both = !one.one_of.is_empty() && !other.one_of.is_empty();
    When {
        kind: match (one.kind, other.kind) {
            (one, other) if one == other => one,
            (one, other) if !one.overlaps(other) => JsonKind::Any,
            (JsonKind::Any, _) | (_, JsonKind::Any) => JsonKind::Any,
            (JsonKind::Day | JsonKind::String, _) => JsonKind::String,
            _ => JsonKind::Number,
        },
        has: one.has.iter().filter(|name| other.has.contains(name)).cloned().collect(),
        is: is.collect(),
        mark: one.mark.filter(|mark| other.mark.as_ref() == Some(mark)),
        one_of: if has_both { both(&one.one_of, &other.one_of) } else { Vec::new() },
    }
}
