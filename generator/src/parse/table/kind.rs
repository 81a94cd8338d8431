//! The form of the table: which keys an object of the specification has, and which values each of them.

use std::{iter, ptr};

use crate::load::node::{Node, Value};
use crate::normalize::Dialect;

/// What a value has to be.
#[derive(Debug, Clone, Copy)]
pub(in crate::parse) enum Shape {
    /// Any JSON value, `null` included.
    Any,
    String,
    Boolean,
    Number,
    /// An integer that is not negative.
    Count,
    /// A string, or since 3.1 an array of strings.
    Type,
    /// A number since 3.1, before that a boolean.
    Bound,
    /// A schema: an object, or since 3.1 a boolean.
    Schema(&'static Kind),
    /// A schema or, in every dialect, a boolean.
    SchemaOrBoolean(&'static Kind),
    /// A schema or, before 2020-12, an array of them.
    Items(&'static Kind),
    /// A schema or an array of strings, as `dependencies` has them.
    SchemaOrStrings(&'static Kind),
    /// An object.
    Object(&'static Kind),
    /// An object or, in 2.0, a string.
    ObjectOrString(&'static Kind),
    Array(&'static Shape),
    /// An object whose keys are names.
    Map(&'static Shape),
    /// An object whose keys are names, but for extensions.
    Patterned(&'static Shape),
}

impl Shape {
    /// Whether the value is a schema, or may be one.
    pub(in crate::parse) fn is_schema(self) -> bool {
        matches!(self, Self::Schema(_) | Self::SchemaOrBoolean(_) | Self::Items(_))
    }

    /// Whether the value has that type; what is in it is another question.
    pub(in crate::parse) fn allows(self, node: &Node, dialect: Dialect) -> bool {
        let newer = dialect >= Dialect::V3_1;
        match (&node.value, self) {
            (_, Self::Any)
            | (Value::String(_), Self::String | Self::Type)
            | (Value::Bool(_), Self::Boolean | Self::SchemaOrBoolean(_))
            | (Value::Number(_), Self::Number | Self::Bound)
            | (Value::Array(_), Self::Array(_) | Self::SchemaOrStrings(_)) => true,
            (Value::Array(items), Self::Type | Self::Items(_)) => !items.is_empty(),
            (Value::Number(number), Self::Count) => number.as_f64().is_some_and(|it| it >= 0.0),
            (Value::Bool(_), Self::Bound) => !newer,
            (Value::Bool(_), Self::Schema(_) | Self::Items(_) | Self::SchemaOrStrings(_)) => newer,
            (Value::String(_), Self::ObjectOrString(_)) => dialect == Dialect::Swagger2,
            (Value::Object(_), shape) => shape.is_object(),
            _ => false,
        }
    }

    fn is_object(self) -> bool {
        !matches!(
            self,
            Self::String
                | Self::Boolean
                | Self::Number
                | Self::Count
                | Self::Type
                | Self::Bound
                | Self::Array(_)
        )
    }

    /// What the value has to be, for messages.
    pub(in crate::parse) fn wanted(self, dialect: Dialect) -> &'static str {
        let newer = dialect >= Dialect::V3_1;
        match self {
            Self::Any => "a value",
            Self::String => "a string",
            Self::Type if newer => "a string or an array of strings",
            Self::Type => "a string",
            Self::Boolean => "a boolean",
            Self::Bound if !newer => "a boolean",
            Self::Number | Self::Bound => "a number",
            Self::Count => "a non-negative integer",
            Self::Array(_) => "an array",
            Self::SchemaOrBoolean(_) => "a schema or a boolean",
            Self::Schema(_) | Self::Items(_) => "a schema",
            Self::SchemaOrStrings(_) => "a schema or an array of strings",
            Self::Object(_) | Self::ObjectOrString(_) | Self::Map(_) | Self::Patterned(_) => {
                "an object"
            }
        }
    }

    /// The kind of the object.
    pub(in crate::parse) fn kind(self, node: &Node) -> Option<&'static Kind> {
        match self {
            Self::Schema(kind)
            | Self::SchemaOrBoolean(kind)
            | Self::Items(kind)
            | Self::SchemaOrStrings(kind)
            | Self::Object(kind)
            | Self::ObjectOrString(kind) => Some(kind.of(node)),
            _ => None,
        }
    }

    /// A number that tells it from other shapes of the table.
    pub(in crate::parse) fn id(self) -> usize {
        match self {
            Self::Schema(kind)
            | Self::SchemaOrBoolean(kind)
            | Self::Items(kind)
            | Self::SchemaOrStrings(kind)
            | Self::Object(kind)
            | Self::ObjectOrString(kind) => ptr::from_ref(kind).addr(),
            Self::Array(shape) | Self::Map(shape) | Self::Patterned(shape) => {
                ptr::from_ref(shape).addr()
            }
            Self::Any
            | Self::String
            | Self::Boolean
            | Self::Number
            | Self::Count
            | Self::Type
            | Self::Bound => 0,
        }
    }
}

/// An object of the specification.
#[derive(Debug)]
pub(in crate::parse) struct Kind {
    /// Its name in messages, as readers have it.
    pub(in crate::parse) what: &'static str,
    keys: &'static [Key],
    /// The object whose keys it has too.
    also: Option<&'static Kind>,
    /// The key whose value decides about further keys, and the kind for each value.
    variants: Option<(&'static str, &'static [(&'static str, &'static Kind)])>,
}

impl Kind {
    pub(in crate::parse) const fn new(what: &'static str, keys: &'static [Key]) -> Self {
        Self { what, keys, also: None, variants: None }
    }

    pub(in crate::parse) const fn and(self, also: &'static Self) -> Self {
        Self { also: Some(also), ..self }
    }

    pub(in crate::parse) const fn by(
        self,
        key: &'static str,
        kinds: &'static [(&'static str, &'static Self)],
    ) -> Self {
        Self { variants: Some((key, kinds)), ..self }
    }

    /// The kind of this object, which may be a variant, or one of that.
    fn of(&'static self, node: &Node) -> &'static Self {
        let mut kind = self;
        while let Some((key, kinds)) = kind.variants
            && let value = node.get(key).and_then(Node::as_str)
            && let Some((_, variant)) = kinds.iter().find(|(name, _)| Some(*name) == value)
        {
            kind = variant;
        }
        kind
    }

    /// This kind, and those whose keys it has too.
    fn all(&'static self) -> impl Iterator<Item = &'static Self> {
        iter::successors(Some(self), |kind| kind.also)
    }

    /// Whether it has the keywords of a schema.
    pub(in crate::parse) fn is_schema(&'static self) -> bool {
        self.all().any(|kind| kind.what == "schema")
    }

    /// The key with that name.
    pub(in crate::parse) fn key(&'static self, name: &str) -> Option<&'static Key> {
        self.all().find_map(|kind| kind.keys.iter().find(|key| key.name == name))
    }

    /// All keys, by their names.
    pub(in crate::parse) fn keys(&'static self) -> impl Iterator<Item = (&'static str, Shape)> {
        self.all().flat_map(|kind| kind.keys).map(|key| (key.name, key.shape))
    }

    /// The names of all keys.
    pub(in crate::parse) fn names(&'static self) -> impl Iterator<Item = &'static str> {
        self.keys().map(|(name, _)| name)
    }

    /// The names of the keys that the dialect requires.
    pub(in crate::parse) fn required(
        &'static self,
        dialect: Dialect,
    ) -> impl Iterator<Item = &'static str> {
        let keys = self.all().flat_map(|kind| kind.keys);
        keys.filter(move |key| key.required.is_some_and(|last| dialect <= last)).map(|key| key.name)
    }
}

/// A key.
#[derive(Debug)]
pub(in crate::parse) struct Key {
    pub(in crate::parse) name: &'static str,
    pub(in crate::parse) shape: Shape,
    /// The last dialect that requires it.
    pub(in crate::parse) required: Option<Dialect>,
}

/// An optional key.
pub(in crate::parse) const fn key(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: None }
}

/// A key that every dialect requires.
pub(in crate::parse) const fn required(name: &'static str, shape: Shape) -> Key {
    required_until(Dialect::V3_2, name, shape)
}

/// A key that this dialect, and those before it, require.
pub(in crate::parse) const fn required_until(
    last: Dialect,
    name: &'static str,
    shape: Shape,
) -> Key {
    Key { name, shape, required: Some(last) }
}
