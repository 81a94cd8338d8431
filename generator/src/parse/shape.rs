//! The net below the readers: every value of another type than the specification gives its place, and every required key
//! that is missing, is reported unless a reader has reported it.
//!
//! A table says which keys each object has, and the tree is compared with it as it was written, before anything is
//! rewritten. So a wrong value is not dropped in silence, whatever a reader or a rewrite does with it, and neither is
//! one in a component that nothing refers to. References are followed, and each object is visited once.

mod message;

use std::collections::BTreeSet;

use super::context::Context;
use super::noun::missing_key;
use super::sense;
use super::table::{self, Kind, Shape};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup;
use crate::load::node::{Node, Object, Value};
use crate::normalize::{self, Dialect};
use message::Place;

/// Compares the entry, and the parts of other files that it refers to, with the table.
pub(super) fn check(context: &mut Context<'_>) {
    let Some(root) = context.entry() else { return };
    let kind = table::root(context.dialect);
    let mut net = Net {
        dialect: context.dialect,
        waiting: vec![(root, Shape::Object(kind), Place::of(kind.what, root.span))],
        seen: BTreeSet::new(),
        found: Vec::new(),
        schemas: Vec::new(),
        never: Vec::new(),
    };
    while let Some((node, shape, place)) = net.waiting.pop() {
        if !net.seen.insert((node.span, shape.id())) {
            continue;
        }
        let target = target(context, node);
        if let Some(target) = target {
            // In a schema it is reported with the schema, and what others refer to by itself.
            if shape.is_schema() && normalize::is_never(target) {
                net.never.push(target.span);
            }
            net.waiting.push((target, shape, place));
        }
        // Bundlers write references in place of any value, and readers follow them.
        if target.is_none() || shape.allows(node, net.dialect) {
            net.visit(node, shape, place);
        }
    }
    report(context, net.found);
    for schema in net.schemas {
        sense::check(context, schema);
    }
    for span in net.never {
        sense::report_never(context, span);
    }
}

/// What a reference in place of the value leads to; readers report one that leads nowhere.
fn target<'d>(context: &Context<'d>, node: &Node) -> Option<&'d Node> {
    let text = node.get("$ref")?.as_str()?;
    lookup::lookup(context.documents, node.span, text).ok().map(|found| found.node)
}

/// Reports what was found, unless a reader has reported the same place: it knows what becomes of the value.
fn report(context: &mut Context<'_>, found: Vec<Found>) {
    let is_about_value = |code| !matches!(code, Code::NotGenerated | Code::Undefined);
    let known = context.diagnostics.iter().filter(|it| is_about_value(it.code));
    let places: BTreeSet<Span> = known.clone().map(|it| it.span).collect();
    let missing: BTreeSet<(Span, String)> = known
        .filter(|it| it.code == Code::MissingKey)
        .map(|it| (it.span, it.message.clone()))
        .collect();
    for Found { diagnostic, value } in found {
        let is_known = match value {
            None => missing.contains(&(diagnostic.span, diagnostic.message.clone())),
            Some(value) => places.contains(&value) || places.contains(&diagnostic.span),
        };
        if !is_known {
            context.report(diagnostic);
        }
    }
}

/// A difference from the table.
struct Found {
    diagnostic: Diagnostic,
    /// The place of the wrong value; `None` if a key is missing.
    value: Option<Span>,
}

/// The walk through the tree.
struct Net<'d> {
    dialect: Dialect,
    waiting: Vec<(&'d Node, Shape, Place<'d>)>,
    /// The objects and arrays so far, each with what it has to be.
    seen: BTreeSet<(Span, usize)>,
    found: Vec<Found>,
    schemas: Vec<&'d Node>,
    /// Schemas outside of others that no value is valid by.
    never: Vec<Span>,
}

impl<'d> Net<'d> {
    /// Compares one value, and queues those in it.
    fn visit(&mut self, node: &'d Node, shape: Shape, place: Place<'d>) {
        if !shape.allows(node, self.dialect) {
            let diagnostic = message::wrong(node, shape, place, self.dialect);
            self.found.push(Found { diagnostic, value: Some(node.span) });
            return;
        }
        if matches!(shape, Shape::Schema(_)) && !place.is_in_schema() && normalize::is_never(node) {
            self.never.push(node.span);
        }
        match (&node.value, shape) {
            (Value::Array(items), Shape::Array(&shape)) => self.items(items, shape, place),
            (Value::Array(items), Shape::Type) => self.items(items, Shape::String, place),
            (Value::Array(items), Shape::SchemaOrStrings(_)) => {
                self.items(items, Shape::String, place);
            }
            (Value::Array(items), Shape::Items(kind)) => {
                self.items(items, Shape::Schema(kind), place);
            }
            (Value::Object(object), Shape::Map(&shape)) => {
                self.entries(object, shape, place, |key| key == "$ref");
            }
            (Value::Object(object), Shape::Patterned(&shape)) => {
                self.entries(object, shape, place, |key| key == "$ref" || key.starts_with("x-"));
            }
            (Value::Object(object), shape) => {
                if let Some(kind) = shape.kind(node) {
                    if kind.is_schema() {
                        self.schemas.push(node);
                    }
                    self.keys(object, kind, node.span);
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, items: &'d [Node], shape: Shape, place: Place<'d>) {
        self.waiting.extend(items.iter().map(|item| (item, shape, place.item())));
    }

    fn entries(
        &mut self,
        object: &'d Object,
        shape: Shape,
        place: Place<'d>,
        is_other: impl Fn(&str) -> bool,
    ) {
        let entries = object.iter().filter(|(key, _)| !is_other(key));
        self.waiting.extend(
            entries.map(|(name, entry)| (&entry.node, shape, place.entry(name, entry.key))),
        );
    }

    fn keys(&mut self, object: &'d Object, kind: &'static Kind, span: Span) {
        for (name, entry) in object {
            if let Some(key) = kind.key(name) {
                let place = Place::of(kind.what, entry.key).key(name);
                self.waiting.push((&entry.node, key.shape, place));
            }
        }
        // What a reference leads to has them.
        if object.contains_key("$ref") {
            return;
        }
        for name in kind.required(self.dialect).filter(|name| !object.contains_key(*name)) {
            let diagnostic = missing_key(kind.what, name, span);
            self.found.push(Found { diagnostic, value: None });
        }
    }
}
