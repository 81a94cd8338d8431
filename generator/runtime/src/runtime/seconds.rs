//! Durations as numbers of seconds. In and out: a JSON number.

use std::time::Duration;

use jiff::SignedDuration;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// A duration in seconds, such as `90` or `1.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seconds(
    /// The duration.
    pub SignedDuration,
);

impl From<SignedDuration> for Seconds {
    fn from(duration: SignedDuration) -> Self {
        Self(duration)
    }
}

/// One that is too long is the longest.
impl From<Duration> for Seconds {
    fn from(duration: Duration) -> Self {
        Self(SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX))
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.subsec_nanos() {
            0 => serializer.serialize_i64(self.0.as_secs()),
            _ => serializer.serialize_f64(self.0.as_secs_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        // A float has all digits of such a number, and of none that is larger.
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        if seconds.abs() > LARGEST {
            return Err(D::Error::custom("invalid value, expected a number of seconds"));
        }
        SignedDuration::try_from_secs_f64(seconds).map(Self).map_err(D::Error::custom)
    }
}
