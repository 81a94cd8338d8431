//! Values that have only one text. In: what the caller set, and that text. Out: the one or the other.

use serde::{Serialize, Serializer};

/// A value, or where there is none the text that stands for it.
#[derive(Debug, Clone, Copy)]
pub struct Or<'v, T>(
    /// The value.
    pub &'v Option<T>,
    /// The text.
    pub &'static str,
);

impl<T: Serialize> Serialize for Or<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(value) => value.serialize(serializer),
            None => self.1.serialize(serializer),
        }
    }
}
