//! Unions: a value that is one of several types. In: any JSON, and what distinguishes the types. Out: the type that
//! keeps all of it, or the JSON as received.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::when::When;
use super::{integral, unknown};

/// What `union!` and `open_union!` generate.
///
/// `#[when(…)]` states which values a member accepts: their type, the keys of an object (`has`), the values of a key
/// (`is`), the values of a string (`one_of`).
macro_rules! members {
    (
        $open:literal,
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[doc = $doc:literal])* #[when($($when:tt)*)] $variant:ident($ty:ty $(,)?) ),* $(,)?
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
                    decode: |value| $crate::runtime::members::decode::<$ty>(value).map(Self::$variant),
                },
            )*];
        }

        $(
            impl ::std::convert::From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(value) => ::serde::Serialize::serialize(value, serializer), )*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                Ok($crate::runtime::members::choose(&value, Self::MEMBERS, $open).unwrap_or(Self::Unknown(value)))
            }
        }
    };
}

/// The condition in the brackets of `#[when(…)]`.
macro_rules! when {
    ($kind:ident $(, has($($has:literal),*))? $(, is($key:literal $(, $value:literal)* $(,)?))* $(, one_of($($text:literal),*))?) => {
        $crate::runtime::when::When {
            kind: stringify!($kind),
            has: &[$($($has),*)?],
            is: &[$(($key, &[$($value),*])),*],
            one_of: &[$($($text),*)?],
        }
    };
}

pub(crate) use {members, when};

/// A member of the union `T`.
pub(crate) struct Member<T> {
    pub(crate) when: When,
    pub(crate) decode: fn(&Value) -> Option<T>,
}

/// The value as a `T`, if it is one. An integer may be written as a float.
pub(crate) fn decode<T: DeserializeOwned>(value: &Value) -> Option<T> {
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

/// The value as the member that keeps all that any member keeps; `None` if there is no such member.
///
/// A member that reproduces every part of the value is taken at once. Otherwise the server sends more than the
/// description has, and the first member is taken that loses nothing which another one would keep; unless the union is
/// open, whose values need not match any member.
pub(crate) fn choose<T: Serialize>(value: &Value, members: &[Member<T>], open: bool) -> Option<T> {
    let mut fitting = members.iter().filter(|member| member.when.fits(value)).peekable();
    let mut best: Option<(T, Vec<String>)> = None;
    let mut all_lost: Vec<Vec<String>> = Vec::new();
    let mut is_first = true;
    while let Some(member) = fitting.next() {
        let candidate = (member.decode)(value);
        if is_first && !open && fitting.peek().is_none() {
            return candidate;
        }
        is_first = false;
        let Some(candidate) = candidate else { continue };
        let copy = unknown::without(|| serde_json::to_value(&candidate)).ok()?;
        let lost = lost(value, &copy);
        if lost.is_empty() {
            return Some(candidate);
        }
        if best.as_ref().is_none_or(|(_, least)| lost.len() < least.len()) {
            best = Some((candidate, lost.clone()));
        }
        all_lost.push(lost);
    }
    let (best, least) = best.filter(|_| !open)?;
    all_lost.iter().all(|lost| least.iter().all(|path| lost.contains(path))).then_some(best)
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
