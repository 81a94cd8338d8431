//! Durations as numbers of milliseconds. In and out: a JSON number.

use std::time::Duration;

use jiff::SignedDuration;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// A duration in milliseconds, such as `1500`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Milliseconds(
    /// The duration.
    pub SignedDuration,
);

impl From<SignedDuration> for Milliseconds {
    fn from(duration: SignedDuration) -> Self {
        Self(duration)
    }
}

/// One that is too long is the longest.
impl From<Duration> for Milliseconds {
    fn from(duration: Duration) -> Self {
        Self(SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX))
    }
}

impl Serialize for Milliseconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const NANOS: i32 = 1_000_000;
        match (self.0.subsec_nanos() % NANOS, i64::try_from(self.0.as_millis())) {
            (0, Ok(milliseconds)) => serializer.serialize_i64(milliseconds),
            _ => serializer.serialize_f64(self.0.as_millis_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Milliseconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let milliseconds = f64::deserialize(deserializer)?;
        // A float has all digits of such a number, and of none that is larger.
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        if milliseconds.abs() > LARGEST {
            return Err(D::Error::custom("invalid value, expected a number of milliseconds"));
        }
        let whole = SignedDuration::from_millis(milliseconds.trunc() as i64);
        let nanos = SignedDuration::from_nanos((milliseconds.fract() * 1e6).round() as i64);
        Ok(Self(whole.saturating_add(nanos)))
    }
}
