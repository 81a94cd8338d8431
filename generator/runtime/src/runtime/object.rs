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

use super::missing::Missing;
use super::read_only;
use super::unknown::PutRest;

/// A struct that is a JSON object.
pub(crate) trait Object: Sized {
    /// The keys of its fields, in the order of their kinds in [`object!`].
    const KEYS: &'static [&'static str];

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
            let path = std::any::type_name::<T>();
            write!(f, "struct {}", path.rsplit("::").next().unwrap_or(path))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read(map)
        }
    }

    deserializer.deserialize_map(Fields(PhantomData))
}

/// The slot for the value of a required field.
pub(crate) trait Required<'de, A: MapAccess<'de>> {
    /// Deserializes the value.
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error>;

    /// Whether there was a value.
    fn is_filled(&self) -> bool;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Required<'de, A> for Option<T> {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = Some(map.next_value()?);
        Ok(())
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }
}

/// Any other field, which already has the value for a missing key.
pub(crate) trait Optional<'de, A: MapAccess<'de>> {
    /// Deserializes the value.
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error>;
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Optional<'de, A> for T {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self = map.next_value()?;
        Ok(())
    }
}

/// A field whose value may be `null`, unlike that for a missing key.
pub(crate) struct Any<'a, T>(pub(crate) &'a mut Option<T>);

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Optional<'de, A> for Any<'_, T> {
    fn fill(&mut self, map: &mut A) -> Result<(), A::Error> {
        *self.0 = Some(map.next_value()?);
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

/// Deserializes every value into the field of its key, or into the rest. Of duplicate keys the last counts. The keys
/// are those of the required fields, then of the optional ones.
pub(crate) fn fill<'de, A: MapAccess<'de>, R: Rest<'de, A>>(
    mut map: A,
    keys: &'static [&'static str],
    required: &mut [&mut dyn Required<'de, A>],
    optional: &mut [&mut dyn Optional<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut next = 0;
    let mut other = String::new();
    while let Some(index) =
        map.next_key_seed(Keys { keys, next, other: R::KEPT.then_some(&mut other) })?
    {
        if let Some(slot) = required.get_mut(index) {
            slot.fill(&mut map)?;
        } else if let Some(slot) = optional.get_mut(index - required.len()) {
            slot.fill(&mut map)?;
        } else {
            rest.put(std::mem::take(&mut other), &mut map)?;
            continue;
        }
        next = index + 1;
    }
    if required.iter().all(|slot| slot.is_filled()) { Ok(()) } else { ask(map, keys, required) }
}

/// Asks the deserializer for each required field that is missing.
#[cold]
#[inline(never)]
fn ask<'de, A: MapAccess<'de>>(
    mut map: A,
    keys: &'static [&'static str],
    required: &mut [&mut dyn Required<'de, A>],
) -> Result<(), A::Error> {
    for (key, slot) in keys.iter().zip(required).filter(|(_, slot)| !slot.is_filled()) {
        match map.next_key_seed(Missing(key))? {
            Some(()) => slot.fill(&mut map)?,
            None => return Err(serde::de::Error::missing_field(key)),
        }
    }
    Ok(())
}

/// The error for a missing field that [`fill`] has not reported.
pub(crate) fn missing<T, E: serde::de::Error>() -> Result<T, E> {
    Err(E::custom("a required field is missing"))
}

/// Deserializes a key to its number; that of all other keys is the number of keys.
struct Keys<'a> {
    keys: &'static [&'static str],
    /// The number of the key that is expected next.
    next: usize,
    /// Where another key is kept.
    other: Option<&'a mut String>,
}

impl Keys<'_> {
    /// The number of the key. Most servers send keys in the same order, so the search starts after the last one found.
    fn find(self, key: &str) -> usize {
        match self.keys.get(self.next) {
            Some(expected) if *expected == key => self.next,
            _ => self.search(key),
        }
    }

    fn search(self, key: &str) -> usize {
        let is_key = |index: &usize| self.keys.get(*index).is_some_and(|known| *known == key);
        let count = self.keys.len();
        (self.next..count).chain(0..self.next).find(is_key).unwrap_or_else(|| {
            if let Some(other) = self.other {
                key.clone_into(other);
            }
            count
        })
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Keys<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<usize, E> {
        Ok(self.find(key))
    }

    fn visit_bytes<E: serde::de::Error>(self, key: &[u8]) -> Result<usize, E> {
        let key = std::str::from_utf8(key).map_err(|_| E::custom("a key is not valid UTF-8"))?;
        self.visit_str(key)
    }
}

/// A field that is always serialized.
pub(crate) trait Put<S: Serializer> {
    /// Serializes it under its key.
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error>;
}

impl<S: Serializer, T: Serialize> Put<S> for T {
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        map.serialize_entry(key, self)
    }
}

/// A field that may be skipped.
pub(crate) trait PutPresent<S: Serializer> {
    /// Serializes it under its key, unless it is absent.
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error>;
}

impl<S: Serializer, T: Serialize + Absent> PutPresent<S> for T {
    fn put(&self, key: &'static str, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        if self.is_left_out() { Ok(()) } else { map.serialize_entry(key, self) }
    }
}

impl<S: Serializer> PutRest<S> for NoRest {
    fn put_all(&self, _: &mut S::SerializeMap) -> Result<(), S::Error> {
        Ok(())
    }
}

/// Serializes a struct. The keys are those of the fields that are always serialized, then of the others.
pub(crate) fn write<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    always: &[&dyn Put<S>],
    present: &[&dyn PutPresent<S>],
    only_received: &[&str],
    rest: &dyn PutRest<S>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let left_out = if read_only::are_left_out() { only_received } else { &[] };
    let mut keys = keys.iter();
    for (field, key) in always.iter().zip(&mut keys).filter(|(_, key)| !left_out.contains(key)) {
        field.put(key, &mut map)?;
    }
    for (field, key) in present.iter().zip(keys).filter(|(_, key)| !left_out.contains(key)) {
        field.put(key, &mut map)?;
    }
    rest.put_all(&mut map)?;
    map.end()
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
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::object::read(deserializer)
            }
        }

        impl $crate::runtime::object::Object for $name {
            const KEYS: &'static [&'static str] = &[
                $($($crate::runtime::object::object!(@key $required $($required_key)?),)+)?
                $($($crate::runtime::object::object!(@key $nullable $($nullable_key)?),)+)?
                $($($crate::runtime::object::object!(@key $optional $($optional_key)?),)+)?
                $($($crate::runtime::object::object!(@key $any $($any_key)?),)+)?
            ];

            fn read<'de, A: serde::de::MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
                $crate::runtime::object::object! {
                    @read map
                    [$($($required)+)?] [$($($nullable)+)? $($($optional)+)?] [$($($any)+)?]
                    [$($rest)? $($unknown)?]
                }
            }
        }

        $crate::runtime::object::object! {
            @write $name [<Self as $crate::runtime::object::Object>::KEYS]
            [$($($required)+)? $($($nullable)+)?] [$($($optional)+)? $($($any)+)?]
            [$($($received)+)?] $(rest $rest)? $(unknown $unknown)?
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
        $crate::runtime::object::object! {
            @write $name [&[
                $($($crate::runtime::object::object!(@key $required $($required_key)?),)+)?
                $($($crate::runtime::object::object!(@key $nullable $($nullable_key)?),)+)?
                $($($crate::runtime::object::object!(@key $optional $($optional_key)?),)+)?
                $($($crate::runtime::object::object!(@key $any $($any_key)?),)+)?
            ]]
            [$($($required)+)? $($($nullable)+)?] [$($($optional)+)? $($($any)+)?]
            [$($($received)+)?] $(rest $rest)? $(unknown $unknown)?
        }
    };
    (@key $name:ident) => { stringify!($name) };
    (@key $name:ident $key:literal) => { $key };
    // Nothing is filled.
    (@read $map:ident [] [] [] []) => {{
        let rest = &mut $crate::runtime::object::NoRest;
        $crate::runtime::object::fill($map, Self::KEYS, &mut [], &mut [], rest)?;
        Ok(Self {})
    }};
    // Without required fields, every field can be filled in place.
    (@read $map:ident [] [$($optional:ident)*] [$($any:ident)*] [$($rest:ident)?]) => {{
        let mut this = Self {
            $($optional: Default::default(),)*
            $($any: None,)*
            $($rest: std::collections::BTreeMap::new(),)?
        };
        $crate::runtime::object::fill(
            $map,
            Self::KEYS,
            &mut [],
            &mut [$(&mut this.$optional,)* $(&mut $crate::runtime::object::Any(&mut this.$any),)*],
            $crate::runtime::object::object!(@rest $(this.$rest)?),
        )?;
        Ok(this)
    }};
    (@read $map:ident [$($required:ident)+] [$($optional:ident)*] [$($any:ident)*] [$($rest:ident)?]) => {{
        $(let mut $required = None;)+
        $(let mut $optional = Default::default();)*
        $(let mut $any = None;)*
        $(let mut $rest = std::collections::BTreeMap::new();)?
        $crate::runtime::object::fill(
            $map,
            Self::KEYS,
            &mut [$(&mut $required,)+],
            &mut [$(&mut $optional,)* $(&mut $crate::runtime::object::Any(&mut $any),)*],
            $crate::runtime::object::object!(@rest $($rest)?),
        )?;
        match ($($required,)+) {
            ($(Some($required),)+) => {
                Ok(Self { $($required,)+ $($optional,)* $($any,)* $($rest,)? })
            }
            _ => $crate::runtime::object::missing(),
        }
    }};
    (@rest) => { &mut $crate::runtime::object::NoRest };
    (@rest $rest:expr) => { &mut $rest };
    (
        @write $name:ident [$keys:expr] [$($always:ident)*] [$($present:ident)*]
        [$($received:literal)*] $($rest:ident)*
    ) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::object::write(
                    serializer,
                    $keys,
                    &[$(&self.$always,)*],
                    &[$(&self.$present,)*],
                    &[$($received,)*],
                    $crate::runtime::object::object!(@put self $($rest)*),
                )
            }
        }
    };
    (@put $this:ident) => { &$crate::runtime::object::NoRest };
    (@put $this:ident rest $rest:ident) => { &$this.$rest };
    (@put $this:ident unknown $rest:ident) => { &$crate::runtime::unknown::Unknown(&$this.$rest) };
}

pub(crate) use object;
