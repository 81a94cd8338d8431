//! Durations as strings with a format.

use std::fmt;

use jiff::{Span, SpanFieldwise};

use super::formatted::{Format, Formatted};

/// An ISO 8601 duration as in RFC 3339, appendix A, such as `P1DT12H`. Two are equal if all their units are, since a
/// day is not always 24 hours.
impl Format for SpanFieldwise {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Span::fieldwise)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// So that a setter takes a plain span.
impl From<Span> for Formatted<SpanFieldwise> {
    fn from(span: Span) -> Self {
        span.fieldwise().into()
    }
}
