//! The XML Object (OpenAPI 3.0.4, section 4.7.26; 3.2, section 4.26).

use serde_json::{Map, Value};

use super::context::Context;
use super::keys::Keys;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Entry;
use crate::normalize::Dialect;
use crate::suggest;

/// Reads the object under `xml`, in the form that [`crate::normalize::carrier::XML`] carries.
pub(super) fn read(context: &mut Context<'_>, entry: &Entry, is_reference: bool) -> Option<Value> {
    let mut keys = Keys::of(context, &entry.node, "description of XML")?;
    let mut xml = Map::new();
    for key in ["name", "namespace", "prefix"] {
        let text = keys.string(context, key).filter(|text| !text.is_empty());
        xml.extend(text.map(|text| (key.to_owned(), Value::from(text))));
    }
    let kind = kind(context, &mut keys);
    keys.finish(context);
    if kind.is_none() && is_reference && context.dialect == Dialect::V3_2 && !xml.is_empty() {
        context.report(
            Diagnostic::warning(
                Code::InvalidValue,
                entry.key,
                "`xml` has no effect beside `$ref` without `nodeType`; it is ignored",
            )
            .help("add `nodeType: element`, or move it to the target of the reference"),
        );
        return None;
    }
    xml.extend(kind);
    (!xml.is_empty()).then_some(Value::Object(xml))
}

/// The keyword for the kind of the node.
fn kind(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<(String, Value)> {
    let flags = ["attribute", "wrapped"].map(|key| (key, keys.boolean(context, key)));
    // As AutoRest writes it in dialects without `nodeType`.
    let is_text = keys.boolean(context, "x-ms-text") == Some(true);
    let node = if context.dialect == Dialect::V3_2 { keys.some("nodeType") } else { None };
    let flag = |key: &str| Some((key.to_owned(), Value::Bool(true)));
    match node.map(|node| (node, node.as_str())) {
        Some((_, Some("attribute"))) => flag("attribute"),
        Some((_, Some("element"))) => flag("wrapped"),
        Some((_, Some(kind @ ("text" | "cdata" | "none")))) => {
            Some((String::from("nodeType"), Value::from(kind)))
        }
        Some((node, _)) => {
            context.report(
                Diagnostic::warning(
                    Code::InvalidValue,
                    node.span,
                    "unknown node type; it is ignored",
                )
                .help(suggest::among(node.as_str(), "element, attribute, text, cdata or none")),
            );
            None
        }
        None if is_text => Some((String::from("nodeType"), Value::from("text"))),
        None => {
            flags.iter().find(|(_, is_set)| *is_set == Some(true)).and_then(|(key, _)| flag(key))
        }
    }
}
