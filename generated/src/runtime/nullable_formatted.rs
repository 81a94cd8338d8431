//! Strings with a format in fields that may be absent or `null`. In: their values. Out: the fields.

use super::formatted::{Format, Formatted};
use super::nullable::Nullable;

/// So that a setter takes the plain value.
impl<T: Format> From<T> for Nullable<Formatted<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

/// So that a setter takes a string.
impl<T: Format> From<&str> for Nullable<Formatted<T>> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

/// So that a setter takes a string.
impl<T: Format> From<String> for Nullable<Formatted<T>> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}
