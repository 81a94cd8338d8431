//! What is said of a difference from the table.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Node, Value};
use crate::normalize::Dialect;
use crate::parse::noun::with_article;
use crate::parse::table::Shape;

/// Where a value is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'d> {
    /// The object that it belongs to.
    what: &'static str,
    /// The key, and the one that contains it if that is no key of the specification.
    name: &'d str,
    within: Option<&'d str>,
    key: Span,
    is_item: bool,
}

impl<'d> Place<'d> {
    /// An object of the specification.
    pub(super) fn of(what: &'static str, key: Span) -> Self {
        Self { what, name: "", within: None, key, is_item: false }
    }

    /// Whether it is part of a schema.
    pub(super) fn is_in_schema(self) -> bool {
        self.what == "schema"
    }

    /// The key of that object.
    pub(super) fn key(self, name: &'d str) -> Self {
        Self { name, ..self }
    }

    /// An item of the array here.
    pub(super) fn item(self) -> Self {
        Self { is_item: true, ..self }
    }

    /// An entry of the map here.
    pub(super) fn entry(self, name: &'d str, key: Span) -> Self {
        Self { name, within: Some(self.name), key, is_item: false, ..self }
    }

    fn subject(self) -> String {
        let item = if self.is_item { "an item of " } else { "" };
        match self.within {
            _ if self.name.is_empty() => format!("the {}", self.what),
            Some(within) => format!("{item}`{}` in `{within}`", self.name),
            None => format!("{item}`{}` of {}", self.name, with_article(self.what)),
        }
    }
}

/// A value of a wrong type.
pub(super) fn wrong(node: &Node, shape: Shape, place: Place<'_>, dialect: Dialect) -> Diagnostic {
    let subject = place.subject();
    if node.is_null() {
        let span = if place.is_item { node.span } else { place.key };
        let help = match (place.is_item, place.name) {
            (true, "type") => "write 'null', with quotes",
            (true, _) => "write its value, or remove it",
            (false, _) => "write its value, indented below it, or remove it",
        };
        return Diagnostic::warning(Code::WrongType, span, format!("{subject} has no value"))
            .help(help);
    }
    let wanted = shape.wanted(dialect);
    let found = match &node.value {
        Value::Number(number) => number.0.as_str(),
        Value::Array(items) if items.is_empty() => "an empty array",
        Value::Object(object) if object.is_empty() => "an empty object",
        _ => node.describe(),
    };
    let is_scalar = matches!(node.value, Value::Number(_) | Value::Bool(_));
    let help = match shape {
        Shape::String | Shape::Type if is_scalar => String::from("quote it"),
        _ => format!("use {wanted}"),
    };
    let message = format!("{subject} has to be {wanted}, not {found}");
    Diagnostic::warning(Code::WrongType, node.span, message).help(help)
}
