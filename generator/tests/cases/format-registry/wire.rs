//! Each format has a type, and what does not have the format comes back as it came.

use std::net::Ipv4Addr;
use std::time::Duration;

use case_format_registry::blocking::Client;
use case_format_registry::models::{All, AllEither};
use jiff::civil::{DateTime, date, time};
use jiff::tz::Offset;

use crate::server::Server;

const ALL: &str = r#"200 OK
content-type: application/json

{"id":"18446744073709551615","address":"127.0.0.1","address6":"::1","expires":"9999-12-31T23:59:59Z","modified":"Sun, 06 Nov 1994 08:49:37 GMT","local":"2024-01-02T03:04:05","opens":"09:30:00","day":"2024-01-02","created":1700000000,"key":"-_8","key2":"-_8=","price":"0.10","exact":0.1000000000000000000000000000000001,"tiny":"-128","big":"9223372036854775807","byte":255,"safe":9007199254740991,"part":999,"share":1.50,"token":"a","template":"/a{?b}","pointer":"/a","pattern":"^a$","letter":"a","wait":1.5,"timeout":1500,"either":"18446744073709551615"}"#;

fn body() -> &'static str {
    ALL.rsplit('\n').next().unwrap()
}

#[test]
fn values_have_the_types_of_their_formats() {
    let server = Server::answering([ALL, ALL]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let new = All::new(1, Ipv4Addr::LOCALHOST).modified(jiff::Timestamp::UNIX_EPOCH).wait(Duration::from_secs(90));
    let new = new.created(jiff::Timestamp::UNIX_EPOCH).key([255_u8].as_slice()).price("1.0").opens(time(9, 0, 0, 0));
    let call = client.put_all(7, new).since(jiff::Timestamp::UNIX_EPOCH).at(5).within(Duration::from_secs(3));
    let all = call.send().unwrap();
    let request = server.request();
    let since = "Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT";
    assert_eq!(request.line, format!("PUT /all/7?since={since}&at=5&within=3"));
    let sent = r#"{"id":"1","address":"127.0.0.1","modified":"Thu, 01 Jan 1970 00:00:00 GMT","opens":"09:00:00","created":0,"key":"_w","price":"1.0","wait":90}"#;
    assert_eq!(request.body, sent);

    assert_eq!(all.id.get(), Some(&u64::MAX));
    assert_eq!(all.modified.as_ref().unwrap().get().unwrap().0.as_second(), 784_111_777);
    assert_eq!(all.local.as_ref().unwrap().get(), Some(&date(2024, 1, 2).at(3, 4, 5, 0)));
    assert_eq!(all.created.unwrap().timestamp().unwrap().to_string(), "2023-11-14T22:13:20Z");
    assert_eq!(all.key.as_ref().unwrap().decode().unwrap(), [0xfb, 0xff]);
    assert_eq!(all.key2.as_ref().unwrap().decode().unwrap(), [0xfb, 0xff]);
    assert_eq!(all.wait.unwrap().0.as_millis(), 1500);
    assert_eq!(all.timeout.unwrap().0.as_millis(), 1500);
    assert!(matches!(all.either, Some(AllEither::Uint64(_))));
    client.put_all(7, all).send().unwrap();
    assert_eq!(server.request().body, body());
}

#[test]
fn strings_without_the_format_come_back() {
    let odd = r#"{"id":"many","address":"::1","address6":"","expires":"","modified":"yesterday","local":"2024-01-02","opens":"9","day":"2024-01-02T03:04:05Z","price":"free","tiny":"128","big":"x"}"#;
    let all: All = serde_json::from_str(odd).unwrap();
    assert_eq!((all.id.get(), all.address.get()), (None, None));
    assert_eq!(all.day.as_ref().unwrap().get(), None);
    assert_eq!(serde_json::to_string(&all).unwrap(), odd);
}

#[test]
fn instants_are_at_hand_as_what_they_are() {
    let written = |text: &str| {
        let all = format!(r#"{{"id":"1","address":"","expires":"{text}"}}"#);
        let all: All = serde_json::from_str(&all).unwrap();
        let expires = all.expires.unwrap();
        assert_eq!(serde_json::to_string(&expires).unwrap(), format!("\"{text}\""));
        let instant = expires.get().map(ToString::to_string);
        (expires.written(), instant)
    };
    let never: DateTime = date(9999, 12, 31).at(23, 59, 59, 0);
    assert_eq!(written("9999-12-31T23:59:59Z"), (Some((never, Some(Offset::UTC))), None));
    let local = date(2024, 1, 2).at(3, 4, 5, 0);
    assert_eq!(written("2024-01-02T03:04:05"), (Some((local, None)), None));
    let midnight = date(2025, 1, 1).at(0, 0, 0, 0);
    let utc = Some(Offset::UTC);
    for text in ["2024-12-31T24:00:00Z", "2024-12-31T24:00Z", "2024-12-31T24:00:00.000Z"] {
        let instant = Some(String::from("2025-01-01T00:00:00Z"));
        assert_eq!(written(text), (Some((midnight, utc)), instant));
    }
    let leap = date(2016, 12, 31).at(23, 59, 59, 0);
    assert_eq!(
        written("2016-12-31T23:59:60Z"),
        (Some((leap, utc)), Some(String::from("2016-12-31T23:59:59Z")))
    );
    assert_eq!(written("2024-12-31T24:30:00Z"), (None, None));
    assert_eq!(written("soon"), (None, None));
}

#[test]
fn forms_keep_what_has_no_other_type() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.post_all("1", time(9, 0, 0, 0), 5).day(date(2024, 1, 2)).send().unwrap();
    assert_eq!(server.request().body, "opens=09%3A00%3A00&size=5&day=2024-01-02");
}
