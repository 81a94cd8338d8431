//! Instants and dates as strings with a format.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::formatted::{Format, Formatted};

/// How long after `00:00` the hour `24:00` is.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Format for Timestamp {
    fn read(text: &str) -> Option<Self> {
        let (text, later) = at_midnight(text);
        let instant: Self = text.parse().ok()?;
        instant.checked_add(later).ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Formatted<Timestamp> {
    /// The date, the time and the offset as they are written; `None` if the string is not of these.
    ///
    /// That is all of an instant that [`get`](Self::get) does not have: without an offset it is no instant, and jiff's
    /// last one is 9999-12-30T22:00:00Z, while some servers have 9999-12-31T23:59:59Z for *never*.
    pub fn written(&self) -> Option<(DateTime, Option<Offset>)> {
        let text = self.to_string();
        let (text, later) = at_midnight(&text);
        let pieces = Pieces::parse(text.as_bytes()).ok()?;
        let local = pieces.date().to_datetime(pieces.time()?);
        Some((local.checked_add(later).ok()?, pieces.to_numeric_offset()))
    }
}

/// The string with `00:00` for `24:00`, the end of a day (ISO 8601-1, section 4.3.8.4), and what is to be added for that.
fn at_midnight(text: &str) -> (Cow<'_, str>, SignedDuration) {
    let Some((at, rest)) = text.split_once(['T', 't', ' ']).and_then(|(date, time)| {
        let rest = time.strip_prefix("24:00")?;
        let seconds = rest.trim_start_matches([':', '0', '.', ',']);
        seconds.bytes().next().is_none_or(|next| !next.is_ascii_digit()).then_some((date, rest))
    }) else {
        return (text.into(), SignedDuration::ZERO);
    };
    (format!("{at}T00:00{rest}").into(), DAY)
}

/// A date with a time is none: it would lose the time.
impl Format for Date {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|_| !text.contains(['T', 't', ' ', '[']))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
