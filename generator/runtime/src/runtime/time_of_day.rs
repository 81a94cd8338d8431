//! Times of day as strings with a format.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use super::formatted::{Format, Formatted};

/// A time of day with an offset from UTC (`full-time` in RFC 3339, section 5.6), such as `09:30:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TimeOfDay {
    /// The local time.
    pub time: Time,
    /// The offset from UTC; `None` if the string has none, although RFC 3339 requires it.
    pub offset: Option<Offset>,
}

impl From<Time> for TimeOfDay {
    fn from(time: Time) -> Self {
        Self { time, offset: None }
    }
}

impl Format for TimeOfDay {
    fn read(text: &str) -> Option<Self> {
        let text = format!("{}T{text}", Date::ZERO);
        let pieces =
            Pieces::parse(&text).ok().filter(|pieces| pieces.time_zone_annotation().is_none())?;
        Some(Self { time: pieces.time()?, offset: pieces.to_numeric_offset() })
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.time)?;
        match self.offset {
            None => Ok(()),
            Some(Offset::UTC) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset.is_negative() { '-' } else { '+' };
                let minutes = offset.seconds().unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// So that a setter takes a plain time.
impl From<Time> for Formatted<TimeOfDay> {
    fn from(time: Time) -> Self {
        TimeOfDay::from(time).into()
    }
}
