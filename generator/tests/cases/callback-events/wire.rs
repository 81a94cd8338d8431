//! What the API sends to callers is told apart by its name or by what it holds, and read as what it is.

use case_callback_events::webhooks::{
    DialCallback, MessageCallback, message_status, report, styled,
};

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

#[test]
fn fields_of_a_form_are_read_by_their_styles() {
    let body = b"ids=1,2&names=a+b%2Cc%20d&tags=x%7Cy|z&size%5Bwidth%5D=3&size[unit]=4&range=start,5,unit,6\
                 &sender_id=7&age=8&data=%22q%22&data=r&text=9";
    let styled = styled(body).unwrap();
    assert_eq!(styled.ids, Some(vec![1, 2]));
    let texts = |texts: &[&str]| Some(texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    assert_eq!(styled.names, texts(&["a", "b,c", "d"]));
    assert_eq!(styled.tags, texts(&["x", "y", "z"]));
    let size = styled.size.unwrap();
    assert_eq!((size.width, size.unit.as_deref()), (Some(3), Some("4")));
    let range = styled.range.unwrap();
    assert_eq!((range.start, range.unit.as_deref()), (Some(5), Some("6")));
    let sender = styled.sender.unwrap();
    assert_eq!((sender.sender_id.as_deref(), sender.age), (Some("7"), Some(8)));
    assert_eq!(styled.data, texts(&["q", "r"]));
    assert_eq!(styled.text.as_deref(), Some("9"));
}

#[test]
fn what_nobody_knows_is_kept_as_it_came() {
    let body = b"\xff is no JSON";
    let MessageCallback::Unknown(unknown) = MessageCallback::parse("other", body).unwrap() else {
        panic!("it is known");
    };
    assert_eq!(unknown.bytes().as_ref(), body);
    assert!(unknown.json::<bool>().is_err());
    let DialCallback::Unknown(unknown) = DialCallback::parse(b"ping=1").unwrap() else {
        panic!("it is known");
    };
    assert_eq!(unknown.bytes(), "ping=1");
}
