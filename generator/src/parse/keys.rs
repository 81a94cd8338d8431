//! Reading an object key by key, so that unknown keys and wrong types are reported.

use std::rc::Rc;

use indexmap::IndexMap;

use super::context::Context;
use super::noun::{missing_key, with_article};
use super::table;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::lookup;
use crate::load::node::{Entry, Node, Object, Value, index_of};
use crate::normalize::carrier::{self, Extensions};

/// An object of the specification while its keys are taken.
pub(super) struct Keys<'n> {
    /// The specification's name of the object, for messages: "schema", "parameter".
    what: &'static str,
    object: &'n Object,
    span: Span,
    taken: Vec<bool>,
}

impl<'n> Keys<'n> {
    /// Starts reading `node`; `None`, with a diagnostic, if it is not an object.
    pub(super) fn of(
        context: &mut Context<'_>,
        node: &'n Node,
        what: &'static str,
    ) -> Option<Self> {
        let Some(object) = node.as_object() else {
            not_an_object(context, node, what);
            return None;
        };
        if !context.count_object(node.span) {
            return None;
        }
        Some(Self { what, object, span: node.span, taken: vec![false; object.len()] })
    }

    pub(super) fn span(&self) -> Span {
        self.span
    }

    pub(super) fn entry(&mut self, key: &str) -> Option<&'n Entry> {
        let index = index_of(self.object, key)?;
        if let Some(taken) = self.taken.get_mut(index) {
            *taken = true;
        }
        self.object.get_index(index).map(|(_, entry)| entry)
    }

    pub(super) fn node(&mut self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value, unless it is `null`.
    pub(super) fn some(&mut self, key: &str) -> Option<&'n Node> {
        self.node(key).filter(|node| !node.is_null())
    }

    /// Takes keys that need no handling.
    pub(super) fn skip(&mut self, keys: &[&str]) {
        for key in keys {
            self.entry(key);
        }
    }

    /// The value as plain JSON.
    pub(super) fn json(&mut self, key: &str) -> Option<serde_json::Value> {
        self.node(key).map(Node::to_json)
    }

    /// A string; a number or boolean is read as its text, since YAML makes `1.0` a number.
    pub(super) fn string(&mut self, context: &mut Context<'_>, key: &str) -> Option<String> {
        let node = self.node(key)?;
        match &node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.0.clone()),
            Value::Bool(value) => Some(context.boolean(*value, node.span)),
            Value::Null => None,
            Value::Array(_) | Value::Object(_) => {
                let text = elsewhere(context, node, |node| node.as_str().map(str::to_owned));
                if text.is_none() {
                    self.wrong_type(context, key, node, "a string");
                }
                text
            }
        }
    }

    /// A required string; a warning reports if it is missing.
    pub(super) fn required_string(
        &mut self,
        context: &mut Context<'_>,
        key: &'static str,
    ) -> Option<String> {
        let present = self.some(key).is_some();
        let text = self.string(context, key);
        if !present {
            self.missing(context, key);
        }
        text
    }

    /// Warns that `key` is missing.
    pub(super) fn missing(&self, context: &mut Context<'_>, key: &str) {
        // One without a value is reported as such.
        if index_of(self.object, key).is_none() {
            context.report(missing_key(self.what, key, self.span));
        }
    }

    /// Reports that `key` is missing, without which the object has no meaning.
    pub(super) fn missing_error(&self, context: &mut Context<'_>, key: &str) {
        let mut diagnostic = missing_key(self.what, key, self.span);
        diagnostic.severity = crate::diagnostic::Severity::Error;
        context.report(diagnostic);
    }

    pub(super) fn boolean(&mut self, context: &mut Context<'_>, key: &str) -> Option<bool> {
        let node = self.some(key)?;
        let value = node.as_bool().or_else(|| match node.as_str() {
            Some("true" | "True" | "yes") => Some(true),
            Some("false" | "False" | "no") => Some(false),
            _ => None,
        });
        if value.is_none() {
            self.wrong_type(context, key, node, "a boolean");
        }
        value
    }

    pub(super) fn number(&mut self, context: &mut Context<'_>, key: &str) -> Option<f64> {
        let node = self.some(key)?;
        let value = match &node.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok().filter(|value: &f64| value.is_finite()),
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(context, key, node, "a number");
        }
        value
    }

    /// A count, such as `minLength`; `1.0` is one.
    pub(super) fn count(&mut self, context: &mut Context<'_>, key: &str) -> Option<usize> {
        let node = self.some(key)?;
        let value = match &node.value {
            // A bound beyond the integers is no constraint.
            Value::Number(number) => match number.as_i128() {
                Some(value) if value < 0 => None,
                Some(value) => Some(usize::try_from(value).unwrap_or(usize::MAX)),
                None => number.as_f64().filter(|value| *value > 1e15).map(|_| usize::MAX),
            },
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(context, key, node, "a non-negative integer");
        }
        value
    }

    /// A list; a single value is read as a list of one.
    pub(super) fn array(&mut self, context: &mut Context<'_>, key: &str) -> Rc<Vec<Node>> {
        let Some(node) = self.some(key) else { return Rc::default() };
        let items = |node: &Node| match &node.value {
            Value::Array(items) => Some(Rc::clone(items)),
            Value::Object(object) if object.is_empty() => Some(Rc::default()),
            _ => None,
        };
        if let Some(items) = items(node).or_else(|| elsewhere(context, node, items)) {
            return items;
        }
        if !matches!(node.value, Value::Object(_) | Value::String(_)) {
            self.wrong_type(context, key, node, "an array");
            return Rc::default();
        }
        context.report(
            Diagnostic::warning(
                Code::WrongType,
                node.span,
                format!(
                    "`{key}` of {} has to be an array, not {}; it is read as an array of one",
                    with_article(self.what),
                    node.describe()
                ),
            )
            .help("use an array"),
        );
        Rc::new(vec![node.clone()])
    }

    /// A list of strings; other items are left out, with a diagnostic.
    pub(super) fn strings(&mut self, context: &mut Context<'_>, key: &str) -> Vec<String> {
        let nodes = self.array(context, key);
        let mut texts = Vec::with_capacity(nodes.len());
        for node in nodes.iter() {
            match &node.value {
                Value::String(text) => texts.push(text.clone()),
                Value::Number(number) => texts.push(number.0.clone()),
                Value::Bool(value) => texts.push(context.boolean(*value, node.span)),
                _ => context.report(
                    Diagnostic::warning(
                        Code::WrongType,
                        node.span,
                        format!(
                            "an item of `{key}` of {} has to be a string, not {}; it is ignored",
                            with_article(self.what),
                            node.describe()
                        ),
                    )
                    .help("use a string"),
                ),
            }
        }
        texts
    }

    /// A mapping; an empty list is an empty mapping, as some languages serialize it.
    pub(super) fn object(&mut self, context: &mut Context<'_>, key: &str) -> Rc<Object> {
        let Some(node) = self.some(key) else { return Rc::default() };
        match &node.value {
            Value::Object(object) => with_referenced(context, node, object),
            Value::Array(items) if items.is_empty() => Rc::default(),
            _ => {
                self.wrong_type(context, key, node, "an object");
                Rc::default()
            }
        }
    }

    fn wrong_type(&self, context: &mut Context<'_>, key: &str, node: &Node, wanted: &str) {
        context.report(
            Diagnostic::warning(
                Code::WrongType,
                node.span,
                format!(
                    "`{key}` of {} has to be {wanted}, not {}; it is ignored",
                    with_article(self.what),
                    match &node.value {
                        Value::Number(number) => number.0.as_str(),
                        _ => node.describe(),
                    }
                ),
            )
            .help(format!("use {wanted}")),
        );
    }

    /// The extensions, with the object's place; every other key that was not taken is reported.
    pub(super) fn finish(self, context: &mut Context<'_>) -> Extensions {
        let mut extensions = IndexMap::new();
        for ((key, entry), taken) in self.object.iter().zip(self.taken) {
            if key.starts_with("x-") {
                extensions.insert(key.clone(), entry.node.to_json());
            } else if !taken {
                context.report(
                    Diagnostic::warning(
                        Code::UnknownKey,
                        entry.key,
                        format!("{} has no key `{key}`; it is ignored", with_article(self.what)),
                    )
                    .help(table::for_unknown(
                        self.what,
                        key,
                        self.object,
                        context.dialect,
                    )),
                );
            }
        }
        extensions.insert(carrier::SOURCE.to_owned(), context.source(self.span));
        extensions
    }
}

/// The result of `take` for the target, if `node` is a reference in place of a string or a list. No version of the
/// specification allows those, but bundlers write them.
fn elsewhere<T>(
    context: &mut Context<'_>,
    node: &Node,
    take: impl Fn(&Node) -> Option<T>,
) -> Option<T> {
    let text = node.get("$ref")?.as_str()?;
    let found = lookup::lookup(context.documents, node.span, text).ok()?;
    take(found.node)
}

/// A mapping with the entries of its `$ref`'s target, such as `properties` in another file.
fn with_referenced(context: &mut Context<'_>, node: &Node, object: &Rc<Object>) -> Rc<Object> {
    if index_of(object, "$ref").is_none() {
        return Rc::clone(object);
    }
    let referenced = elsewhere(context, node, |node| node.as_object().cloned());
    let Some(mut merged) = referenced else { return Rc::clone(object) };
    let own = object.iter().filter(|(key, _)| *key != "$ref");
    merged.extend(own.map(|(key, entry)| (key.clone(), entry.clone())));
    Rc::new(merged)
}

/// Reports a `node` that should be an object.
pub(super) fn not_an_object(context: &mut Context<'_>, node: &Node, what: &str) {
    context.report(
        Diagnostic::warning(
            Code::WrongType,
            node.span,
            format!(
                "{} has to be an object, not {}; it is ignored",
                with_article(what),
                node.describe()
            ),
        )
        .help("use an object"),
    );
}

/// All values of `object`, read one by one; invalid ones are left out, with a diagnostic.
pub(super) fn map<'n, T>(
    context: &mut Context<'_>,
    object: &'n Object,
    mut read: impl FnMut(&mut Context<'_>, &'n Node) -> Option<T>,
) -> IndexMap<String, T> {
    let mut values = IndexMap::new();
    for (key, entry) in object {
        if let Some(value) = read(context, &entry.node) {
            values.insert(key.clone(), value);
        }
    }
    values
}
