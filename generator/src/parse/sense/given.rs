//! Defaults and examples that their schema does not allow: by type, listed values and bounds, in inline schemas.

use super::super::context::Context;
use super::super::values::{is_of_type, meant_value};
use super::text;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Node, Object, Value};

/// Values within values deeper than this are not compared.
const DEEPEST: usize = 8;

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let mut found = Vec::new();
    if let Some(entry) = object.get("default") {
        // Its type is compared where it is read.
        constraints(&entry.node, object, "default", &mut found);
    }
    if let Some(entry) = object.get("example") {
        value(&entry.node, object, "example", 0, &mut found);
    }
    let examples = object.get("examples").and_then(|entry| entry.node.as_array());
    for example in examples.unwrap_or_default() {
        value(example, object, "example", 0, &mut found);
    }
    for (span, message) in found {
        context.report(
            Diagnostic::warning(Code::InvalidValue, span, message)
                .help("correct the value, or its schema"),
        );
    }
}

/// Compares a value, and those in it.
fn value(node: &Node, schema: &Object, what: &str, depth: usize, found: &mut Vec<(Span, String)>) {
    let typ = text(schema, "type");
    let is_wrong =
        |typ: &str| !is_of_type(node, typ) && meant_value(node, typ).is_none() && typ != "file";
    if let Some(typ) = typ.filter(|typ| is_wrong(typ)) {
        let of = node.describe();
        found.push((
            node.span,
            format!("this {what} is {of}, but the type of its schema is `{typ}`"),
        ));
        return;
    }
    constraints(node, schema, what, found);
    if depth >= DEEPEST {
        return;
    }
    let inner = |key: &str| schema.get(key).and_then(|entry| entry.node.as_object());
    match &node.value {
        Value::Object(entries) => {
            for (name, entry) in entries.iter() {
                let property = inner("properties").and_then(|it| it.get(name)?.node.as_object());
                if let Some(property) = property {
                    value(&entry.node, property, what, depth + 1, found);
                }
            }
        }
        Value::Array(items) => {
            for item in items.iter() {
                if let Some(schema) = inner("items") {
                    value(item, schema, what, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// Compares a value with the listed values and the bounds.
fn constraints(node: &Node, schema: &Object, what: &str, found: &mut Vec<(Span, String)>) {
    if node.is_null() {
        return;
    }
    let listed = schema.get("enum").and_then(|entry| entry.node.as_array()).unwrap_or_default();
    let is_same = |other: &Node| {
        let (one, other) = (node.to_json(), other.to_json());
        one == other || one.as_f64().is_some() && one.as_f64() == other.as_f64()
    };
    // What YAML made another type of is read as meant.
    let is_of_types = listed
        .iter()
        .any(|other| std::mem::discriminant(&other.value) == std::mem::discriminant(&node.value));
    if is_of_types && !listed.iter().any(is_same) {
        found.push((node.span, format!("this {what} is none of the values of `enum`")));
    }
    let number = |key: &str| match &schema.get(key)?.node.value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    let (size, lower, upper) = match &node.value {
        Value::Number(value) => (value.as_f64(), "minimum", "maximum"),
        Value::String(text) => (Some(text.chars().count() as f64), "minLength", "maxLength"),
        Value::Array(items) => (Some(items.len() as f64), "minItems", "maxItems"),
        _ => return,
    };
    let Some(size) = size else { return };
    let below = number(lower).filter(|least| size < *least).map(|bound| (lower, bound));
    let above = number(upper).filter(|most| size > *most).map(|bound| (upper, bound));
    if let Some((key, bound)) = below.or(above) {
        found.push((node.span, format!("this {what} violates `{key}`, which is {bound}")));
    }
}
