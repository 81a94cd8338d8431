//! IP addresses as strings with a format.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::formatted::Format;

impl Format for Ipv4Addr {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Format for Ipv6Addr {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
