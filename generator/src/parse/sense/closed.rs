//! Schemas that no value is valid by, and objects that only have properties with a pattern.

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Entry, Object};
use crate::normalize;

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let is_never = |key: &str| object.get(key).filter(|entry| normalize::is_never(&entry.node));
    let is_tuple = object.contains_key("prefixItems")
        || object.get("items").is_some_and(|entry| entry.node.as_array().is_some());
    for key in ["items", "unevaluatedItems"] {
        if let Some(entry) = is_never(key).filter(|_| !is_tuple) {
            report(context, entry.key, "this array has to be empty; its items are any JSON values");
        }
    }
    let properties = object.get("properties").and_then(|entry| entry.node.as_object());
    for Entry { key, node } in properties.into_iter().flat_map(|it| it.values()) {
        if normalize::is_never(node) {
            report(
                context,
                *key,
                "this property is never valid; the generated type accepts any value",
            );
        }
    }
    for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
        let members = object.get(key).and_then(|entry| entry.node.as_array()).unwrap_or_default();
        for member in members.iter().filter(|member| normalize::is_never(member)) {
            report(
                context,
                member.span,
                "no value is valid by this schema; the generated type accepts any",
            );
        }
    }
    if let Some(entry) = object.get("patternProperties")
        && (is_never("additionalProperties").is_some()
            || is_never("unevaluatedProperties").is_some())
        && entry.node.as_object().is_some_and(|patterns| !patterns.is_empty())
    {
        report(
            context,
            entry.key,
            "the pattern of the names is not checked by the generated types",
        );
    }
}

fn report(context: &mut Context<'_>, span: Span, message: &str) {
    context.report(
        Diagnostic::warning(Code::NotGenerated, span, message)
            .help("no change is needed; the server still checks it"),
    );
}

/// Reports a schema outside of others that no value is valid by.
pub(in crate::parse) fn report_never(context: &mut Context<'_>, span: Span) {
    report(context, span, "no value is valid by this schema; the generated type accepts any");
}
