//! Whether a value is valid by a schema, in any dialect. In: both as they were written. Out: the first fault, with its
//! place. Keywords that it does not know allow everything.

use std::cell::Cell;

use super::tree::{Tree, entries, strings};
use crate::diagnostic::Span;
use crate::load::node::{Node, Value};
use crate::parse::{is_of_type, meant_value};
use crate::stack;

/// Schemas within schemas deeper than this are not compared.
const DEEPEST: usize = 32;

/// Parts of schemas that share parts are compared again each time, so that there is a bound; beyond it all is allowed.
const MOST_COMPARED: usize = 20_000;

/// A comparison of one value.
struct Comparison<'t, 'd> {
    tree: &'t Tree<'d>,
    /// How many more schemas are compared.
    left: Cell<usize>,
}

/// A place, and what is wrong there.
pub(super) type Fault = (Span, String);

/// The first fault of the value.
pub(super) fn fault<'d>(tree: &Tree<'d>, schema: &'d Node, value: &'d Node) -> Option<Fault> {
    let comparison = Comparison { tree, left: Cell::new(MOST_COMPARED) };
    within(&comparison, schema, value, 0)
}

fn within<'d>(
    comparison: &Comparison<'_, 'd>,
    schema: &'d Node,
    value: &'d Node,
    depth: usize,
) -> Option<Fault> {
    let schema = comparison.tree.resolve(schema);
    let left = comparison.left.get();
    if depth > DEEPEST || left == 0 {
        return None;
    }
    comparison.left.set(left - 1);
    if schema.as_bool() == Some(false) {
        return Some((value.span, String::from("no value is allowed here")));
    }
    if value.is_null() {
        return null(schema, value);
    }
    stack::with_room(|| {
        of_type(schema, value)
            .or_else(|| listed(schema, value))
            .or_else(|| bounds(comparison, schema, value))
            .or_else(|| object(comparison, schema, value, depth))
            .or_else(|| array(comparison, schema, value, depth))
            .or_else(|| combined(comparison, schema, value, depth))
    })
}

/// The types of a schema; none if it allows all.
fn types(schema: &Node) -> Vec<&str> {
    let one = schema.get("type").and_then(Node::as_str);
    one.into_iter().chain(strings(schema, "type")).collect()
}

/// A `null` is a fault only of a schema that has a type without it.
fn null(schema: &Node, value: &Node) -> Option<Fault> {
    let types = types(schema);
    let is_nullable = |key: &&str| schema.get(key).and_then(Node::as_bool) == Some(true);
    let allows = types.is_empty() || types.contains(&"null");
    let allows = allows || ["nullable", "x-nullable"].iter().any(is_nullable);
    (!allows).then(|| (value.span, String::from("it is `null`")))
}

fn of_type(schema: &Node, value: &Node) -> Option<Fault> {
    let types = types(schema);
    // What YAML made another type of is meant as the type.
    let is_of = |typ: &&str| {
        *typ == "file"
            || is_of_type(value, typ) && is_whole(value, typ)
            || meant_value(value, typ).is_some()
    };
    if types.is_empty() || types.iter().any(is_of) {
        return None;
    }
    Some((
        value.span,
        format!("it is {}, and not of the type `{}`", value.describe(), types.join("`, `")),
    ))
}

/// Whether a number is an integer, if it has to be one.
fn is_whole(value: &Node, typ: &str) -> bool {
    match &value.value {
        Value::Number(number) if typ == "integer" => {
            number.as_f64().is_none_or(|number| number.fract() == 0.0)
        }
        _ => true,
    }
}

fn listed(schema: &Node, value: &Node) -> Option<Fault> {
    let all = schema.get("enum").and_then(Node::as_array);
    let only = schema.get("const").map(std::slice::from_ref);
    let json = value.to_json();
    let is_same = |other: &Node| {
        let other = other.to_json();
        // `1` may be the string of a number, as YAML has it.
        other == json || text(&other) == text(&json)
    };
    let wrong = |listed: &[Node]| !listed.iter().any(is_same);
    (all.is_some_and(wrong) || only.is_some_and(wrong))
        .then(|| (value.span, String::from("it is none of the listed values")))
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn bounds<'d>(comparison: &Comparison<'_, 'd>, schema: &'d Node, value: &Node) -> Option<Fault> {
    let number = |key: &str| match &schema.get(key)?.value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    let (size, lower, upper) = match &value.value {
        Value::Number(value) => (value.as_f64()?, "minimum", "maximum"),
        Value::String(text) => (text.chars().count() as f64, "minLength", "maxLength"),
        Value::Array(items) => (items.len() as f64, "minItems", "maxItems"),
        Value::Object(object) => (object.len() as f64, "minProperties", "maxProperties"),
        Value::Null | Value::Bool(_) => return None,
    };
    let below = number(lower).filter(|least| size < *least).map(|_| lower);
    let above = || number(upper).filter(|most| size > *most).map(|_| upper);
    let key = below.or_else(above).or_else(|| {
        let pattern = schema.get("pattern")?.as_str()?;
        (!comparison.tree.patterns.matches(pattern, value.as_str()?)).then_some("pattern")
    })?;
    Some((value.span, format!("it violates `{key}`")))
}

fn object<'d>(
    comparison: &Comparison<'_, 'd>,
    schema: &'d Node,
    value: &'d Node,
    depth: usize,
) -> Option<Fault> {
    value.as_object()?;
    let properties = schema.get("properties");
    let property = |name: &str| properties?.get(name);
    // A property of one direction may be absent in the other.
    let is_one_sided = |name: &str| {
        let property = property(name).map(|property| comparison.tree.resolve(property));
        ["readOnly", "writeOnly"]
            .iter()
            .any(|key| property.and_then(|it| it.get(key)?.as_bool()) == Some(true))
    };
    let missing =
        strings(schema, "required").find(|name| value.get(name).is_none() && !is_one_sided(name));
    if let Some(name) = missing {
        return Some((value.span, format!("`{name}` is missing")));
    }
    let others = schema.get("additionalProperties");
    let has_patterns = schema.get("patternProperties").is_some();
    entries(Some(value)).find_map(|(name, entry)| match (property(name), others) {
        (Some(property), _) => within(comparison, property, &entry.node, depth + 1),
        (None, Some(others)) if !has_patterns && others.as_bool() == Some(false) => {
            Some((entry.key, format!("`{name}` is no property")))
        }
        (None, Some(others)) if !has_patterns => within(comparison, others, &entry.node, depth + 1),
        _ => None,
    })
}

fn array<'d>(
    comparison: &Comparison<'_, 'd>,
    schema: &'d Node,
    value: &'d Node,
    depth: usize,
) -> Option<Fault> {
    let items = value.as_array()?;
    let prefix = schema.get("prefixItems").and_then(Node::as_array).unwrap_or_default();
    let first = prefix.iter().zip(items);
    let rest = schema.get("items").filter(|it| it.as_array().is_none()).into_iter();
    let rest =
        rest.flat_map(|schema| items.iter().skip(prefix.len()).map(move |item| (schema, item)));
    first.chain(rest).find_map(|(schema, item)| within(comparison, schema, item, depth + 1))
}

fn combined<'d>(
    comparison: &Comparison<'_, 'd>,
    schema: &'d Node,
    value: &'d Node,
    depth: usize,
) -> Option<Fault> {
    let members = |key: &str| schema.get(key).and_then(Node::as_array).unwrap_or_default();
    let fault = |member| within(comparison, member, value, depth + 1);
    members("allOf").iter().find_map(fault).or_else(|| {
        ["oneOf", "anyOf"].into_iter().find_map(|key| {
            let members = members(key);
            let is_wrong =
                !members.is_empty() && members.iter().all(|member| fault(member).is_some());
            is_wrong.then(|| (value.span, format!("it matches no member of `{key}`")))
        })
    })
}
