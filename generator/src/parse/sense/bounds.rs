//! Bounds that no value is within.

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Entry, Object, Value};

/// Pairs of a lower and an upper bound.
const PAIRS: [(&str, &str); 7] = [
    ("minimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    for (lower, upper) in PAIRS {
        let (Some(least), Some(most)) = (object.get(lower), object.get(upper)) else { continue };
        let (Some(low), Some(high)) = (number(least), number(most)) else { continue };
        let excluded = is_excluded(object, lower) || is_excluded(object, upper);
        if low > high || low >= high && excluded {
            let message = format!("no value is valid: `{lower}` is {low}, but `{upper}` is {high}");
            context.report(
                Diagnostic::warning(Code::Contradiction, most.key, message)
                    .related(least.key, "the lower bound")
                    .help("correct one of the two"),
            );
        }
    }
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let entry = object.get(flag).filter(|entry| entry.node.as_bool() == Some(true));
        if let Some(entry) = entry.filter(|_| !object.contains_key(bound)) {
            let message =
                format!("`{flag}` excludes the `{bound}`, which is missing; it is ignored");
            context.report(
                Diagnostic::warning(Code::MissingKey, entry.key, message)
                    .help(format!("add `{bound}`, or remove it")),
            );
        }
    }
    if let Some(entry) = object.get("multipleOf")
        && number(entry).is_some_and(|number| number <= 0.0)
    {
        let message = "`multipleOf` has to be greater than 0; it is ignored";
        context.report(
            Diagnostic::warning(Code::InvalidValue, entry.node.span, message)
                .help("correct it, or remove it"),
        );
    }
}

fn number(entry: &Entry) -> Option<f64> {
    match &entry.node.value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    }
}

/// Whether the bound itself is no valid value: since 3.1 it is one of those that exclude it, before there is a flag.
fn is_excluded(object: &Object, bound: &str) -> bool {
    let flag = match bound {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        bound => return bound.starts_with("exclusive"),
    };
    object.get(flag).is_some_and(|entry| entry.node.as_bool() == Some(true))
}
