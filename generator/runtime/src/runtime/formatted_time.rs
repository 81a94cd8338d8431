//! Instants and dates as texts with a format.

use super::formatted::Format;

impl Format for jiff::Timestamp {}

impl Format for jiff::civil::Date {}
