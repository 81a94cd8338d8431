//! Reading an object key by key, so that what is left over, or of a wrong type, is known.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::carrier::{self, Extensions};
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::node::{Entry, Node, Object};

/// An object of the specification while its keys are taken.
pub(super) struct Keys<'n> {
    /// What the specification calls the object, for messages: "schema", "parameter".
    what: &'static str,
    object: &'n Object,
    span: Span,
    taken: BTreeSet<&'static str>,
}

impl<'n> Keys<'n> {
    /// Starts reading `node`; none, with a diagnostic, where it is no object.
    pub(super) fn of(
        context: &mut Context<'_>,
        node: &'n Node,
        what: &'static str,
    ) -> Option<Self> {
        let Some(object) = node.as_object() else {
            context.report(
                Diagnostic::error(
                    Code::WrongType,
                    node.span,
                    format!("a {what} has to be an object, not {}", node.describe()),
                )
                .help(format!("write the {what} as a mapping of its keys")),
            );
            return None;
        };
        Some(Self { what, object, span: node.span, taken: BTreeSet::new() })
    }

    pub(super) fn span(&self) -> Span {
        self.span
    }

    pub(super) fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        self.taken.insert(key);
        self.object.get(key)
    }

    pub(super) fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value as plain JSON.
    pub(super) fn json(&mut self, key: &'static str) -> Option<serde_json::Value> {
        self.node(key).map(Node::to_json)
    }

    /// A text; a number or boolean is taken as its text, since YAML makes `1.0` a number.
    pub(super) fn string(
        &mut self,
        context: &mut Context<'_>,
        key: &'static str,
    ) -> Option<String> {
        use crate::load::node::Value;
        let node = self.node(key)?;
        match &node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.0.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Null => None,
            Value::Array(_) | Value::Object(_) => {
                self.wrong_type(context, key, node, "a string", Severity::Warning);
                None
            }
        }
    }

    /// A text without which the object means nothing.
    pub(super) fn required_string(
        &mut self,
        context: &mut Context<'_>,
        key: &'static str,
    ) -> Option<String> {
        let present = self.object.contains_key(key);
        let text = self.string(context, key);
        if !present {
            self.missing(context, key);
        }
        text
    }

    /// Reports that `key` is missing.
    pub(super) fn missing(&self, context: &mut Context<'_>, key: &'static str) {
        let start = Span { end: self.span.start.saturating_add(1), ..self.span };
        context.report(
            Diagnostic::error(
                Code::MissingKey,
                start,
                format!("this {} has no `{key}`", self.what),
            )
            .help(format!("add `{key}`")),
        );
    }

    pub(super) fn boolean(&mut self, context: &mut Context<'_>, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.as_bool().or_else(|| match node.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        }) {
            Some(value) => Some(value),
            None => {
                self.wrong_type(context, key, node, "a boolean", Severity::Warning);
                None
            }
        }
    }

    pub(super) fn number(&mut self, context: &mut Context<'_>, key: &'static str) -> Option<f64> {
        use crate::load::node::Value;
        let node = self.node(key)?;
        let value = match &node.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(context, key, node, "a number", Severity::Warning);
        }
        value
    }

    /// A count, such as `minLength`; `1.0` is one.
    pub(super) fn count(&mut self, context: &mut Context<'_>, key: &'static str) -> Option<usize> {
        use crate::load::node::Value;
        let node = self.node(key)?;
        let value = match &node.value {
            Value::Number(number) => number.as_i128().and_then(|value| {
                // A bound beyond what can be counted bounds nothing.
                if value < 0 { None } else { Some(usize::try_from(value).unwrap_or(usize::MAX)) }
            }),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(
                context,
                key,
                node,
                "a whole number that is not negative",
                Severity::Warning,
            );
        }
        value
    }

    /// A list that matters.
    pub(super) fn array(&mut self, context: &mut Context<'_>, key: &'static str) -> &'n [Node] {
        let Some(node) = self.node(key) else { return &[] };
        if node.as_array().is_none() && node.value != crate::load::node::Value::Null {
            self.wrong_type(context, key, node, "an array", Severity::Error);
        }
        node.as_array().unwrap_or_default()
    }

    /// A mapping that matters.
    pub(super) fn object(
        &mut self,
        context: &mut Context<'_>,
        key: &'static str,
    ) -> Option<&'n Object> {
        let node = self.node(key)?;
        if node.as_object().is_none() && node.value != crate::load::node::Value::Null {
            self.wrong_type(context, key, node, "an object", Severity::Error);
        }
        node.as_object()
    }

    fn wrong_type(
        &self,
        context: &mut Context<'_>,
        key: &str,
        node: &Node,
        wanted: &str,
        severity: Severity,
    ) {
        let ignored = if severity == Severity::Warning { "; it is ignored" } else { "" };
        let message = format!(
            "`{key}` of a {} has to be {wanted}, not {}{ignored}",
            self.what,
            node.describe()
        );
        let mut diagnostic = Diagnostic::warning(Code::WrongType, node.span, message)
            .help(format!("write {wanted}"));
        diagnostic.severity = severity;
        context.report(diagnostic);
    }

    /// The extensions, with the object's place; every other key that was not taken is reported.
    pub(super) fn finish(self, context: &mut Context<'_>) -> Extensions {
        let mut extensions = IndexMap::new();
        for (key, entry) in self.object {
            if key.starts_with("x-") {
                extensions.insert(key.clone(), entry.node.to_json());
            } else if !self.taken.contains(key.as_str()) {
                context.report(
                    Diagnostic::warning(
                        Code::UnknownKey,
                        entry.key,
                        format!("a {} has no key `{key}`; it is ignored", self.what),
                    )
                    .help("correct its name, or remove it"),
                );
            }
        }
        extensions.insert(carrier::SOURCE.to_owned(), context.source(self.span));
        extensions
    }
}

/// Everything below `object`, read one by one; what cannot be read is left out, with a diagnostic.
pub(super) fn map<'n, T>(
    context: &mut Context<'_>,
    object: Option<&'n Object>,
    mut read: impl FnMut(&mut Context<'_>, &'n Node) -> Option<T>,
) -> IndexMap<String, T> {
    let mut values = IndexMap::new();
    for (key, entry) in object.into_iter().flatten() {
        if let Some(value) = read(context, &entry.node) {
            values.insert(key.clone(), value);
        }
    }
    values
}
