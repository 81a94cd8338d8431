//! Decimal numbers as strings with a format.

use std::fmt;

use super::decimal::Decimal;
use super::formatted::Format;

impl Format for Decimal {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
