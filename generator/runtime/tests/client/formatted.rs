//! Texts with a format: what has it, what has not, and what goes out again.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use jiff::civil::time;
use jiff::tz::offset;
use jiff::{SpanFieldwise, ToSpan};
use serde::{Deserialize, Serialize};

use crate::runtime::{Format, Formatted, Nullable, TimeOfDay};

impl Format for Ipv6Addr {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Host {
    address: Formatted<Ipv6Addr>,
}

fn decode(json: &str) -> Host {
    serde_json::from_str(json).unwrap()
}

#[test]
fn every_text_decodes_and_goes_out_as_it_came() {
    for (json, value) in [
        (r#"{"address":"::1"}"#, Some(Ipv6Addr::LOCALHOST)),
        // Another way to write the same.
        (r#"{"address":"0:0:0:0:0:0:0:1"}"#, Some(Ipv6Addr::LOCALHOST)),
        (r#"{"address":""}"#, None),
        (r#"{"address":"\u00e9 \"unknown\""}"#, None),
    ] {
        let host = decode(json);
        assert_eq!(host.address.get(), value.as_ref(), "{json}");
        assert_eq!(host.address.clone().into_inner(), value, "{json}");
        let sent = serde_json::to_value(&host).unwrap();
        assert_eq!(sent, serde_json::from_str::<serde_json::Value>(json).unwrap());
    }
    assert!(serde_json::from_str::<Host>(r#"{"address":1}"#).is_err());
}

#[test]
fn values_convert_and_compare() {
    let text = |text: &str| Formatted::<Ipv6Addr>::from_str(text).unwrap();
    let (address, other) = (Formatted::from(Ipv6Addr::LOCALHOST), text("a"));
    assert_eq!(address, Ipv6Addr::LOCALHOST);
    assert_eq!(address, text("0:0:0:0:0:0:0:1"));
    assert_ne!(address, text(""));
    assert_ne!(other, text("b"));
    assert_ne!(other, Ipv6Addr::LOCALHOST);
    assert_eq!((address.to_string(), other.to_string()), ("::1".to_owned(), "a".to_owned()));
    assert_eq!(format!("{address:?} {other:?} {other:>3}"), "::1 \"a\"   a");
    let nullable: Nullable<Formatted<Ipv6Addr>> = Ipv6Addr::LOCALHOST.into();
    assert_eq!(nullable, Nullable::Value(address));
    assert_eq!(Nullable::from("a"), Nullable::Value("a".to_owned()));
}

/// What a text says, and that the text is the same when it goes out again.
fn read<T: Format + Clone>(text: &str) -> Option<T> {
    let formatted = Formatted::<T>::from(text);
    assert_eq!(formatted.to_string(), text);
    assert_eq!(serde_json::to_value(&formatted).unwrap(), text);
    formatted.into_inner()
}

#[test]
fn times_of_a_day_say_how_far_their_clock_is_from_utc() {
    let at = |time, offset| Some(TimeOfDay { time, offset });
    for (text, time) in [
        ("09:30:00", at(time(9, 30, 0, 0), None)),
        ("09:30:00Z", at(time(9, 30, 0, 0), Some(offset(0)))),
        ("09:30:00z", at(time(9, 30, 0, 0), Some(offset(0)))),
        ("09:30:00.5+02:00", at(time(9, 30, 0, 500_000_000), Some(offset(2)))),
        ("09:30:00-03:00", at(time(9, 30, 0, 0), Some(offset(-3)))),
        ("09:30", at(time(9, 30, 0, 0), None)),
        ("half past nine", None),
        ("09:30:00[Europe/Paris]", None),
        ("", None),
    ] {
        assert_eq!(read::<TimeOfDay>(text), time, "{text}");
    }
    let late = TimeOfDay { time: time(22, 0, 0, 0), offset: Some(offset(-3)) };
    assert_eq!(Formatted::from(late).to_string(), "22:00:00-03:00");
    assert_eq!(Formatted::from(time(9, 30, 0, 0)).to_string(), "09:30:00");
}

#[test]
fn durations_keep_their_units() {
    for (text, span) in [
        ("P1DT12H", Some(1.day().hours(12))),
        ("PT36H", Some(36.hours())),
        ("P1W", Some(1.week())),
        ("-PT1.5S", Some((-1).second().milliseconds(-500))),
        ("PT0.5H", Some(30.minutes())),
        ("soon", None),
        ("", None),
    ] {
        let expected = span.map(jiff::Span::fieldwise);
        assert_eq!(read::<SpanFieldwise>(text), expected, "{text}");
    }
    assert_eq!(Formatted::from(3.days()).to_string(), "P3D");
}
