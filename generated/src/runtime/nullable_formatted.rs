//! Texts with a format in fields that may be absent or `null`. In: their values. Out: the fields.

use super::formatted::Formatted;
use super::nullable::Nullable;

/// So that a setter takes the plain value.
impl<T> From<T> for Nullable<Formatted<T>> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}
