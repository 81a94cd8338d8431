//! The values that a schema names: `enum` and `default` (OpenAPI 3.0.4, section 4.7.24). One that the type forbids is what
//! YAML, or a tool, made of one that it allows.

use indexmap::IndexSet;
use serde_json::Value as Json;

use super::context::Context;
use super::keys::Keys;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Value};

/// The values of `enum`, without duplicates.
pub(super) fn enumeration(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
    typ: Option<&str>,
) -> Vec<Json> {
    let Some(node) = keys.some("enum") else { return Vec::new() };
    let values = keys.array(context, "enum");
    if values.is_empty() && node.as_array().is_some() {
        context.report(
            Diagnostic::warning(Code::InvalidValue, node.span, "`enum` is empty; it is ignored")
                .help("add the values, or remove the keyword"),
        );
    }
    let mut read = IndexSet::with_capacity(values.len());
    for value in values.iter() {
        read.insert(meant(context, value, typ).unwrap_or_else(|| value.to_json()));
    }
    read.into_iter().collect()
}

/// The value of an absent property.
pub(super) fn default(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
    typ: Option<&str>,
) -> Option<Json> {
    let node = keys.node("default")?;
    if let Some(meant) = meant(context, node, typ) {
        return Some(meant);
    }
    if let Some(typ) = typ.filter(|typ| !is_of_type(node, typ)) {
        let found = node.describe();
        context.report(
            Diagnostic::warning(
                Code::WrongType,
                node.span,
                format!("the default is {found}, but the type of its schema is `{typ}`; it is used only in the docs"),
            )
            .help("use a value of that type"),
        );
    }
    Some(node.to_json())
}

/// The value of the type with the same text as one of another type, which is reported.
fn meant(context: &mut Context<'_>, value: &Node, typ: Option<&str>) -> Option<Json> {
    let meant = match (&value.value, typ?) {
        (Value::Bool(is_true), "string") => Json::from(context.boolean(*is_true, value.span)),
        (_, typ) => meant_value(value, typ)?,
    };
    let message = format!("this value does not have the type of its schema; it is read as {meant}");
    context.report(
        Diagnostic::warning(Code::WrongType, value.span, message)
            .help("quote strings, but no other values"),
    );
    Some(meant)
}

/// The value of the type with the same text.
pub(crate) fn meant_value(value: &Node, typ: &str) -> Option<Json> {
    match (&value.value, typ) {
        (Value::Number(number), "string") => Some(Json::from(number.0.as_str())),
        (Value::Bool(value), "string") => Some(Json::from(value.to_string())),
        (Value::String(text), "integer") => text.parse::<i64>().ok().map(Json::from),
        (Value::String(text), "number") => {
            text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Json::from)
        }
        (Value::String(text), "boolean") => text.parse::<bool>().ok().map(Json::from),
        _ => None,
    }
}

/// Whether the value may have that type; `null` is for nullable ones.
pub(crate) fn is_of_type(value: &Node, typ: &str) -> bool {
    match value.value {
        Value::Null => true,
        Value::Bool(_) => typ == "boolean",
        Value::Number(_) => matches!(typ, "integer" | "number"),
        Value::String(_) => typ == "string",
        Value::Array(_) => typ == "array",
        Value::Object(_) => typ == "object",
    }
}
