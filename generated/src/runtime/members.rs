//! Unions: a value that is one of several types. In: any JSON, and what distinguishes the types. Out: the type that
//! keeps all of it, or the JSON as received.

use serde::de::DeserializeOwned;
use serde::ser::{Error, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::when::When;
use super::{integral, lenient, reading, unknown};

/// What `union!` and `open_union!` generate.
///
/// `#[when(…)]` states which values a member accepts: their type, the keys of an object (`has`), the values of a key
/// (`is`), those of a key that is present (`mark`), the values themselves (`one_of`). Values that violate its `rules` fit
/// worse than others. `#[tag(…)]` is the key of an object, and its value, that the member's type does not have;
/// `#[fill(…)]` is one that may be absent in it, and is sent nevertheless. A member with `#[from(none)]` shares its type
/// with another one.
macro_rules! members {
    (
        $open:literal,
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(
                $(#[doc = $doc:literal])*
                #[when($($when:tt)*)]
                $(#[tag($tag:literal, $tag_value:literal)])?
                $(#[fill($fill:literal, $fill_value:literal)])?
                $(#[from($from:ident)])?
                $variant:ident($ty:ty $(,)?)
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "members of more than 512 bytes are boxed")]
        pub enum $name {
            $( $(#[doc = $doc])* #[doc = concat!("`` ", stringify!($ty), " ``")] $variant($ty), )*
            /// A value of no known member, as received.
            Unknown(::serde_json::Value),
        }

        impl $name {
            const MEMBERS: &'static [$crate::runtime::members::Member<Self>] = &[$(
                $crate::runtime::members::Member {
                    when: $crate::runtime::members::when!($($when)*),
                    holds: $crate::runtime::members::holds!($($when)*),
                    tag: $crate::runtime::members::tag!($($tag)?),
                    decode: |value| $crate::runtime::members::decode::<$ty>(value).map(Self::$variant),
                },
            )*];
        }

        $( $crate::runtime::members::from!($name, $variant, $ty $(, $from)?); )*

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(value) => $crate::runtime::members::put!(
                        value, serializer $(, $tag, $tag_value)? $(, $fill, $fill_value)?
                    ), )*
                    Self::Unknown(value) => {
                        // Any value of an open union is valid.
                        if !$open {
                            $crate::runtime::unknown::note();
                        }
                        ::serde::Serialize::serialize(value, serializer)
                    }
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let mut value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                Ok($crate::runtime::members::choose(&mut value, Self::MEMBERS, $open).unwrap_or(Self::Unknown(value)))
            }
        }
    };
}

/// The condition in the brackets of `#[when(…)]`.
macro_rules! when {
    (
        $kind:ident
        $(, has($($has:literal),*))?
        $(, mark($mark:literal $(, $mark_value:literal)* $(,)?))?
        $(, is($key:literal $(, $value:literal)* $(,)?))*
        $(, one_of($($text:literal),*))?
        $(, rules($($rules:tt)*))?
    ) => {
        $crate::runtime::when::When {
            kind: stringify!($kind),
            has: &[$($($has,)*)? $($mark,)?],
            is: &[$(($mark, &[$($mark_value),*]),)? $(($key, &[$($value),*])),*],
            one_of: &[$($($text),*)?],
        }
    };
}

/// The function for the rules in the brackets of `#[when(…)]`; `None` if there are none.
macro_rules! holds {
    ($kind:ident $(, rules($($rule:expr),* $(,)?))?) => {
        $crate::runtime::members::holds!(@ $($($rule),*)?)
    };
    ($kind:ident, $name:ident $arguments:tt $($rest:tt)*) => {
        $crate::runtime::members::holds!($kind $($rest)*)
    };
    (@) => { None };
    (@ $($rule:expr),+) => { Some(|value| rule::holds(value, &[$($rule),+])) };
}

/// The key in the brackets of `#[tag(…)]`; `None` if there is none.
macro_rules! tag {
    () => {
        None
    };
    ($key:literal) => {
        Some($key)
    };
}

/// The conversion from a member's type, if it is the type of no other member.
macro_rules! from {
    ($name:ident, $variant:ident, $ty:ty) => {
        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        }
    };
    ($name:ident, $variant:ident, $ty:ty, none) => {};
}

/// Serializes a member, with a key if it lacks that one.
macro_rules! put {
    ($value:ident, $serializer:ident) => {
        ::serde::Serialize::serialize($value, $serializer)
    };
    ($value:ident, $serializer:ident, $key:literal, $text:literal) => {
        $crate::runtime::members::with($key, $text, ::serde_json::to_value($value), $serializer)
    };
}

pub(crate) use {from, holds, members, put, tag, when};

/// A member of the union `T`.
pub(crate) struct Member<T> {
    pub(crate) when: When,
    /// Whether a value satisfies the member's rules, if they distinguish it from another member.
    pub(crate) holds: Option<fn(&Value) -> bool>,
    /// A key that the member's type does not have.
    pub(crate) tag: Option<&'static str>,
    pub(crate) decode: fn(&Value) -> Option<T>,
}

/// The value as a `T`, if it is one, corrected in a second reading. An integer may be written as a float.
pub(crate) fn decode<T: DeserializeOwned>(value: &Value) -> Option<T> {
    if reading::corrects() {
        return lenient::member(value);
    }
    T::deserialize(value).ok().or_else(|| T::deserialize(&integral(value)?).ok())
}

/// The value with numbers without a fraction as plain digits; `None` if that changes nothing.
fn integral(json: &Value) -> Option<Value> {
    has_floats(json).then(|| json.clone()).and_then(|mut copy| rewrite(&mut copy).then_some(copy))
}

/// Whether it is worth a copy.
fn has_floats(json: &Value) -> bool {
    match json {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_floats),
        Value::Object(entries) => entries.values().any(has_floats),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn rewrite(json: &mut Value) -> bool {
    match json {
        Value::Number(number) => {
            match integral::digits(&number.to_string()).and_then(|text| text.parse().ok()) {
                Some(digits) => {
                    *number = digits;
                    true
                }
                None => false,
            }
        }
        Value::Array(items) => {
            items.iter_mut().fold(false, |changed, item| rewrite(item) | changed)
        }
        Value::Object(entries) => {
            entries.values_mut().fold(false, |changed, item| rewrite(item) | changed)
        }
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Serializes an object, with the key if it lacks that one.
#[allow(dead_code, reason = "not every crate has unions that add a key")]
pub(crate) fn with<S: Serializer>(
    key: &'static str,
    text: &'static str,
    value: serde_json::Result<Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let value = value.map_err(S::Error::custom)?;
    let Value::Object(entries) = &value else { return value.serialize(serializer) };
    let mut map = serializer.serialize_map(None)?;
    if !entries.contains_key(key) {
        map.serialize_entry(key, text)?;
    }
    entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
    map.end()
}

/// The value as the member that keeps all that any member keeps; `None` if there is no such member.
///
/// A member that reproduces every part of the value, which is valid by it, is taken at once. Otherwise those by which the
/// value is valid come before the others, and the first of them is taken that loses nothing which another one would keep:
/// the server sends more than the description has. If the union is open, whose values need not match any member, the
/// value must be valid by the member, which keeps all of it.
///
/// In a second reading, a member that matches only with corrections is taken if none takes the value as it is.
pub(crate) fn choose<T: Serialize>(
    value: &mut Value,
    members: &[Member<T>],
    open: bool,
) -> Option<T> {
    if !reading::corrects() {
        return as_it_is(value, members, open);
    }
    match reading::as_it_is(|| as_it_is(value, members, open)) {
        (chosen, is_doubtful) if open || !is_doubtful => chosen,
        (chosen, _) => corrected(value, members).or(chosen),
    }
}

/// The value as the member that needs the fewest corrections, and of these the one that loses the least.
fn corrected<T: Serialize>(value: &mut Value, members: &[Member<T>]) -> Option<T> {
    let fitting: Vec<&Member<T>> =
        members.iter().filter(|member| member.when.fits(value)).collect();
    let start = reading::mark();
    let candidates = fitting.into_iter().filter_map(|member| {
        let candidate = untagged(value, member);
        let corrections = reading::take_since(start);
        let candidate = candidate?;
        let (copy, _) = unknown::without(|| serde_json::to_value(&candidate));
        let lost = lost(value, &copy.ok()?).len();
        Some((candidate, corrections, lost))
    });
    let best = candidates.min_by_key(|(_, corrections, lost)| (corrections.len(), *lost));
    let (candidate, corrections, _) = best?;
    reading::keep(corrections);
    Some(candidate)
}

/// The member that takes the value without corrections.
fn as_it_is<T: Serialize>(value: &mut Value, members: &[Member<T>], open: bool) -> Option<T> {
    let mut fitting = members.iter().filter(|member| member.when.fits(value));
    let (first, second) = (fitting.next()?, fitting.next());
    if second.is_none() && !open {
        let candidate = untagged(value, first);
        if candidate.is_none() {
            reading::doubt();
        }
        return candidate;
    }
    let fitting: Vec<&Member<T>> = [first].into_iter().chain(second).chain(fitting).collect();
    let mut best = Best { is_valid: open, chosen: None, all_lost: Vec::new() };
    for member in fitting {
        let Some(candidate) = untagged(value, member) else { continue };
        let (copy, has_unknown) = unknown::without(|| serde_json::to_value(&candidate));
        let Ok(copy) = copy else { continue };
        let is_valid = !has_unknown && member.holds.is_none_or(|holds| holds(value));
        let lost = match value.as_object() {
            // Its properties are as unknown as those of a struct that are not described.
            Some(object) if member.when.kind == "map" => {
                object.keys().map(|key| format!("/{key}")).collect()
            }
            _ => lost(value, &copy),
        };
        if is_valid && lost.is_empty() {
            return Some(candidate);
        }
        // What another member keeps is not to be lost, and any value is one of an open union.
        if !open || serde_json::to_value(&candidate).is_ok_and(|copy| is_lossless(value, &copy)) {
            best.add(candidate, is_valid, lost);
        }
    }
    let Best { chosen, all_lost, .. } = best;
    if chosen.is_none() && !open {
        reading::doubt();
    }
    let (chosen, least) = chosen?;
    all_lost.iter().all(|lost| least.iter().all(|path| loses(lost, path))).then_some(chosen)
}

/// Whether the part of that path is among the parts that are lost, or within one of them.
fn loses(lost: &[String], path: &str) -> bool {
    let is_within = |whole: &String| {
        path.strip_prefix(whole.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    lost.iter().any(is_within)
}

/// The value as the member, without the key that the member's type does not have.
fn untagged<T>(value: &mut Value, member: &Member<T>) -> Option<T> {
    let tag = member.tag.and_then(|key| value.as_object_mut()?.remove_entry(key));
    let candidate = (member.decode)(value);
    if let (Some((key, tag)), Some(object)) = (tag, value.as_object_mut()) {
        object.insert(key, tag);
    }
    candidate
}

/// The member that loses the least so far, of those by which the value is valid if there are any.
struct Best<T> {
    is_valid: bool,
    chosen: Option<(T, Vec<String>)>,
    /// What each of them loses.
    all_lost: Vec<Vec<String>>,
}

impl<T> Best<T> {
    fn add(&mut self, candidate: T, is_valid: bool, lost: Vec<String>) {
        if !is_valid && self.is_valid {
            return;
        }
        if is_valid && !self.is_valid {
            *self = Self { is_valid, chosen: None, all_lost: Vec::new() };
        }
        if self.chosen.as_ref().is_none_or(|(_, least)| lost.len() < least.len()) {
            self.chosen = Some((candidate, lost.clone()));
        }
        self.all_lost.push(lost);
    }
}

fn is_lossless(value: &Value, copy: &Value) -> bool {
    lost(value, copy).is_empty()
}

/// The parts of a value that a copy of it lacks or has otherwise, as JSON pointers.
fn lost(value: &Value, copy: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(value, Some(copy), &mut String::new(), &mut found);
    found
}

fn compare(value: &Value, copy: Option<&Value>, path: &mut String, found: &mut Vec<String>) {
    let same = match (value, copy) {
        (Value::Object(value), Some(Value::Object(copy))) => {
            for (key, value) in value {
                below(key, value, copy.get(key), path, found);
            }
            true
        }
        (Value::Array(value), Some(Value::Array(copy))) => {
            for (index, item) in value.iter().enumerate() {
                below(&index.to_string(), item, copy.get(index), path, found);
            }
            value.len() == copy.len()
        }
        (Value::Number(value), Some(Value::Number(copy))) => {
            value == copy || value.as_f64() == copy.as_f64()
        }
        (value, copy) => Some(value) == copy,
    };
    if !same {
        found.push(path.clone());
    }
}

fn below(
    step: &str,
    value: &Value,
    copy: Option<&Value>,
    path: &mut String,
    found: &mut Vec<String>,
) {
    let length = path.len();
    path.push('/');
    path.push_str(step);
    compare(value, copy, path, found);
    path.truncate(length);
}
