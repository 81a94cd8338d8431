//! Dates and times without an offset as strings with a format.

use std::fmt;

use jiff::civil::{DateTime, Time};

use super::formatted::Format;

impl Format for DateTime {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Format for Time {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
