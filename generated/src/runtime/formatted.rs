//! Texts with a format, such as an instant or a UUID. In: any text. Out: the value that it says, if it says one, and the
//! same text again.

use std::convert::Infallible;
use std::fmt::{self, Display};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A text that says a `T`, or that is meant to.
///
/// A format is only a note on a text, and servers send an empty one where they have no value, or a format of their own.
/// So any text decodes, [`get`](Self::get) gives the value of one that has the format, and each goes out as it came.
#[derive(Clone)]
pub struct Formatted<T> {
    value: Option<T>,
    /// The text, unless it is how the value is written anyway.
    text: Option<Box<str>>,
}

impl<T> Formatted<T> {
    /// The value; none where the text does not have the format.
    pub const fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value; none where the text does not have the format.
    pub fn into_inner(self) -> Option<T> {
        self.value
    }
}

/// A value that a text can say.
pub trait Format: Sized {
    /// The value that the text says; none where it does not have the format.
    fn read(text: &str) -> Option<Self>;

    /// Writes the value, in the usual way where there are several.
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
        let is_usual = usual.value.is_some() && usual.to_string() == text;
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

/// So that a text that came is an argument more than once.
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

impl<T: Format + Default> Default for Formatted<T> {
    fn default() -> Self {
        T::default().into()
    }
}

/// The text.
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

/// Values are compared, however they are written; texts where there are no values.
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
