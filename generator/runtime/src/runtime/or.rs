//! Arguments with a constant default. In: the caller's value, and the constant. Out: one of the two.

use serde::{Serialize, Serializer};

/// A value, or else a constant string.
#[derive(Debug, Clone, Copy)]
pub struct Or<'v, T>(
    /// The value.
    pub &'v Option<T>,
    /// The constant.
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
