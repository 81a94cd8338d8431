//! Instants, dates and times of the crate `time` as strings with a format.

use std::fmt;

use ::time::format_description::well_known::{Iso8601, Rfc3339};
use ::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use super::formatted::Format;

/// With the offset that it is written with.
impl Format for OffsetDateTime {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text, &Rfc3339).ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

/// A date with a time is none: it would lose the time.
impl Format for Date {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text, &Iso8601::DATE).ok().filter(|_| !text.contains('T'))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Format for PrimitiveDateTime {
    fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        Some(Self::new(Date::read(date)?, Time::read(time)?))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().write(f)?;
        f.write_str("T")?;
        self.time().write(f)
    }
}

/// A time with an offset is none: it would lose the offset.
impl Format for Time {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text, &Iso8601::TIME).ok().filter(|_| !text.contains(['Z', '+', '-']))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        write!(f, "{hour:02}:{minute:02}:{second:02}")?;
        if nanosecond == 0 {
            return Ok(());
        }
        let digits = format!("{nanosecond:09}");
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}
