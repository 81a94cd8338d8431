//! What the API sends to callers is told apart by its name or by what it holds, and read as what it is.

use case_callback_events::webhooks::{DialCallback, MessageCallback, message_status, report};

#[test]
fn the_body_says_which_callback_it_is() {
    let done = DialCallback::parse(br#"{"kind":"done","seconds":3}"#).unwrap();
    assert!(matches!(done, DialCallback::OnDone(done) if done.seconds == 3));
    let failed = DialCallback::parse(br#"{"kind":"failed","why":"busy"}"#).unwrap();
    assert!(matches!(failed, DialCallback::OnFailed(it) if it.why.as_deref() == Some("busy")));
    assert!(matches!(DialCallback::parse(b"{}").unwrap(), DialCallback::Unknown(_)));
}

#[test]
fn forms_become_values() {
    let body = b"sid=S%20M+1&price=0.0075&urgent=true&segments=2&media=a%26b&sizes=1&sizes=2\
                 &last=%7B%22kind%22%3A%22failed%22%7D&unknown=x";
    let status = message_status(body).unwrap();
    assert_eq!((status.sid.as_str(), status.price, status.urgent), ("S M 1", 0.0075, Some(true)));
    assert_eq!(status.segments, Some(2));
    assert_eq!(status.media, Some(vec!["a&b".to_owned()]));
    assert_eq!(status.sizes, Some(vec![1, 2]));
    assert!(status.last.is_some());
    assert_eq!(message_status(b"sid=12&price=1&segments=").unwrap().sid, "12");
    assert_eq!(message_status(b"sid=12&price=a").unwrap_err().path(), "$.price");

    let status = MessageCallback::parse("status", b"sid=S&price=1").unwrap();
    assert!(matches!(status, MessageCallback::Status(status) if status.sid == "S"));
}

#[test]
fn xml_becomes_a_value() {
    let failed = report(b"<Failed><kind>failed</kind><why>busy</why></Failed>").unwrap();
    assert_eq!(failed.why.as_deref(), Some("busy"));
}
