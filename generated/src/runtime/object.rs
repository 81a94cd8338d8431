//! JSON objects. In: the names of a struct's fields. Out: `Serialize` and `Deserialize` for it.
//!
//! They do what serde's derives do, with a fraction of the code to compile: what is the same for every struct is
//! written once here, and a struct adds the list of its fields.

#![allow(dead_code, reason = "not every crate has fields of each kind")]

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::read_only;
use super::unknown::PutRest;

/// A struct that is a JSON object.
pub(crate) trait Object: Sized {
    /// The struct's name, for messages.
    const NAME: &'static str;

    /// Deserializes the object.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// What an optional field does not serialize.
pub(crate) trait Absent: Default {
    /// Whether the field is skipped.
    fn is_left_out(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

/// Deserializes a struct.
pub(crate) fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Fields<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for Fields<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "struct {}", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(Fields(PhantomData))
}

/// The slot for a field's value.
pub(crate) trait Slot<'de, A: MapAccess<'de>> {
    /// Deserializes the value.
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Option<T> {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = Some(map.next_value()?);
        Ok(())
    }
}

/// The slot for a value that may be missing, and may be `null`.
pub(crate) struct Any<T>(pub(crate) Option<T>);

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Any<T> {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

/// Where values of unknown keys go.
pub(crate) trait Rest<'de, A: MapAccess<'de>> {
    /// Whether they are kept.
    const KEPT: bool;

    /// Deserializes the value of that key.
    fn put(&mut self, key: String, map: &mut A) -> Result<(), A::Error>;
}

/// Values of unknown keys are ignored.
pub(crate) struct NoRest;

impl<'de, A: MapAccess<'de>> Rest<'de, A> for NoRest {
    const KEPT: bool = false;

    fn put(&mut self, _: String, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(|_| ())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Rest<'de, A> for BTreeMap<String, T> {
    const KEPT: bool = true;

    fn put(&mut self, key: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(key, map.next_value()?);
        Ok(())
    }
}

/// Deserializes every value into the slot of its key's number, or into the rest. Of duplicate keys the last counts.
pub(crate) fn fill<'de, A: MapAccess<'de>, R: Rest<'de, A>>(
    mut map: A,
    keys: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut next = 0;
    while let Some(key) = map.next_key_seed(Keys { keys, next, kept: R::KEPT })? {
        match key {
            Key::Known(index) => {
                next = index + 1;
                if let Some(slot) = slots.get_mut(index) {
                    slot.fill(&mut map)?;
                }
            }
            Key::Other(key) => rest.put(key, &mut map)?,
        }
    }
    Ok(())
}

/// The error for the first required field that is missing.
pub(crate) fn missing<T, E: serde::de::Error>(
    keys: &'static [&'static str],
    found: &[bool],
) -> Result<T, E> {
    let missing = keys.iter().zip(found).find(|(_, found)| !**found);
    Err(E::missing_field(missing.map_or("", |(key, _)| key)))
}

/// The keys of an object.
struct Keys {
    keys: &'static [&'static str],
    /// The number of the key that is expected next.
    next: usize,
    /// Whether unknown keys are kept.
    kept: bool,
}

enum Key {
    Known(usize),
    Other(String),
}

impl Keys {
    /// The number of the key. Most servers send keys in the same order, so the search starts after the last one found.
    fn find(&self, key: &str) -> Option<usize> {
        let (before, from) = self.keys.split_at_checked(self.next)?;
        let is_key = |known: &&str| *known == key;
        from.iter()
            .position(is_key)
            .map(|index| index + self.next)
            .or_else(|| before.iter().position(is_key))
    }
}

impl<'de> DeserializeSeed<'de> for Keys {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Keys {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Key, E> {
        Ok(match self.find(key) {
            Some(index) => Key::Known(index),
            None if self.kept => Key::Other(key.to_owned()),
            None => Key::Other(String::new()),
        })
    }

    fn visit_bytes<E: serde::de::Error>(self, key: &[u8]) -> Result<Key, E> {
        let key = std::str::from_utf8(key).map_err(|_| E::custom("a key is not valid UTF-8"))?;
        self.visit_str(key)
    }
}

/// A field to serialize.
pub(crate) trait Put<S: Serializer> {
    /// Serializes it under its key.
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error>;
}

/// A field that is always serialized.
pub(crate) struct Always<'a, T>(pub(crate) &'a T);

impl<S: Serializer, T: Serialize> Put<S> for Always<'_, T> {
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        map.serialize_entry(key, self.0)
    }
}

/// A field that may be skipped.
pub(crate) struct Unless<'a, T>(pub(crate) &'a T);

impl<S: Serializer, T: Serialize + Absent> Put<S> for Unless<'_, T> {
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        if self.0.is_left_out() { Ok(()) } else { map.serialize_entry(key, self.0) }
    }
}

impl<S: Serializer> PutRest<S> for NoRest {
    fn put_all(&self, _: &mut S::SerializeMap) -> Result<(), S::Error> {
        Ok(())
    }
}

/// Serializes a struct.
pub(crate) fn write<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    fields: &[&dyn Put<S>],
    only_received: &[&str],
    rest: &dyn PutRest<S>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let left_out = if read_only::are_left_out() { only_received } else { &[] };
    for (key, field) in keys.iter().zip(fields).filter(|(key, _)| !left_out.contains(key)) {
        field.put(key, &mut map)?;
    }
    rest.put_all(&mut map)?;
    map.end()
}

/// The last of the names: an explicit key, or else the field's own name.
pub(crate) const fn key(names: &[&'static str]) -> &'static str {
    match names {
        [.., key] => key,
        [] => "",
    }
}

/// Makes a struct a JSON object. `required` fields must be present; `nullable` ones serialize to `null` if they have no
/// value; `optional` ones are skipped then, and so are those of `any` value, even `null`; the `rest` is a map of all
/// other keys, and so are `unknown` fields, which the description does not name. A field's key is its name, or the
/// string after it. Fields with `send` are only serialized, and properties that are `received` not in requests.
macro_rules! object {
    (
        $name:ident:
        $(required $($required:ident $(= $required_key:literal)?),+;)?
        $(nullable $($nullable:ident $(= $nullable_key:literal)?),+;)?
        $(optional $($optional:ident $(= $optional_key:literal)?),+;)?
        $(any $($any:ident $(= $any_key:literal)?),+;)?
        $(received $($received:literal),+;)?
        $(rest $rest:ident;)?
        $(unknown $unknown:ident;)?
    ) => {
        $crate::runtime::object::object! {
            send $name:
            $(required $($required $(= $required_key)?),+;)?
            $(nullable $($nullable $(= $nullable_key)?),+;)?
            $(optional $($optional $(= $optional_key)?),+;)?
            $(any $($any $(= $any_key)?),+;)?
            $(received $($received),+;)?
            $(rest $rest;)?
            $(unknown $unknown;)?
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::read(deserializer)
            }
        }

        impl $crate::runtime::object::Object for $name {
            const NAME: &'static str = stringify!($name);

            #[allow(unreachable_patterns, unused_mut, reason = "there may be no field of a kind")]
            fn read<'de, A: serde::de::MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
                $($(let mut $required = None;)+)?
                $($(let mut $nullable = None;)+)?
                $($(let mut $optional = None;)+)?
                $($(let mut $any = $crate::runtime::object::Any(None);)+)?
                let mut rest = $crate::runtime::object::object!(@rest $($rest)? $($unknown)?);
                $crate::runtime::object::fill(
                    map,
                    Self::KEYS,
                    &mut [
                        $($(&mut $required,)+)?
                        $($(&mut $nullable,)+)?
                        $($(&mut $optional,)+)?
                        $($(&mut $any,)+)?
                    ],
                    &mut rest,
                )?;
                let found = [$($($required.is_some(),)+)?];
                match ($($($required,)+)?) {
                    ($($(Some($required),)+)?) => Ok(Self {
                        $($($required,)+)?
                        $($($nullable: $nullable.unwrap_or_default(),)+)?
                        $($($optional: $optional.unwrap_or_default(),)+)?
                        $($($any: $any.0,)+)?
                        $($rest: rest,)?
                        $($unknown: rest,)?
                    }),
                    _ => $crate::runtime::object::missing(Self::KEYS, &found),
                }
            }
        }
    };
    (
        send $name:ident:
        $(required $($required:ident $(= $required_key:literal)?),+;)?
        $(nullable $($nullable:ident $(= $nullable_key:literal)?),+;)?
        $(optional $($optional:ident $(= $optional_key:literal)?),+;)?
        $(any $($any:ident $(= $any_key:literal)?),+;)?
        $(received $($received:literal),+;)?
        $(rest $rest:ident;)?
        $(unknown $unknown:ident;)?
    ) => {
        impl $name {
            const KEYS: &'static [&'static str] = &[
                $($($crate::runtime::object::key(&[stringify!($required) $(, $required_key)?]),)+)?
                $($($crate::runtime::object::key(&[stringify!($nullable) $(, $nullable_key)?]),)+)?
                $($($crate::runtime::object::key(&[stringify!($optional) $(, $optional_key)?]),)+)?
                $($($crate::runtime::object::key(&[stringify!($any) $(, $any_key)?]),)+)?
            ];
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::write(
                    serializer,
                    Self::KEYS,
                    &[
                        $($(&$crate::runtime::object::Always(&self.$required),)+)?
                        $($(&$crate::runtime::object::Always(&self.$nullable),)+)?
                        $($(&$crate::runtime::object::Unless(&self.$optional),)+)?
                        $($(&$crate::runtime::object::Unless(&self.$any),)+)?
                    ],
                    &[$($($received),+)?],
                    $crate::runtime::object::object!(@put self $(rest $rest)? $(unknown $unknown)?),
                )
            }
        }
    };
    (@rest) => { $crate::runtime::object::NoRest };
    (@rest $rest:ident) => { std::collections::BTreeMap::new() };
    (@put $this:ident) => { &$crate::runtime::object::NoRest };
    (@put $this:ident rest $rest:ident) => { &$this.$rest };
    (@put $this:ident unknown $rest:ident) => { &$crate::runtime::unknown::Unknown(&$this.$rest) };
}

pub(crate) use object;
