//! What is sent and received before and after. In: the data that both crates are emitted from. Out: the changes that do
//! not show in the public API, by the Rust names that both crates have.

use std::collections::BTreeMap;

use serde_json::Value;

use super::names::Names;
use super::{Change, Kind, Level};

/// The facts of an operation, each with its name for readers.
const OPERATION: [(&str, &str); 8] = [
    ("method", "the method"),
    ("path", "the path"),
    ("accept", "`Accept`"),
    ("security", "the security schemes"),
    ("repeat", "the rule for retries"),
    ("server", "the server"),
    ("pagination", "the pagination"),
    ("long_running", "the place of the result"),
];

/// The facts of a body.
const BODY: [(&str, &str); 3] = [
    ("media_type", "the media type of the body"),
    ("kind", "the encoding of the body"),
    ("required", "whether the body is required"),
];

/// The facts of a parameter.
const PARAMETER: [(&str, &str); 6] = [
    ("wire", "the name"),
    ("location", "the location"),
    ("style", "the style"),
    ("explode", "`explode`"),
    ("allow_reserved", "`allowReserved`"),
    ("constant", "the constant value"),
];

/// The facts of a field.
const FIELD: [(&str, &str); 3] =
    [("wire", "the name"), ("constant", "the constant value"), ("default", "the default")];

pub(super) fn changes(old: &Value, new: &Value, names: &Names) -> Vec<Change> {
    let mut found = Vec::new();
    for (name, before, after) in pairs(old.get("operations"), new.get("operations"), "type_name") {
        let place = names.place("operations", &name);
        operation(
            &mut Tell { rust: format!("operations::{name}"), place, found: &mut found },
            before,
            after,
        );
    }
    for (name, before, after) in pairs(old.get("types"), new.get("types"), "name") {
        let module = if after.get("operation") == Some(&Value::Bool(true)) {
            "operations"
        } else {
            "models"
        };
        let place = names.place(module, &name);
        kind(
            &mut Tell { rust: format!("{module}::{name}"), place, found: &mut found },
            before,
            after,
        );
    }
    compare(
        &mut Tell { rust: String::from("Client"), place: None, found: &mut found },
        old,
        new,
        &[("server", "the server"), ("schemes", "a security scheme")],
    );
    found
}

/// Where changes are told.
struct Tell<'f> {
    rust: String,
    place: Option<String>,
    found: &'f mut Vec<Change>,
}

impl Tell<'_> {
    fn change(&mut self, of: Option<&str>, what: &str, before: &Value, after: &Value) {
        let rust = of.map_or(self.rust.clone(), |of| format!("{}::{of}", self.rust));
        self.found.push(Change {
            level: Level::Invisible,
            kind: Kind::Wire,
            rust,
            before: shown(before),
            after: shown(after),
            message: format!("{what} changes"),
            place: self.place.clone(),
        });
    }
}

fn operation(tell: &mut Tell<'_>, before: &Value, after: &Value) {
    compare(tell, before, after, &OPERATION);
    if let (Some(before), Some(after)) = (present(before, "body"), present(after, "body")) {
        compare(tell, before, after, &BODY);
    }
    members(tell, before.get("parameters"), after.get("parameters"), &PARAMETER);
    for (key, what) in [("success", "a documented success"), ("errors", "a documented error")] {
        let facts = |side: &Value| facts_of_responses(side.get(key));
        let (before, after) = (facts(before), facts(after));
        if before != after {
            tell.change(None, what, &before, &after);
        }
    }
}

/// The status codes and media types of responses, without their docs and types.
fn facts_of_responses(responses: Option<&Value>) -> Value {
    let listed = responses.and_then(Value::as_array).into_iter().flatten();
    let facts = listed.map(|response| {
        let part = |key: &str| response.get(key).cloned().unwrap_or_default();
        Value::Array(vec![part("status"), part("media_types")])
    });
    facts.collect()
}

fn kind(tell: &mut Tell<'_>, before: &Value, after: &Value) {
    let part = |side: &'_ Value, kind: &str, list: &str| -> Option<Value> {
        side.get("kind")?.get(kind)?.get(list).cloned()
    };
    for (kind, list, facts) in [
        ("Struct", "fields", &FIELD[..]),
        ("OpenEnum", "variants", &[("value", "the value")][..]),
        ("ValueEnum", "variants", &[("value", "the value")][..]),
        (
            "Union",
            "variants",
            &[
                ("when", "the way in which it is recognized"),
                ("rules", "the way in which it is recognized"),
            ][..],
        ),
    ] {
        let (before, after) = (part(before, kind, list), part(after, kind, list));
        members(tell, before.as_ref(), after.as_ref(), facts);
    }
}

fn members(
    tell: &mut Tell<'_>,
    before: Option<&Value>,
    after: Option<&Value>,
    facts: &[(&str, &str)],
) {
    for (name, before, after) in pairs(before, after, "name") {
        for (key, what) in facts {
            let (before, after) = (fact(before, key), fact(after, key));
            if before != after {
                tell.change(Some(&name), what, &before, &after);
                break;
            }
        }
    }
}

fn compare(tell: &mut Tell<'_>, before: &Value, after: &Value, facts: &[(&str, &str)]) {
    for (key, what) in facts {
        let (before, after) = (fact(before, key), fact(after, key));
        if before != after {
            tell.change(None, what, &before, &after);
        }
    }
}

/// A fact without what is no fact of the wire: numbers of types, and docs.
fn fact(side: &Value, key: &str) -> Value {
    let mut value = side.get(key).cloned().unwrap_or_default();
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for key in ["docs", "item", "result", "ty", "setter", "method", "parameters"] {
                object.remove(key);
            }
            object.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn present<'v>(side: &'v Value, key: &str) -> Option<&'v Value> {
    side.get(key).filter(|value| !value.is_null())
}

/// The entries of two lists that have the same name.
fn pairs<'v>(
    old: Option<&'v Value>,
    new: Option<&'v Value>,
    key: &str,
) -> Vec<(String, &'v Value, &'v Value)> {
    let list = |side: Option<&'v Value>| -> Vec<&'v Value> {
        side.and_then(Value::as_array).map(|list| list.iter().collect()).unwrap_or_default()
    };
    let name = |entry: &'v Value| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let new: BTreeMap<String, &Value> =
        list(new).into_iter().filter_map(|entry| Some((name(entry)?, entry))).collect();
    let old = list(old).into_iter().filter_map(|entry| Some((name(entry)?, entry)));
    old.filter_map(|(name, before)| Some((name.clone(), before, *new.get(&name)?))).collect()
}

/// A string as it is, anything else as JSON; nothing for `null`.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    }
}
