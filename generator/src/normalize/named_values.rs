//! The names and docs of the values of an `enum`. In: a schema. Out: the same with an `enum`, and what is known of its
//! values in one carrier.
//!
//! | in the description | read as |
//! | --- | --- |
//! | `oneOf` or `anyOf` of constants, each with a `title` or a `description` (JSON Schema's annotated enumeration) | an `enum` of them |
//! | `x-enum-varnames`, `x-enumNames`, `x-enum-names` | the names, in the order of the values |
//! | `x-enum-descriptions`, `x-enumDescriptions` | the docs, in the order of the values or by value |
//! | `x-ms-enum`, its `values`; `x-enum-values` | objects with a value, a name and a description |
//! | `x-fern-enum`, `x-speakeasy-enums` | by value, an object with a name and a description, or a name |

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::carrier;
use super::edit::{self, Edit};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::{Node, Value};

/// Lists in the order of the values, and what each item is.
const IN_ORDER: [(&str, &str); 5] = [
    ("x-enum-varnames", NAME),
    ("x-enumNames", NAME),
    ("x-enum-names", NAME),
    ("x-enum-descriptions", DESCRIPTION),
    ("x-enumDescriptions", DESCRIPTION),
];

/// Lists of objects, the value of which is under one of these keys.
const OBJECTS: [(&str, &[&str]); 2] =
    [("x-ms-enum", &["value"]), ("x-enum-values", &["value", "numericValue", "const"])];

/// Objects with the values as keys.
const BY_VALUE: [&str; 2] = ["x-fern-enum", "x-speakeasy-enums"];

const NAME: &str = "name";
const DESCRIPTION: &str = "description";

/// What a constant in a `oneOf` may have besides its value.
const ANNOTATIONS: [&str; 7] =
    ["title", DESCRIPTION, "deprecated", "type", "format", "example", "examples"];

/// A value, and what is known of it.
struct Named<'n> {
    value: &'n Node,
    name: Option<&'n Node>,
    description: Option<&'n Node>,
    deprecated: Option<&'n Node>,
}

impl Named<'_> {
    fn is_known(&self) -> bool {
        self.name.is_some() || self.description.is_some() || self.deprecated.is_some()
    }

    fn node(&self, span: Span) -> Node {
        let entries = [
            (carrier::VALUE, Some(self.value.clone())),
            (NAME, self.name.cloned()),
            (DESCRIPTION, self.description.cloned()),
            ("deprecated", self.deprecated.cloned()),
        ];
        edit::object(entries, span)
    }
}

/// A schema whose values have names, with the carrier.
pub(super) fn rewrite<'n>(node: &'n Node, diagnostics: &mut Vec<Diagnostic>) -> Cow<'n, Node> {
    let mut edit = Edit::of(node);
    let named = match node.get("enum").and_then(Node::as_array) {
        Some(values) => beside(node, values, diagnostics),
        None => constants(node, &mut edit),
    };
    if named.iter().any(Named::is_known) {
        let known = named.iter().filter(|named| named.is_known());
        let values = known.map(|named| named.node(node.span)).collect();
        edit.set(carrier::VALUES, Node::array(values, node.span));
    }
    edit.finish()
}

/// The constants of a `oneOf` or `anyOf` that has nothing else, which becomes an `enum`.
fn constants<'n>(node: &'n Node, edit: &mut Edit<'_>) -> Vec<Named<'n>> {
    let unions = ["oneOf", "anyOf"].map(|key| (key, node.get(key).and_then(Node::as_array)));
    let (key, members) = match unions {
        [(key, Some(members)), (_, None)] | [(_, None), (key, Some(members))] => (key, members),
        _ => return Vec::new(),
    };
    let found: Option<Vec<Named<'n>>> = members.iter().map(constant).collect();
    let is_union = |named: &[Named<'n>]| {
        named.len() > 1 && named.iter().any(|it| it.name.is_some() || it.description.is_some())
    };
    let Some(named) = found.filter(|named| is_union(named)) else { return Vec::new() };
    edit.remove(key);
    let values = named.iter().map(|named| named.value.clone()).collect();
    edit.set("enum", Node::array(values, node.span));
    for keyword in ["type", "format"] {
        if edit.get(keyword).is_none()
            && let Some(common) = common(members, keyword)
        {
            edit.set(keyword, common.clone());
        }
    }
    named
}

/// A member that is a single value, if it is.
fn constant(member: &Node) -> Option<Named<'_>> {
    let object = member.as_object()?;
    let is_annotation = |key: &str| ANNOTATIONS.contains(&key) || key.starts_with("x-");
    let value = match (member.get("const"), member.get("enum").and_then(Node::as_array)) {
        (Some(value), None) => value,
        (None, Some([value])) => value,
        _ => return None,
    };
    // Of other values there are no enums.
    let is_value = match &value.value {
        Value::String(_) => true,
        Value::Number(number) => number.as_i128().is_some(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    };
    let others =
        object.keys().all(|key| ["const", "enum"].contains(&key.as_str()) || is_annotation(key));
    (is_value && others).then(|| Named {
        value,
        name: member.get("title").filter(is_text),
        description: member.get(DESCRIPTION).filter(is_text),
        deprecated: member.get("deprecated"),
    })
}

/// The value of a keyword that all members have alike.
fn common<'n>(members: &'n [Node], keyword: &str) -> Option<&'n Node> {
    let mut values = members.iter().map(|member| member.get(keyword));
    let first = values.next()??;
    values.all(|other| other.is_some_and(|other| other.value == first.value)).then_some(first)
}

/// What vendors' extensions say of the values of an `enum`.
fn beside<'n>(
    node: &'n Node,
    values: &'n [Node],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Named<'n>> {
    let named = |value| Named { value, name: None, description: None, deprecated: None };
    let mut named: Vec<Named<'n>> = values.iter().map(named).collect();
    let others: Vec<usize> =
        (0..).zip(values).filter(|(_, value)| !value.is_null()).map(|(place, _)| place).collect();
    let mut places = BTreeMap::new();
    for (place, value) in (0..).zip(values) {
        if let Some(text) = text_of(value) {
            places.entry(text).or_insert(place);
        }
    }
    for (key, what) in IN_ORDER {
        let Some(list) = node.get(key) else { continue };
        match list.as_array() {
            Some(items) if items.len() == named.len() => {
                for (named, item) in named.iter_mut().zip(items) {
                    fill(named, what, Some(item));
                }
            }
            // `null` is no value of the enum, and most lists leave it out.
            Some(items) if items.len() == others.len() => {
                for (place, item) in others.iter().zip(items) {
                    named.get_mut(*place).into_iter().for_each(|it| fill(it, what, Some(item)));
                }
            }
            Some(items) => diagnostics.push(unequal(key, list.span, items.len(), named.len())),
            None => named.iter_mut().for_each(|named| {
                let item = text_of(named.value).and_then(|text| list.get(&text));
                fill(named, what, item);
            }),
        }
    }
    for (key, keys) in OBJECTS {
        let list = node.get(key).map(|list| list.get("values").unwrap_or(list));
        for item in list.and_then(Node::as_array).unwrap_or_default() {
            let value = keys.iter().find_map(|key| item.get(key)).and_then(text_of);
            let place = value.and_then(|value| places.get(&value));
            let Some(named) = place.and_then(|place| named.get_mut(*place)) else { continue };
            fill(named, NAME, item.get(NAME).or_else(|| item.get("identifier")));
            fill(named, DESCRIPTION, item.get(DESCRIPTION));
        }
    }
    for list in BY_VALUE.iter().filter_map(|key| node.get(key)) {
        for named in &mut named {
            let Some(item) = text_of(named.value).and_then(|text| list.get(&text)) else {
                continue;
            };
            fill(named, NAME, item.get(NAME).or(Some(item)));
            fill(named, DESCRIPTION, item.get(DESCRIPTION));
        }
    }
    named
}

/// Sets the name or the description, unless it is there, or `item` is no string or empty.
fn fill<'n>(named: &mut Named<'n>, what: &str, item: Option<&'n Node>) {
    let place = if what == NAME { &mut named.name } else { &mut named.description };
    if place.is_none() {
        *place = item.filter(is_text);
    }
}

fn is_text(item: &&Node) -> bool {
    item.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// A value as the key of an object.
fn text_of(value: &Node) -> Option<String> {
    match &value.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.0.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn unequal(key: &str, span: Span, names: usize, values: usize) -> Diagnostic {
    let message = format!("`{key}` has {names} items for {values} values; it is ignored");
    Diagnostic::warning(Code::InvalidValue, span, message)
        .help("write an item for each value of `enum`, in the same order")
}
