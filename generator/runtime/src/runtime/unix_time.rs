//! Instants as seconds since 1970. In and out: a JSON integer.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The number of seconds since 1970-01-01T00:00:00Z; negative before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixTime(
    /// The number.
    pub i64,
);

impl UnixTime {
    /// The instant; `None` outside of the years -9999 to 9999, such as for a number of milliseconds.
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_second(self.0).ok()
    }
}

/// Without the part of a second.
impl From<Timestamp> for UnixTime {
    fn from(instant: Timestamp) -> Self {
        Self(instant.as_second())
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self)
    }
}
