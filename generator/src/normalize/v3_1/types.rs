//! `type` as a list, `null` as a type, and `const`.

use super::super::edit::{self, Edit};
use super::texts;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Node, Value};
use crate::normalize::carrier;

/// `const`: an `enum` of one value.
pub(super) fn constant(edit: &mut Edit<'_>) {
    let Some(entry) = edit.remove("const") else { return };
    let span = entry.node.span;
    if edit.get("type").is_none()
        && let Some(name) = type_of(&entry.node)
    {
        edit.set("type", Node::string(name, span));
    }
    edit.set("enum", Node::array(vec![entry.node], span));
    edit.flag(carrier::CONST);
}

/// The type of a value; `None` for types that a list of values does not imply.
fn type_of(value: &Node) -> Option<&'static str> {
    match &value.value {
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.as_i128().is_some() => Some("integer"),
        Value::Number(_) => Some("number"),
        Value::String(_) => Some("string"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A list of values with `null` in it is nullable, even if `type` does not allow it.
pub(super) fn null_in_enum(edit: &mut Edit<'_>) {
    if edit.get("enum").and_then(Node::as_array).is_some_and(|it| it.iter().any(Node::is_null)) {
        edit.flag("nullable");
    }
    if let Some(entry) = edit.remove("x-nullable")
        && edit.get("nullable").is_none()
    {
        edit.set("nullable", entry.node);
    }
}

/// Kubernetes' `format: int-or-string`, which allows both types whatever `type` is.
pub(super) fn int_or_string(edit: &mut Edit<'_>) {
    let Some(entry) = edit.remove("format") else { return };
    if entry.node.as_str() != Some("int-or-string") {
        return edit.set("format", entry.node);
    }
    if edit.get("oneOf").is_none() && edit.get("anyOf").is_none() {
        let span = entry.node.span;
        let names = ["integer", "string"].map(|name| Node::string(name, span));
        edit.set("type", Node::array(names.into(), span));
    }
}

/// `type` as a list, or as `null`.
pub(super) fn list(edit: &mut Edit<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(node) = edit.get("type").cloned() else { return };
    if node.as_str().is_some_and(|name| name != "null") {
        return;
    }
    if node.as_array().is_none() && node.as_str().is_none() && !node.is_null() {
        // A value that is neither a string nor a list is reported where the type is read.
        return;
    }
    let span = node.span;
    let (mut names, has_null) = names(&node);
    // An integer is a number.
    if names.iter().any(|(name, _)| name == "number") {
        names.retain(|(name, _)| name != "integer");
    }
    edit.remove("type");
    if has_null {
        edit.flag("nullable");
    }
    match names.as_slice() {
        [] if has_null => edit.set("enum", Node::array(vec![Node::new(Value::Null, span)], span)),
        [] => diagnostics.push(
            Diagnostic::warning(Code::InvalidValue, span, "`type` is an empty list; it is ignored")
                .help("add a type, or remove the keyword"),
        ),
        [(name, span)] => edit.set("type", Node::string(name.as_str(), *span)),
        _ => several(edit, &names, span),
    }
}

/// The types of a list without `null` and duplicates, and whether `null` is among them.
fn names(node: &Node) -> (Vec<(String, Span)>, bool) {
    let mut names: Vec<(String, Span)> = Vec::new();
    let mut has_null = node.is_null();
    for (name, node) in texts(node) {
        if name == "null" {
            has_null = true;
        } else if !names.iter().any(|(other, _)| other == name) {
            names.push((name.to_owned(), node.span));
        }
    }
    // `[string, null]` in YAML contains a null value, where `'null'` was meant.
    has_null |= node.as_array().is_some_and(|items| items.iter().any(Node::is_null));
    (names, has_null)
}

/// Keywords by the type of the values that they apply to.
const KEYWORDS: [(&str, &[&str]); 5] = [
    (
        "string",
        &[
            "format",
            "pattern",
            "minLength",
            "maxLength",
            carrier::CONTENT_ENCODING,
            carrier::CONTENT_MEDIA_TYPE,
        ],
    ),
    ("number", NUMERIC),
    ("integer", NUMERIC),
    ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems", carrier::TUPLE]),
    (
        "object",
        &[
            "properties",
            "patternProperties",
            "additionalProperties",
            "required",
            "minProperties",
            "maxProperties",
        ],
    ),
];

const NUMERIC: &[&str] =
    &["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// Several types: a union of one schema for each, with the keywords that apply to it.
fn several(edit: &mut Edit<'_>, names: &[(String, Span)], span: Span) {
    let values = edit.remove("enum").map(|entry| entry.node);
    let values = values.as_ref().and_then(Node::as_array);
    let mut members = Vec::new();
    for (name, span) in names {
        let mut member = edit::object([("type", Some(Node::string(name.as_str(), *span)))], *span);
        let mut own = Edit::of(&member);
        for keyword in keywords(name) {
            if let Some(node) = edit.get(keyword).filter(|node| applies(keyword, node, name)) {
                own.set(keyword, node.clone());
            }
        }
        if let Some(values) = values {
            let of_type: Vec<Node> =
                values.iter().filter(|value| is_of(value, name)).cloned().collect();
            if of_type.is_empty() {
                continue;
            }
            own.set("enum", Node::array(of_type, *span));
        }
        member = own.finish().into_owned();
        members.push(member);
    }
    for keyword in KEYWORDS.iter().flat_map(|(_, keywords)| *keywords) {
        edit.remove(keyword);
    }
    if let [member] = members.as_slice() {
        for (key, entry) in member.as_object().into_iter().flatten() {
            edit.set(key, entry.node.clone());
        }
        return;
    }
    let members = Node::array(members, span);
    if edit.get("anyOf").is_some() {
        edit.also(edit::object([("anyOf", Some(members))], span));
    } else {
        edit.set("anyOf", members);
    }
}

fn keywords(name: &str) -> &'static [&'static str] {
    KEYWORDS.iter().find(|(of, _)| *of == name).map_or(&[], |(_, keywords)| *keywords)
}

/// Whether the keyword applies to values of that type; a format belongs to strings or to numbers.
fn applies(keyword: &str, node: &Node, name: &str) -> bool {
    if keyword != "format" {
        return true;
    }
    let numeric = ["int32", "int64", "float", "double", "decimal", "int8", "int16", "uint8"];
    let more = ["uint16", "uint32", "uint64", "int128", "uint128"];
    let is_numeric =
        node.as_str().is_some_and(|format| numeric.contains(&format) || more.contains(&format));
    is_numeric == (name != "string")
}

fn is_of(value: &Node, name: &str) -> bool {
    match &value.value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => {
            name == "number" || (name == "integer" && number.as_i128().is_some())
        }
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}
