//! Strings that must have a format. In: a string with the format. Out: the value, and the string in the usual way to write
//! it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::formatted::Format;

/// A value of a string with its format, where a string without it belongs to something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact<T>(
    /// The value.
    pub T,
);

impl<T> From<T> for Exact<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Exact<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The string.
impl<T: Format> fmt::Display for Exact<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f)
    }
}

impl<T: Format> Serialize for Exact<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: Format> Deserialize<'de> for Exact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WithFormat(PhantomData))
    }
}

struct WithFormat<T>(PhantomData<T>);

impl<T: Format> Visitor<'_> for WithFormat<T> {
    type Value = Exact<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string with the format")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Exact<T>, E> {
        let value = T::read(text).map(Exact);
        value.ok_or_else(|| E::custom(format_args!("`{text}` does not have the format")))
    }
}
