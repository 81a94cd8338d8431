//! A field that may be absent, `null` or a value, and keeps the three apart in both directions. In and out: JSON.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::option;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::into_option::IntoOption;
use super::object::Absent;

/// A field for which absent and `null` differ in meaning.
///
/// As an optional field of an `object!`, it is not serialized if absent; by itself it serializes to `null`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// The field is absent.
    #[default]
    Absent,
    /// The field is `null`.
    Null,
    /// The field has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the field is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the field has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, if there is one.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// A mutable reference to the value, if there is one.
    pub const fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one, dereferenced: `Option<&str>` for a string.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.as_ref().map(T::deref)
    }

    /// Converts into the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Takes the field's value, if there is one, and leaves it absent.
    pub fn take(&mut self) -> Option<T> {
        std::mem::take(self).into_option()
    }

    /// Applies a function to the value, if there is one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Value(value) => Nullable::Value(change(value)),
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
        }
    }

    /// What a function makes of the value, if there is one.
    pub fn and_then<U>(self, make: impl FnOnce(T) -> Option<U>) -> Option<U> {
        self.into_option().and_then(make)
    }

    /// Whether there is a value, and it is as wanted.
    pub fn is_some_and(self, is_wanted: impl FnOnce(T) -> bool) -> bool {
        self.into_option().is_some_and(is_wanted)
    }

    /// This field if it has a value, or else the other one.
    pub fn or(self, other: Self) -> Self {
        if self.is_value() { self } else { other }
    }

    /// The value, or else an error.
    pub fn ok_or<E>(self, error: E) -> Result<T, E> {
        self.into_option().ok_or(error)
    }

    /// The value, or the given default.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_option().unwrap_or(default)
    }

    /// The value, or what the function returns.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(default)
    }

    /// The value, or the default of its type.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// An iterator over the value, if there is one.
    pub fn iter(&self) -> option::IntoIter<&T> {
        self.as_ref().into_iter()
    }
}

impl<T> IntoIterator for Nullable<T> {
    type Item = T;
    type IntoIter = option::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Nullable<T> {
    type Item = &'a T;
    type IntoIter = option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether there is a value, and it is equal.
impl<T: PartialEq> PartialEq<T> for Nullable<T> {
    fn eq(&self, other: &T) -> bool {
        self.as_ref() == Some(other)
    }
}

/// `None` is equal to absent and to `null`.
impl<T: PartialEq> PartialEq<Option<T>> for Nullable<T> {
    fn eq(&self, other: &Option<T>) -> bool {
        self.as_ref() == other.as_ref()
    }
}

impl PartialEq<str> for Nullable<String> {
    fn eq(&self, other: &str) -> bool {
        self.as_deref() == Some(other)
    }
}

impl PartialEq<&str> for Nullable<String> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// `None` is absent.
impl From<Option<&str>> for Nullable<String> {
    fn from(value: Option<&str>) -> Self {
        value.map(str::to_owned).into()
    }
}

impl<T, const N: usize> From<[T; N]> for Nullable<Vec<T>> {
    fn from(items: [T; N]) -> Self {
        Self::Value(items.into())
    }
}

impl<const N: usize> From<[&str; N]> for Nullable<Vec<String>> {
    fn from(items: [&str; N]) -> Self {
        Self::Value(items.map(str::to_owned).into())
    }
}

impl From<Vec<&str>> for Nullable<Vec<String>> {
    fn from(items: Vec<&str>) -> Self {
        Self::Value(items.into_iter().map(str::to_owned).collect())
    }
}

impl<T, const N: usize> From<[(&str, T); N]> for Nullable<BTreeMap<String, T>> {
    fn from(entries: [(&str, T); N]) -> Self {
        Self::Value(entries.map(|(name, value)| (name.to_owned(), value)).into())
    }
}

/// `None` is absent: what a caller does not give does not change anything. [`Nullable::Null`] does.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

/// So that a received value can be an argument.
impl<T> IntoOption<T, Nullable<()>> for Nullable<T> {
    fn into_option(self) -> Option<T> {
        self.into_option()
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_option()
    }
}

impl<T> Absent for Nullable<T> {
    fn is_left_out(&self) -> bool {
        self.is_absent()
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}
