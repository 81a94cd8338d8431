//! Strings with a format, such as an instant or a UUID. In: any string. Out: the value, if the string has the format,
//! and the same string again.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt::{self, Display};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::unknown;

/// A string that is meant to have the format of a `T`.
///
/// In a description, `format` is only an annotation, and servers send an empty string for a missing value, or a format
/// of their own. So any string deserializes, [`get`](Self::get) returns the value if it has the format, and the string
/// is serialized as received.
#[derive(Clone)]
pub struct Formatted<T> {
    value: Option<T>,
    /// The string, unless it is the default way to write the value.
    text: Option<Box<str>>,
}

impl<T> Formatted<T> {
    /// The value; `None` if the string does not have the format.
    pub const fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value; `None` if the string does not have the format.
    pub fn into_inner(self) -> Option<T> {
        self.value
    }
}

/// A value with a string format.
pub trait Format: Sized {
    /// Parses the value; `None` if the string does not have the format.
    fn read(text: &str) -> Option<Self>;

    /// Writes the value, in the usual way if there are several.
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Format> From<T> for Formatted<T> {
    fn from(value: T) -> Self {
        Self { value: Some(value), text: None }
    }
}

impl<T: Format> From<&str> for Formatted<T> {
    fn from(text: &str) -> Self {
        let usual = Self { value: T::read(text), text: None };
        let is_usual = usual.value.is_some() && usual == text;
        Self { text: (!is_usual).then(|| text.into()), ..usual }
    }
}

impl<T: Format> From<String> for Formatted<T> {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl<T: Format> From<&String> for Formatted<T> {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// So that a received value can be an argument more than once.
impl<T: Format + Clone> From<&Self> for Formatted<T> {
    fn from(other: &Self) -> Self {
        other.clone()
    }
}

impl<T: Format> FromStr for Formatted<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

/// An empty string, which is no value.
impl<T> Default for Formatted<T> {
    fn default() -> Self {
        Self { value: None, text: Some("".into()) }
    }
}

/// The string.
impl<T: Format> Display for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.text, &self.value) {
            (Some(text), _) => f.pad(text),
            (None, Some(value)) => value.write(f),
            (None, None) => Ok(()),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => value.fmt(f),
            None => fmt::Debug::fmt(self.text.as_deref().unwrap_or_default(), f),
        }
    }
}

/// Values are compared, however they are written; strings if there are no values.
impl<T: PartialEq> PartialEq for Formatted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && (self.value.is_some() || self.text == other.text)
    }
}

impl<T: Eq> Eq for Formatted<T> {}

impl<T: PartialEq> PartialEq<T> for Formatted<T> {
    fn eq(&self, other: &T) -> bool {
        self.value.as_ref() == Some(other)
    }
}

/// The string is this one, as [`Display`] shows it.
impl<T: Format> PartialEq<str> for Formatted<T> {
    fn eq(&self, other: &str) -> bool {
        match &self.text {
            Some(text) => **text == *other,
            None => {
                let written = self.to_string();
                written == other
            }
        }
    }
}

impl<T: Format> PartialEq<&str> for Formatted<T> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// Strings without a value come first, by the string; the others by their values.
impl<T: PartialOrd> PartialOrd for Formatted<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (&self.value, &other.value) {
            (None, None) => self.text.partial_cmp(&other.text),
            (one, other) => one.partial_cmp(other),
        }
    }
}

impl<T: Ord> Ord for Formatted<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value).then_with(|| match self.value {
            None => self.text.cmp(&other.text),
            Some(_) => Ordering::Equal,
        })
    }
}

impl<T: Hash> Hash for Formatted<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
        if self.value.is_none() {
            self.text.hash(state);
        }
    }
}

impl<T: Format> Serialize for Formatted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.value.is_none() {
            unknown::note();
        }
        serializer.collect_str(self)
    }
}

impl<'de, T: Format> Deserialize<'de> for Formatted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AnyText(PhantomData))
    }
}

struct AnyText<T>(PhantomData<T>);

impl<T: Format> Visitor<'_> for AnyText<T> {
    type Value = Formatted<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Formatted<T>, E> {
        Ok(text.into())
    }
}
