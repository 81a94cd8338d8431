//! Deserialization of what does not match the description. In: the values of a body, and the types, which ask for what
//! they expect. Out: the same, corrected by the rules of [`Reading`], or the error with its place.

use std::borrow::Cow;
use std::slice;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::Value;

use super::end::End;
use super::fault::{self, Fault};
use super::integral;
use super::json_tree::{Node, is_number};
use super::reading::{self, Reading, Step};

/// The name of a newtype of a number whose digits are kept.
pub(super) const NUMBER: &str = "Number";
/// The name by which serde_json asks for a value as text.
const RAW: &str = "$serde_json::private::RawValue";

/// Reads a whole body.
#[allow(dead_code, reason = "not every crate reads bodies")]
pub(super) fn read<T: DeserializeOwned>(node: &Node<'_>) -> Result<T, Fault> {
    T::deserialize(Reader { node, is_root: true, owner: None })
}

/// Reads a value that is meant to be a member of a union.
#[allow(dead_code, reason = "not every crate has unions")]
pub(super) fn member<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let node = Node::of(value);
    let depth = reading::depth();
    let read = || T::deserialize(Reader { node: &node, is_root: false, owner: None }).ok();
    let read = if reading::spend(node.count()) { read() } else { None };
    reading::leave(depth);
    read
}

/// A value that is read.
#[derive(Clone, Copy)]
struct Reader<'n, 'a> {
    node: &'n Node<'a>,
    /// Whether it is the whole body.
    is_root: bool,
    /// The type whose field it is.
    owner: Option<&'static str>,
}

impl<'n, 'a> Reader<'n, 'a> {
    fn corrects(self) -> bool {
        reading::mode() != Reading::Strict
    }

    /// Whether there is no value, of which something may be made.
    fn is_gap(self) -> bool {
        matches!(self.node, Node::Missing | Node::Null) && self.corrects()
    }

    fn record(self, expected: &'static str, made: &'static str) {
        reading::record(expected, self.node.kind(), made);
    }

    /// The digits of a number, also of one in a string; what is left is not a number.
    fn number(self, expected: &dyn Expected) -> Result<Cow<'n, str>, Fault> {
        match self.node {
            Node::Number(text) => {
                if text.ends_with(['N', 'y']) {
                    self.accept("a number of JSON", "this value", expected)?;
                }
                Ok(text.as_ref().into())
            }
            Node::String(text) if self.corrects() && (is_number(text) || is_special(text)) => {
                self.record("a number", "the number in it");
                Ok(text.as_ref().into())
            }
            Node::Missing | Node::Null if reading::mode() == Reading::FillIn && !self.is_root => {
                self.record("a number", "0");
                Ok("0".into())
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    /// Accepts what is not valid, unless the mode forbids it.
    fn accept(
        self,
        what: &'static str,
        made: &'static str,
        expected: &dyn Expected,
    ) -> Result<(), Fault> {
        if self.corrects() {
            self.record(what, made);
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    fn unexpected(self, expected: &dyn Expected) -> Fault {
        fault::unexpected(self.node, expected, self.owner)
    }

    fn integer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.number(&visitor)?;
        let text = integral::digits(&text).map_or(text, Cow::Owned);
        if let Ok(number) = text.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        if let Ok(number) = text.parse::<i64>() {
            return visitor.visit_i64(number);
        }
        match (text.parse::<i128>(), text.parse::<f64>()) {
            (Ok(number), _) => visitor.visit_i128(number),
            (Err(_), Ok(number)) => visitor.visit_f64(number),
            (Err(_), Err(_)) => Err(self.unexpected(&visitor)),
        }
    }

    fn float<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = self.number(&visitor)?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() || is_special(&text) => visitor.visit_f64(number),
            _ => Err(Fault::custom("number out of range")),
        }
    }

    fn items(self) -> Option<Items<'n, 'a>> {
        let items: &'n [Node<'a>] = match self.node {
            Node::Array(items) => items,
            Node::Object(entries) if entries.is_empty() && self.corrects() => {
                self.record("a list", "an empty list");
                &[]
            }
            Node::Missing | Node::Null if self.corrects() => {
                self.record("a list", "an empty list");
                &[]
            }
            Node::Missing | Node::Null => return None,
            Node::Bare(_) => return None,
            _ if self.corrects() => {
                self.record("a list", "a list of this item");
                slice::from_ref(self.node)
            }
            _ => return None,
        };
        Some(Items { rest: items.iter(), next: 0, depth: reading::depth() })
    }
}

/// Whether a string is what is no number of JSON.
fn is_special(text: &str) -> bool {
    matches!(text, "NaN" | "Infinity" | "-Infinity")
}

/// Numbers, which differ only in their visitor.
macro_rules! numbers {
    ($read:ident: $($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
                self.$read(visitor)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = Fault;

    numbers! { integer: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
    deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 }
    numbers! { float: deserialize_f32 deserialize_f64 }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node {
            Node::Missing => {
                if !self.is_root {
                    self.record("a value", "null");
                }
                visitor.visit_unit()
            }
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Number(text)
                if integral::digits(text).is_none() && text.parse::<i64>().is_ok() =>
            {
                self.integer(visitor)
            }
            Node::Number(text) if text.parse::<u64>().is_ok() => self.integer(visitor),
            Node::Number(_) => self.float(visitor),
            Node::String(_) | Node::Repaired(_) => self.deserialize_str(visitor),
            Node::Bare(_) => Err(self.unexpected(&visitor)),
            Node::Array(items) => {
                visitor.visit_seq(Items { rest: items.iter(), next: 0, depth: reading::depth() })
            }
            Node::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (value, made) = match self.node {
            Node::Bool(value) => return visitor.visit_bool(*value),
            Node::Number(text) if self.corrects() && text == "1" => (true, "true"),
            Node::Number(text) if self.corrects() && text == "0" => (false, "false"),
            Node::String(text) if self.corrects() && text.eq_ignore_ascii_case("true") => {
                (true, "true")
            }
            Node::String(text) if self.corrects() && text.eq_ignore_ascii_case("false") => {
                (false, "false")
            }
            Node::Missing | Node::Null if reading::mode() == Reading::FillIn && !self.is_root => {
                (false, "false")
            }
            _ => return Err(self.unexpected(&visitor)),
        };
        self.record("a boolean", made);
        visitor.visit_bool(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut json = String::new();
        let (text, made) = match self.node {
            Node::String(text) => return visitor.visit_str(text),
            Node::Repaired(text) => {
                self.accept("a string of JSON", "this string", &visitor)?;
                return visitor.visit_str(text);
            }
            Node::Bare(text) => (*text, "a string of this text"),
            Node::Number(text) if self.corrects() => (text.as_ref(), "its digits"),
            Node::Bool(true) if self.corrects() => ("true", "`true`"),
            Node::Bool(false) if self.corrects() => ("false", "`false`"),
            // Only as the whole body: a member of a union that is a string would accept everything.
            Node::Array(_) | Node::Object(_) if self.corrects() && self.is_root => {
                self.node.write(&mut json);
                (json.as_str(), "its JSON")
            }
            _ if self.is_gap() && !self.is_root => ("", "the empty string"),
            _ => return Err(self.unexpected(&visitor)),
        };
        self.record("a string", made);
        visitor.visit_str(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node {
            Node::Missing | Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.items() {
            Some(items) => visitor.visit_seq(items),
            None => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (entries, is_gap): (&[_], _) = match self.node {
            Node::Object(entries) => (entries, false),
            Node::Array(items) if items.is_empty() && self.corrects() => (&[], self.is_root),
            _ if self.is_gap() => (&[], self.is_root),
            _ => return Err(self.unexpected(&visitor)),
        };
        if !matches!(self.node, Node::Object(_)) {
            self.record("an object", "an empty object");
        }
        visitor.visit_map(Entries {
            rest: entries.iter(),
            value: None,
            depth: reading::depth(),
            owner: std::any::type_name::<V::Value>(),
            root: is_gap.then_some(self.node),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match name {
            RAW => {
                let mut json = String::new();
                self.node.write(&mut json);
                visitor.visit_map(MapDeserializer::new(std::iter::once((RAW, json))))
            }
            NUMBER => {
                let node = Node::Number(self.number(&visitor)?);
                visitor.visit_newtype_struct(Reader { node: &node, ..self })
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.node {
            Node::Object(entries) => visitor.visit_enum(MapAccessDeserializer::new(Entries {
                rest: entries.iter(),
                value: None,
                depth: reading::depth(),
                owner: std::any::type_name::<V::Value>(),
                root: None,
            })),
            Node::String(text) => {
                let text: StrDeserializer<'_, Fault> = text.as_ref().into_deserializer();
                visitor.visit_enum(text)
            }
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple_struct identifier
    }
}

/// The items of a list.
struct Items<'n, 'a> {
    rest: slice::Iter<'n, Node<'a>>,
    next: usize,
    depth: usize,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        reading::enter(self.depth, Step::Index(self.next));
        self.next += 1;
        let value = seed.deserialize(Reader { node, is_root: false, owner: None });
        reading::leave(self.depth);
        value.map(Some)
    }
}

/// The entries of an object, and then those that are missing and asked for.
struct Entries<'n, 'a> {
    rest: slice::Iter<'n, (Cow<'a, str>, Node<'a>)>,
    value: Option<&'n Node<'a>>,
    depth: usize,
    owner: &'static str,
    /// The whole body, if it is none: no object can be made of it, but an empty map.
    root: Option<&'n Node<'a>>,
}

impl<'de, 'n, 'a: 'n> MapAccess<'de> for Entries<'n, 'a> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        if let Some((key, value)) = self.rest.next() {
            self.value = Some(value);
            reading::enter(self.depth, Step::key(key));
            let key: StrDeserializer<'_, Fault> = key.as_ref().into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        let mut end = End::default();
        let key = seed.deserialize(&mut end);
        if let (true, Some(root)) = (end.is_of_struct, self.root) {
            return Err(fault::unexpected(root, &"an object", None));
        }
        let Some(name) = end.missing else { return Ok(None) };
        reading::enter(self.depth, Step::key(name));
        if reading::mode() == Reading::Strict {
            return Err(fault::unexpected(&Node::Missing, &"a value", Some(self.owner)));
        }
        self.value = Some(&Node::Missing);
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let node = self.value.take().unwrap_or(&Node::Missing);
        let value = seed.deserialize(Reader { node, is_root: false, owner: Some(self.owner) });
        reading::leave(self.depth);
        value
    }
}

/// Reads a list item by item, each with its own outcome.
#[allow(dead_code, reason = "not every crate has a client")]
pub(super) fn each<'n, T: DeserializeOwned>(
    items: &'n [Node<'_>],
    path: &'n [Step],
) -> impl Iterator<Item = Result<T, Fault>> {
    items.iter().enumerate().map(move |(index, node)| {
        path.iter().enumerate().for_each(|(depth, step)| reading::enter(depth, step.clone()));
        reading::enter(path.len(), Step::Index(index));
        T::deserialize(Reader { node, is_root: false, owner: None })
    })
}
