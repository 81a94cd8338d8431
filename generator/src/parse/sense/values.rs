//! Listed values that do not have the type of their schema.

use super::super::context::Context;
use super::super::values::{is_of_type, meant_value};
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Object};

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let Some(typ) = text(object, "type") else { return };
    let values = object.get("enum").and_then(|entry| entry.node.as_array()).unwrap_or_default();
    // Those with the same text as a value of the type are reported where they are read.
    let is_wrong = |value: &&Node| !is_of_type(value, typ) && meant_value(value, typ).is_none();
    let mut wrong = values.iter().filter(is_wrong);
    let Some(first) = wrong.next() else { return };
    let others = wrong.count();
    let message = match others {
        0 => format!("this value is {}, but the type of its schema is `{typ}`", first.describe()),
        _ => format!("this value, and {others} more, are not of the type of their schema, `{typ}`"),
    };
    context.report(
        Diagnostic::warning(Code::Contradiction, first.span, message)
            .related(object.get("type").map_or(first.span, |entry| entry.node.span), "the type")
            .help("correct the type, or the values"),
    );
}
