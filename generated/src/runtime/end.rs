//! The end of an object in a second reading. In: what is asked for there. Out: the key that is missing.

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::Fault;

/// The end of an object, which learns what is asked for there.
#[derive(Default)]
pub(super) struct End {
    /// The key that is missing.
    pub(super) missing: Option<&'static str>,
    /// Whether the object is a struct, and no map.
    pub(super) is_of_struct: bool,
}

impl<'de> Deserializer<'de> for &mut End {
    type Error = Fault;

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.missing = Some(name);
        visitor.visit_unit()
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.is_of_struct = true;
        self.deserialize_any(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault { path: Vec::new(), reason: String::new(), gap: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit newtype_struct
        seq tuple tuple_struct map struct enum ignored_any
    }
}
