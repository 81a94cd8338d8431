//! Keys that are missing in an object. In: a key that a struct asks for after the last one. Out: whether its deserializer
//! has a value for it nevertheless.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// The key of a required field that is missing. The deserializer of a second reading has a value for it; for every other
/// one an object has no more keys.
pub(super) struct Missing(pub(super) &'static str);

impl<'de> DeserializeSeed<'de> for Missing {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_unit_struct(self.0, self)
    }
}

impl Visitor<'_> for Missing {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
