//! Overlays (OpenAPI Overlay Specification 1.1.0): changes to a description in files of their own. In: the tree of the
//! description, and of an overlay. Out: the changed description, in which each value from the overlay keeps its place
//! there.

mod merge;
mod place;

use serde_json_path::JsonPath;

use super::build::DEEPEST_NESTING;
use super::node::{Node, Object, Value};
use crate::diagnostic::{Code, Diagnostic, Span};
use place::{Place, at, remove};

/// How much an action may add to a description: more is a mistake, such as lists that are appended to themselves.
const MOST_ADDED: usize = 1_000_000;

/// Applies the changes of `overlay` to the description at `root`, in order.
pub(super) fn apply(root: &mut Node, overlay: &Node, found: &mut Vec<Diagnostic>) {
    let version = overlay.get("overlay");
    if version.and_then(Node::as_str).is_none_or(|version| !version.starts_with("1.")) {
        let (span, message) = match version {
            Some(version) => (version.span, "this version of overlays is not supported"),
            None => (overlay.span, "this is not an overlay: it has no key `overlay`"),
        };
        found.push(
            Diagnostic::error(Code::UnsupportedVersion, span, message)
                .help("add `overlay: 1.1.0` at the top"),
        );
        return;
    }
    let actions = overlay.get("actions").and_then(Node::as_array).unwrap_or_default();
    if actions.is_empty() {
        found.push(
            Diagnostic::error(Code::MissingKey, overlay.span, "the overlay changes nothing")
                .help("list its changes under `actions`, each with a `target`"),
        );
    }
    if let Some(object) = overlay.as_object() {
        report_unknown(object, &["overlay", "info", "extends", "actions"], found);
    }
    for action in actions {
        if let Err(diagnostic) = act(root, action, found) {
            found.push(*diagnostic);
        }
    }
}

/// Reports unknown keys of overlays.
fn report_unknown(object: &Object, known: &[&str], found: &mut Vec<Diagnostic>) {
    let unknown =
        object.iter().filter(|(key, _)| !known.contains(&key.as_str()) && !key.starts_with("x-"));
    for (key, entry) in unknown {
        let message = format!("unknown key `{key}` of an overlay; it is ignored");
        found.push(
            Diagnostic::warning(Code::UnknownKey, entry.key, message)
                .help(format!("the known keys are {}", known.join(", "))),
        );
    }
}

/// What an action does to its targets.
enum Change<'o> {
    Remove,
    /// The value is merged into each target.
    Update(&'o Node),
    /// The value at the path in the description is merged into each target.
    Copy(&'o Node),
}

fn act(root: &mut Node, action: &Node, found: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
    let Some(object) = action.as_object() else {
        return Err(wrong(action.span, "an action has to be an object", "add a `target`"));
    };
    report_unknown(object, &["target", "description", "update", "copy", "remove"], found);
    let Some(target) = action.get("target") else {
        return Err(wrong(
            action.span,
            "the action has no `target`",
            "add the path of what it changes",
        ));
    };
    let change = change(action)?;
    let json = root.to_json();
    let places = places(&json, target)?;
    if places.is_empty() {
        let message = "this path matches nothing in the description, so nothing is changed";
        found.push(
            Diagnostic::warning(Code::Undefined, target.span, message)
                .help("correct the path, or remove the action"),
        );
    }
    match change {
        Change::Remove => remove_all(root, &places, target),
        Change::Update(value) => put_into(root, &places, value),
        Change::Copy(path) => {
            let copied = only(root, &json, path)?;
            put_into(root, &places, &copied)
        }
    }
}

fn change(action: &Node) -> Result<Change<'_>, Box<Diagnostic>> {
    let is_removed = action.get("remove").and_then(Node::as_bool) == Some(true);
    match (action.get("update"), action.get("copy")) {
        _ if is_removed => Ok(Change::Remove),
        (Some(update), None) => Ok(Change::Update(update)),
        (None, Some(copied)) => Ok(Change::Copy(copied)),
        (None, None) => {
            let help = "add one of `update`, `copy` and `remove: true`";
            Err(wrong(action.span, "the action does not change its target", help))
        }
        // By the specification neither has an effect beside the other.
        (Some(_), Some(copied)) => {
            Err(wrong(copied.span, "`copy` and `update` exclude each other", "remove one of them"))
        }
    }
}

fn remove_all(root: &mut Node, places: &[Place], target: &Node) -> Result<(), Box<Diagnostic>> {
    // From the end, so that those before keep their indices.
    for place in places.iter().rev() {
        if !remove(root, place) {
            let message = "the whole description cannot be removed";
            return Err(wrong(target.span, message, "select a part of it"));
        }
    }
    Ok(())
}

fn put_into(root: &mut Node, places: &[Place], value: &Node) -> Result<(), Box<Diagnostic>> {
    let size = size(value);
    let deepest = places.iter().map(Vec::len).max().unwrap_or_default() + size.depth;
    if deepest > DEEPEST_NESTING || size.values.saturating_mul(places.len()) > MOST_ADDED {
        let message = "this makes the description larger than the limit";
        let help = "select fewer targets, or add less to them";
        return Err(Box::new(Diagnostic::error(Code::TooDeep, value.span, message).help(help)));
    }
    for place in places {
        let put = at(root, place).map(|node| merge::put(node, value));
        if let Some(Err(clash)) = put {
            let merge::Clash { span, new, old } = clash;
            let message = format!("this is {new}, but the description has {old} there");
            return Err(wrong(span, &message, "remove the old value with an earlier action"));
        }
    }
    Ok(())
}

/// The size of a value: how many values it consists of, and how deeply they nest.
#[derive(Clone, Copy)]
struct Size {
    values: usize,
    depth: usize,
}

fn size(node: &Node) -> Size {
    let sum = |sum: Size, inner: Size| Size {
        values: sum.values.saturating_add(inner.values),
        depth: sum.depth.max(inner.depth + 1),
    };
    let one = Size { values: 1, depth: 1 };
    match &node.value {
        Value::Array(items) => items.iter().map(size).fold(one, sum),
        Value::Object(object) => object.values().map(|entry| size(&entry.node)).fold(one, sum),
        _ => one,
    }
}

fn wrong(span: Span, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(Code::InvalidValue, span, message).help(help))
}

/// The places that a path matches in a description, in order, without duplicates.
fn places(json: &serde_json::Value, path: &Node) -> Result<Vec<Place>, Box<Diagnostic>> {
    let help = "use a path such as `$.paths['/pets'].get` (RFC 9535)";
    let Some(text) = path.as_str() else {
        return Err(wrong(path.span, "a path has to be a string", help));
    };
    let query = JsonPath::parse(text).map_err(|error| {
        wrong(path.span, &format!("this is not a valid JSONPath: {}", error.message()), help)
    })?;
    let mut places: Vec<Place> = query.query_located(json).locations().map(place::of).collect();
    places.sort();
    places.dedup();
    Ok(places)
}

/// The only value that a path matches in the description, which is also passed as JSON.
fn only(root: &mut Node, json: &serde_json::Value, path: &Node) -> Result<Node, Box<Diagnostic>> {
    let places = places(json, path)?;
    let [place] = places.as_slice() else {
        let message = format!("`copy` has to match one value, but matches {}", places.len());
        return Err(wrong(path.span, &message, "use a path that matches one"));
    };
    let copied = at(root, place).cloned();
    copied.ok_or_else(|| wrong(path.span, "`copy` matches nothing", "correct the path"))
}
