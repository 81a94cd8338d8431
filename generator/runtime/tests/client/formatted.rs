//! Texts with a format: what has it, what has not, and what goes out again.

use std::net::Ipv6Addr;
use std::str::FromStr;

use jiff::civil::time;
use jiff::tz::offset;
use jiff::{SignedDuration, SpanFieldwise, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::runtime::{
    Exact, Format, Formatted, HttpDate, Milliseconds, Nullable, Seconds, TimeOfDay, UnixTime,
};

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
    assert_eq!(Nullable::<String>::from("a"), Nullable::Value("a".to_owned()));
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
    assert_eq!(Formatted::<TimeOfDay>::from(time(9, 30, 0, 0)).to_string(), "09:30:00");
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

#[test]
fn dates_of_http_are_read_in_all_their_forms_and_written_in_one() {
    let instant: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert_eq!(read::<HttpDate>(text), Some(HttpDate(instant)), "{text}");
    }
    assert_eq!(read::<HttpDate>("1994-11-06"), None);
    let written = |instant: Timestamp| Formatted::<HttpDate>::from(instant).to_string();
    assert_eq!(written(instant), "Sun, 06 Nov 1994 08:49:37 GMT");
    // Far from all years that have such a form, there is still a string.
    assert_eq!(written("1900-01-01T00:00:00Z".parse().unwrap()), "Mon, 01 Jan 1900 00:00:00 GMT");
    assert!(!written(Timestamp::MIN).is_empty() && !written(Timestamp::MAX).is_empty());
}

#[test]
fn numbers_of_seconds_are_instants_and_durations() {
    let unix: UnixTime = serde_json::from_str("-1").unwrap();
    assert_eq!(unix.timestamp().unwrap().to_string(), "1969-12-31T23:59:59Z");
    assert_eq!(UnixTime(i64::MAX).timestamp(), None);
    for json in ["0", "90", "1.5", "-0.25", "86400"] {
        let seconds: Seconds = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&seconds).unwrap(), json);
        let milliseconds: Milliseconds = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&milliseconds).unwrap(), json);
    }
    let seconds: Seconds = serde_json::from_str("1.5").unwrap();
    assert_eq!(seconds.0, SignedDuration::from_millis(1500));
    let milliseconds: Milliseconds = serde_json::from_str("1.5").unwrap();
    assert_eq!(milliseconds.0, SignedDuration::from_micros(1500));
    for json in ["1e300", "-1e300", "9007199254740994", "\"1\""] {
        assert!(serde_json::from_str::<Seconds>(json).is_err(), "{json}");
        assert!(serde_json::from_str::<Milliseconds>(json).is_err(), "{json}");
    }
}

/// Whether the string has the format, as the crate reads it, and goes out as it came.
#[track_caller]
fn check<T: Format>(text: &str, has: bool) {
    let json = serde_json::to_string(text).unwrap();
    let value: Formatted<T> = serde_json::from_str(&json).unwrap();
    assert_eq!(value.get().is_some(), has, "{text}");
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<Exact<T>>(&json).is_ok(), has, "{text}");
    if let Some(value) = value.into_inner() {
        // Without the string that it came from.
        assert_eq!(serde_json::to_string(&Exact(value)).unwrap(), json);
    }
}

#[test]
fn other_crates_have_the_same_formats() {
    for (text, has) in [
        ("2020-02-29T12:30:00Z", true),
        ("2020-02-29T12:30:00.125+02:00", true),
        ("9999-12-31T23:59:59Z", true),
        ("2020-02-29T12:30:00", false),
        ("2020-02-29", false),
        ("", false),
    ] {
        check::<chrono::DateTime<chrono::FixedOffset>>(text, has);
        check::<::time::OffsetDateTime>(text, has);
    }
    for (text, has) in [
        ("2020-02-29", true),
        ("2021-02-29", false),
        ("2020-02-29T12:30:00Z", false),
        ("never", false),
    ] {
        check::<chrono::NaiveDate>(text, has);
        check::<::time::Date>(text, has);
    }
    for (text, has) in [
        ("2020-02-29T12:30:00", true),
        ("2020-02-29T12:30:00.125", true),
        ("2020-02-29T12:30:00Z", false),
        ("2020-02-29T12:30:00+02:00", false),
        ("12:30:00", false),
    ] {
        check::<chrono::NaiveDateTime>(text, has);
        check::<::time::PrimitiveDateTime>(text, has);
    }
    for (text, has) in
        [("12:30:00", true), ("12:30:00.125", true), ("12:30:00Z", false), ("25:00:00", false)]
    {
        check::<chrono::NaiveTime>(text, has);
        check::<::time::Time>(text, has);
    }
}
