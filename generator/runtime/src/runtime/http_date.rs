//! Instants as HTTP has them. In: any of the three forms of RFC 9110, section 5.6.7. Out: the preferred one.

use std::fmt;

use jiff::Timestamp;

use super::formatted::{Format, Formatted};

/// An instant as in the header `Last-Modified`, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct HttpDate(
    /// The instant, of which only whole seconds are sent.
    pub Timestamp,
);

impl From<Timestamp> for HttpDate {
    fn from(instant: Timestamp) -> Self {
        Self(instant)
    }
}

impl Format for HttpDate {
    fn read(text: &str) -> Option<Self> {
        let instant = httpdate::parse_http_date(text).ok()?;
        Timestamp::try_from(instant).ok().map(Self)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    }
}

/// So that a setter takes a plain instant.
impl From<Timestamp> for Formatted<HttpDate> {
    fn from(instant: Timestamp) -> Self {
        HttpDate(instant).into()
    }
}
