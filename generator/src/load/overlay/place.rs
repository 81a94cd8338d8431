//! Places in a tree, by the keys and indices that lead to them.

use std::rc::Rc;

use serde_json_path::{NormalizedPath, PathElement};

use crate::load::node::{Node, Value};

/// The steps from the root to a value.
pub(super) type Place = Vec<Step>;

/// A key of an object, or an index of an array.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// The place that a path found.
pub(super) fn of(path: &NormalizedPath<'_>) -> Place {
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    };
    path.iter().map(step).collect()
}

/// The value at the place.
pub(super) fn at<'n>(root: &'n mut Node, place: &[Step]) -> Option<&'n mut Node> {
    let mut node = root;
    for step in place {
        node = match (&mut node.value, step) {
            (Value::Object(object), Step::Key(key)) => &mut Rc::make_mut(object).get_mut(key)?.node,
            (Value::Array(items), Step::Index(index)) => Rc::make_mut(items).get_mut(*index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// Removes the value from its parent; the root has none, and stays.
pub(super) fn remove(root: &mut Node, place: &[Step]) -> bool {
    let Some((last, before)) = place.split_last() else { return false };
    match (at(root, before).map(|node| &mut node.value), last) {
        (Some(Value::Object(object)), Step::Key(key)) => {
            Rc::make_mut(object).shift_remove(key);
        }
        (Some(Value::Array(items)), Step::Index(index)) if *index < items.len() => {
            Rc::make_mut(items).remove(*index);
        }
        // It was removed with another value before.
        _ => {}
    }
    true
}
