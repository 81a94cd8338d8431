//! Merging a value of an overlay into one of a description (Overlay Specification 1.1.0, section 4.4.3).

use std::rc::Rc;

use crate::diagnostic::Span;
use crate::load::node::{Node, Value};

/// Two values that cannot be merged.
pub(super) struct Clash {
    /// The place of the new one.
    pub(super) span: Span,
    /// The kind of each.
    pub(super) new: &'static str,
    pub(super) old: &'static str,
}

/// Merges the value into the target of an action. A value that is not a list is appended to a list.
pub(super) fn put(target: &mut Node, value: &Node) -> Result<(), Clash> {
    match (&mut target.value, &value.value) {
        (Value::Array(items), new) if !matches!(new, Value::Array(_)) => {
            Rc::make_mut(items).push(value.clone());
            Ok(())
        }
        _ => merge(target, value),
    }
}

fn merge(target: &mut Node, value: &Node) -> Result<(), Clash> {
    match (&mut target.value, &value.value) {
        (Value::Object(old), Value::Object(new)) => {
            let old = Rc::make_mut(old);
            for (key, entry) in new.iter() {
                match old.get_mut(key) {
                    Some(there) => merge(&mut there.node, &entry.node)?,
                    None => drop(old.insert(key.clone(), entry.clone())),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            Rc::make_mut(old).extend(new.iter().cloned());
        }
        // A key without a value, as in the specification's own example, adds nothing to an object.
        (Value::Object(_) | Value::Array(_), Value::Null) => {}
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => {
            return Err(Clash { span: value.span, new: value.describe(), old: target.describe() });
        }
        _ => *target = value.clone(),
    }
    Ok(())
}
