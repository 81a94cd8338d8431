//! The tree of a file: JSON's values, each with its place in the source.

use std::rc::Rc;

use indexmap::IndexMap;

use super::number::Number;
use crate::diagnostic::Span;

/// A value and its place.
///
/// The content of an array or a mapping is shared between clones: changing one level of an object costs that level
/// only.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Rc<Vec<Node>>),
    Object(Rc<Object>),
}

/// A mapping, in the order of the file.
pub(crate) type Object = IndexMap<String, Entry>;

/// A mapping's value, with the place of its key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: Span,
    pub(crate) node: Node,
}

/// Objects with fewer keys than this are searched linearly, which is faster than hashing the key.
const FEW_KEYS: usize = 16;

/// The index of `key` in `object`.
pub(crate) fn index_of(object: &Object, key: &str) -> Option<usize> {
    if object.len() < FEW_KEYS {
        object.keys().position(|name| name == key)
    } else {
        object.get_index_of(key)
    }
}

impl Node {
    pub(crate) fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    pub(crate) fn array(items: Vec<Node>, span: Span) -> Self {
        Self::new(Value::Array(Rc::new(items)), span)
    }

    pub(crate) fn object(object: Object, span: Span) -> Self {
        Self::new(Value::Object(Rc::new(object)), span)
    }

    pub(crate) fn string(text: impl Into<String>, span: Span) -> Self {
        Self::new(Value::String(text.into()), span)
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The value of `key`, if the node is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let object = self.as_object()?;
        let (_, entry) = object.get_index(index_of(object, key)?)?;
        Some(&entry.node)
    }

    /// What the value is, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The value as plain JSON, without places.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.to_json(),
            Value::String(text) => text.as_str().into(),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Object(object) => {
                object.iter().map(|(key, entry)| (key.clone(), entry.node.to_json())).collect()
            }
        }
    }
}
