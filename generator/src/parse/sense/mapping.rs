//! Values of a discriminator that are mapped to a schema which is no member of the union (OpenAPI 3.0.4, section 4.7.25).

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::discriminator;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup;
use crate::load::node::{Node, Object};

/// How many schemas are visited for one union.
const MOST_VISITS: usize = 1_000;

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let Some(discriminator) = object.get("discriminator") else { return };
    let Some(mapping) = discriminator.node.get("mapping").and_then(Node::as_object) else { return };
    let listing = ["oneOf", "anyOf"].into_iter().find(|key| object.contains_key(*key));
    let Some(listing) = listing else { return };
    let mut members = BTreeSet::new();
    for key in ["oneOf", "anyOf"] {
        let list = object.get(key).and_then(|entry| entry.node.as_array()).unwrap_or_default();
        for member in list {
            visit(context, member, &["oneOf", "anyOf"], &mut members);
        }
    }
    let mut unlisted = Vec::new();
    for (value, entry) in mapping {
        let Some(reference) = discriminator::reference_of(context, &entry.node) else { continue };
        let mut bases = BTreeSet::new();
        let target = Node::string(reference, entry.node.span);
        visit_reference(context, &target, &["allOf"], &mut bases);
        let is_full = members.len() >= MOST_VISITS || bases.len() >= MOST_VISITS;
        if !is_full && bases.is_disjoint(&members) {
            unlisted.push((value.clone(), entry.node.clone()));
        }
    }
    for (value, target) in unlisted {
        let name = target.as_str().unwrap_or_default();
        let message =
            format!("`{value}` is mapped to `{name}`, which is no member of the `{listing}`");
        context.report(
            Diagnostic::warning(Code::Contradiction, target.span, message)
                .help(format!("add the schema to the `{listing}`, or map the value to a member")),
        );
    }
}

/// Visits a schema, and those that it leads to by `$ref` and the lists at `keys`.
fn visit(context: &Context<'_>, schema: &Node, keys: &[&str], seen: &mut BTreeSet<Span>) {
    let mut queue = vec![schema];
    while let Some(schema) = queue.pop() {
        if seen.len() >= MOST_VISITS || !seen.insert(schema.span) {
            continue;
        }
        if let Some(reference) = schema.get("$ref")
            && let Some(text) = reference.as_str()
            && let Ok(found) = lookup::lookup(context.documents, reference.span, text)
        {
            queue.push(found.node);
        }
        let lists = keys.iter().filter_map(|key| schema.get(key)?.as_array());
        queue.extend(lists.flatten());
    }
}

/// The same from the target of a reference.
fn visit_reference(
    context: &Context<'_>,
    reference: &Node,
    keys: &[&str],
    seen: &mut BTreeSet<Span>,
) {
    let text = reference.as_str().unwrap_or_default();
    if let Ok(found) = lookup::lookup(context.documents, reference.span, text) {
        visit(context, found.node, keys, seen);
    }
}
