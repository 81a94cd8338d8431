//! Parts of an `allOf` that forbid what other parts describe (JSON Schema 2020-12, sections 10.3.2.3 and 11.3):
//! `additionalProperties` only sees the `properties` beside it, and `unevaluatedProperties` what its own schema has.

use std::collections::BTreeSet;

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup;
use crate::load::node::{Entry, Node, Object};
use crate::normalize::{self, Dialect};

/// How many schemas are visited to find the properties of one `allOf`.
const MOST_VISITS: usize = 200;

/// Properties, in the order of their names.
type Names<'n> = BTreeSet<&'n str>;

/// A schema of the `allOf`, or the one that the whole refers to.
struct Part<'n> {
    place: Span,
    object: &'n Object,
    /// The properties that it has, with those of its own parts.
    names: Names<'n>,
}

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    if !object.contains_key("allOf") && !object.contains_key("$ref") {
        return;
    }
    let parts = parts(context, object);
    let own = properties(object);
    let mut found = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let Some((closing, allowed)) = part.closed() else { continue };
        let others = parts.iter().enumerate().filter(|(other, _)| *other != index);
        let described = others.flat_map(|(_, other)| &other.names).chain(&own);
        found.extend(described.copied().find(|name| !allowed.contains(name)).map(|name| {
            forbidden(part.place, name, "this part", "another part").related(closing, "closed here")
        }));
    }
    if let Some(closing) = closing(object, "additionalProperties") {
        let described = parts.iter().flat_map(|part| &part.names);
        found.extend(described.copied().find(|name| !own.contains(name)).map(|name| {
            forbidden(closing, name, "`additionalProperties`", "a part of the same schema")
        }));
    }
    found.into_iter().for_each(|diagnostic| context.report(diagnostic));
}

fn forbidden(place: Span, name: &str, by: &str, describes: &str) -> Diagnostic {
    let message = format!(
        "{by} does not allow the property `{name}`, which {describes} describes; the generated type has both"
    );
    Diagnostic::warning(Code::Contradiction, place, message).help(
        "leave out `additionalProperties`; since 3.1, `unevaluatedProperties: false` beside `allOf` closes all parts together",
    )
}

fn parts<'n>(context: &Context<'n>, object: &'n Object) -> Vec<Part<'n>> {
    let listed = object.get("allOf").and_then(|entry| entry.node.as_array()).unwrap_or_default();
    // What is beside a `$ref` has no effect before 3.1.
    let sees_siblings = matches!(context.dialect, Dialect::V3_1 | Dialect::V3_2);
    let referred = object.get("$ref").filter(|_| sees_siblings);
    let mut visits = 0;
    let mut part = |place: Span, object: &'n Object| {
        let mut names = Names::new();
        collect(context, object, &mut names, &mut visits);
        Part { place, object, names }
    };
    let mut parts = Vec::new();
    for node in listed {
        parts.extend(resolved(context, node).map(|object| part(node.span, object)));
    }
    if let Some(Entry { node, .. }) = referred {
        parts.extend(target(context, node).map(|object| part(node.span, object)));
    }
    parts
}

impl<'n> Part<'n> {
    /// What closes the part, and the properties that it allows nevertheless.
    fn closed(&self) -> Option<(Span, Names<'n>)> {
        match closing(self.object, "additionalProperties") {
            Some(place) => Some((place, properties(self.object))),
            None => Some((closing(self.object, "unevaluatedProperties")?, self.names.clone())),
        }
    }
}

/// The keyword, if it allows no property.
fn closing(object: &Object, keyword: &str) -> Option<Span> {
    let entry = object.get(keyword).filter(|entry| normalize::is_never(&entry.node))?;
    (!object.contains_key("patternProperties")).then_some(entry.key)
}

fn properties(object: &Object) -> Names<'_> {
    let properties = object.get("properties").and_then(|entry| entry.node.as_object());
    properties.into_iter().flat_map(|it| it.keys()).map(String::as_str).collect()
}

/// Adds the properties of a schema and of its parts.
fn collect<'n>(
    context: &Context<'n>,
    object: &'n Object,
    names: &mut Names<'n>,
    visits: &mut usize,
) {
    if *visits >= MOST_VISITS {
        return;
    }
    *visits += 1;
    names.extend(properties(object));
    let parts = object.get("allOf").and_then(|entry| entry.node.as_array()).unwrap_or_default();
    let referred = object.get("$ref").and_then(|entry| target(context, &entry.node));
    for part in parts.iter().filter_map(|part| resolved(context, part)).chain(referred) {
        collect(context, part, names, visits);
    }
}

/// The schema, or what it only refers to.
fn resolved<'n>(context: &Context<'n>, schema: &'n Node) -> Option<&'n Object> {
    let object = schema.as_object()?;
    match object.get("$ref") {
        Some(Entry { node, .. }) if object.len() == 1 => target(context, node),
        _ => Some(object),
    }
}

fn target<'n>(context: &Context<'n>, reference: &Node) -> Option<&'n Object> {
    let found = lookup::lookup(context.documents, reference.span, reference.as_str()?).ok()?;
    found.node.as_object()
}
