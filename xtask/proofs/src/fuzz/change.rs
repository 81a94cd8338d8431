//! A tree and a source of chance in; the tree with one change in it, and what that was, out.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Keys that mean something in a description; what stands under another key takes their meaning.
const KEYWORDS: [&str; 44] = [
    "$ref",
    "type",
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "enum",
    "const",
    "default",
    "nullable",
    "required",
    "format",
    "additionalProperties",
    "discriminator",
    "mapping",
    "readOnly",
    "writeOnly",
    "prefixItems",
    "patternProperties",
    "minimum",
    "maximum",
    "pattern",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "headers",
    "security",
    "servers",
    "in",
    "name",
    "style",
    "explode",
    "operationId",
    "tags",
    "deprecated",
    "description",
    "example",
    "application/json",
    "encoding",
    "default",
];

/// Texts that are no good names, or names of something else already.
const NAMES: [&str; 40] = [
    "",
    " ",
    "Self",
    "self",
    "type",
    "Option",
    "Result",
    "String",
    "Vec",
    "Box",
    "Error",
    "Client",
    "Request",
    "Builder",
    "body",
    "request",
    "send",
    "new",
    "default",
    "_",
    "-1",
    "3d",
    "+1",
    "$x",
    "@type",
    "a b",
    "a-b",
    "a_b",
    "aB",
    "AB",
    "été",
    "名前",
    "🦀",
    "crate",
    "super",
    "std",
    "r#fn",
    "x\u{0}\n*/ \"",
    "{id}",
    "/a/{b}/{b}",
];

const TYPES: [&str; 8] =
    ["string", "integer", "number", "boolean", "object", "array", "null", "file"];

const FORMATS: [&str; 14] = [
    "date-time",
    "date",
    "time",
    "uuid",
    "byte",
    "binary",
    "int32",
    "int64",
    "uint64",
    "float",
    "decimal",
    "password",
    "duration",
    "unheard-of",
];

/// The way from a value to one inside of it.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Changes one value of the tree.
pub(super) fn change(root: &mut Value, rng: &mut Rng) -> String {
    let (path, donor) = (place(root, rng), place(root, rng));
    let shown = pointer(&path);
    let donated = at(root, &donor).cloned().unwrap_or_default();
    let Some((last, parents)) = path.split_last() else { return "nothing".to_owned() };
    let Some(parent) = at(root, parents) else { return "nothing".to_owned() };
    let done = match rng.u8(0..13) {
        0 | 1 => delete(parent, last),
        2 => rename(parent, last, one_of(&NAMES, rng)),
        3 => rename(parent, last, one_of(&KEYWORDS, rng)),
        4 => add(parent, one_of(&KEYWORDS, rng), donated),
        5 => add(parent, one_of(&NAMES, rng), donated),
        6 | 7 => put(parent, last, donated, &format!("is what is at {}", pointer(&donor))),
        8 => put(parent, last, json!(one_of(&NAMES, rng)), "is another text"),
        9 => put(parent, last, scalar(rng), "is another scalar"),
        10 => put(parent, last, schema(rng, 3), "is another schema"),
        11 => put(parent, last, json!(one_of(&TYPES, rng)), "is a type"),
        _ => {
            let inner = child(parent, last).map(Value::take);
            put(parent, last, json!([inner]), "is in a list")
        }
    };
    format!("{shown} {done}")
}

fn one_of(texts: &[&'static str], rng: &mut Rng) -> &'static str {
    rng.choice(texts.iter()).copied().unwrap_or_default()
}

/// A random place below the root.
///
/// The way down ends where chance says so: else nearly all places would be in the largest list.
fn place(root: &Value, rng: &mut Rng) -> Vec<Step> {
    let (mut path, mut here) = (Vec::new(), root);
    let depth = rng.usize(1..16);
    while path.len() < depth {
        let next = match here {
            Value::Object(entries) => {
                rng.choice(entries.iter()).map(|(key, value)| (Step::Key(key.clone()), value))
            }
            Value::Array(items) => rng
                .choice(items.iter().enumerate())
                .map(|(index, value)| (Step::Index(index), value)),
            _ => None,
        };
        let Some((step, value)) = next else { break };
        path.push(step);
        here = value;
    }
    path
}

fn pointer(path: &[Step]) -> String {
    path.iter()
        .map(|step| match step {
            Step::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => format!("/{index}"),
        })
        .collect()
}

fn at<'v>(root: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(root, child)
}

fn child<'v>(parent: &'v mut Value, step: &Step) -> Option<&'v mut Value> {
    match step {
        Step::Key(key) => parent.get_mut(key),
        Step::Index(index) => parent.get_mut(index),
    }
}

fn put(parent: &mut Value, step: &Step, value: Value, done: &str) -> String {
    if let Some(place) = child(parent, step) {
        *place = value;
    }
    done.to_owned()
}

fn delete(parent: &mut Value, step: &Step) -> String {
    match (parent, step) {
        (Value::Object(entries), Step::Key(key)) => drop(entries.shift_remove(key)),
        (Value::Array(items), Step::Index(index)) if *index < items.len() => {
            drop(items.remove(*index));
        }
        _ => {}
    }
    "is deleted".to_owned()
}

/// The value under another key, at its place; in a list, in the first one.
fn rename(parent: &mut Value, step: &Step, name: &str) -> String {
    match (parent, step) {
        (Value::Object(entries), Step::Key(key)) => {
            let renamed: Map<String, Value> = std::mem::take(entries)
                .into_iter()
                .map(|(old, value)| (if old == *key { name.to_owned() } else { old }, value))
                .collect();
            *entries = renamed;
        }
        (Value::Array(items), Step::Index(index)) if *index < items.len() => items.swap(0, *index),
        _ => {}
    }
    format!("has the key {name:?}")
}

/// A further value beside the one that was chosen.
fn add(parent: &mut Value, name: &str, value: Value) -> String {
    match parent {
        Value::Object(entries) => drop(entries.insert(name.to_owned(), value)),
        Value::Array(items) => items.push(value),
        _ => {}
    }
    format!("has {name:?} beside it")
}

fn scalar(rng: &mut Rng) -> Value {
    let all = [
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(1e300),
        json!([]),
        json!({}),
        json!("#/components/schemas/Nowhere"),
        json!("a text\nof *two* lines `"),
    ];
    rng.choice(all).unwrap_or_default()
}

/// A random schema.
fn schema(rng: &mut Rng, depth: usize) -> Value {
    let inner = |rng: &mut Rng| match depth.checked_sub(1) {
        Some(depth) => schema(rng, depth),
        None => json!({}),
    };
    let mut schema = match rng.u8(0..10) {
        0 => json!({"type": one_of(&TYPES, rng)}),
        1 => json!({"type": "string", "format": one_of(&FORMATS, rng)}),
        2 => json!({"type": "integer", "format": one_of(&FORMATS, rng)}),
        3 => json!({"enum": [scalar(rng), scalar(rng), one_of(&NAMES, rng), "a"]}),
        4 => json!({"type": "array", "items": inner(rng)}),
        5 => json!({"type": "object", "additionalProperties": inner(rng)}),
        6 => json!({one_of(&["oneOf", "anyOf", "allOf"], rng): [inner(rng), inner(rng)]}),
        7 => json!({"type": [one_of(&TYPES, rng), one_of(&TYPES, rng)]}),
        8 => Value::Bool(rng.bool()),
        _ => {
            let (one, other) = (one_of(&NAMES, rng), one_of(&NAMES, rng));
            let properties = json!({one: inner(rng), other: inner(rng)});
            json!({"type": "object", "properties": properties, "required": [one]})
        }
    };
    if let (Value::Object(entries), 0) = (&mut schema, rng.u8(0..4)) {
        let (key, value) = match rng.u8(0..5) {
            0 => ("nullable", json!(true)),
            1 => ("default", scalar(rng)),
            2 => ("readOnly", json!(true)),
            3 => ("description", json!(one_of(&NAMES, rng))),
            _ => ("deprecated", json!(true)),
        };
        entries.insert(key.to_owned(), value);
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::change;
    use fastrand::Rng;
    use serde_json::json;

    #[test]
    fn the_same_chance_gives_the_same_change() {
        let original = json!({"a": [1, {"b": "c"}], "d": {"e": {"f": null}}});
        let changed = |seed| {
            let (mut tree, mut rng) = (original.clone(), Rng::with_seed(seed));
            (change(&mut tree, &mut rng), tree)
        };
        let differing = (0..200).filter(|seed| changed(*seed).1 != original).count();
        assert!(differing > 150, "{differing}");
        assert!((0..200).all(|seed| changed(seed) == changed(seed)));
    }
}
