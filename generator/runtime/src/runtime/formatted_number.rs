//! Integers as strings with a format, for servers whose clients have only floats.

use std::fmt;

use super::formatted::Format;

impl Format for i64 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Format for u64 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
