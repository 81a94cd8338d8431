//! What a response holds, and what the client made of it, in; the differences out.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::roundtrip::compare::{Difference, compare};
use crate::roundtrip::json::Json;

/// What the client made of a body, an item or a header.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Told {
    /// A value, as its type writes it.
    Json(String),
    Text(String),
    /// Bytes.
    Base64(String),
    Nothing,
    /// A server-sent event.
    Event {
        event: String,
        id: String,
        data: Box<Told>,
    },
    /// It did not decode, or was not written, for this reason.
    Wrong(String),
}

/// What a body, an item or a header holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Holds {
    Nothing,
    /// JSON: the client has to give the value.
    Json(Value),
    /// A string that stands for a value: the client gives the value, or the text as it is.
    Written(Value, String),
    /// A string.
    Text(String),
    /// Bytes, or a string that nothing is said about.
    Bytes(Vec<u8>),
    /// A server-sent event.
    Event {
        event: String,
        id: String,
        data: Box<Holds>,
    },
}

/// What is wrong with what the client made of a whole body.
pub(super) fn of_whole(sent: Option<&Holds>, told: Option<&Told>) -> Vec<String> {
    match (sent, told) {
        (Some(sent), Some(told)) => differences(sent, told),
        _ => vec!["nothing is told of the body".to_owned()],
    }
}

/// What is wrong with the items that the client read. Without items of their own, they are the bytes of the body.
pub(super) fn of_items(sent: Option<&[Holds]>, body: &[u8], told: Option<&[Told]>) -> Vec<String> {
    let told = told.unwrap_or_default();
    let Some(sent) = sent else {
        // A single value of JSON, which the client reads as one of many; it is judged as a whole.
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
        if is_json && matches!(told, [] | [Told::Json(_)]) {
            return Vec::new();
        }
        let pieces: Option<Vec<Vec<u8>>> = told.iter().map(Told::bytes).collect();
        return match pieces {
            Some(pieces) if pieces.concat() == body => Vec::new(),
            _ => vec![format!("other pieces came out: {told:?}")],
        };
    };
    let mut found = Vec::new();
    if sent.len() != told.len() {
        found.push(format!("{} items came out, of {}", told.len(), sent.len()));
    }
    for (number, (sent, told)) in sent.iter().zip(told).enumerate() {
        let differences = differences(sent, told);
        found.extend(differences.into_iter().map(|what| format!("item {number}: {what}")));
    }
    found
}

/// What is wrong with the headers: each that was sent has to be there as it was sent, and none that was not.
pub(super) fn of_headers<'h>(
    sent: impl Iterator<Item = (&'h str, &'h Holds)> + Clone,
    told: &BTreeMap<String, Option<Told>>,
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, holds) in sent.clone() {
        let same = told.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        let differences = match same.map(|(_, told)| told) {
            None => vec!["the client has nothing for it".to_owned()],
            Some(None) => vec!["it is missing".to_owned()],
            Some(Some(told)) => differences(holds, told),
        };
        found.extend(differences.into_iter().map(|what| format!("header `{name}`: {what}")));
    }
    let was_sent = |name: &str| sent.clone().any(|(other, _)| other.eq_ignore_ascii_case(name));
    let others = told.iter().filter(|(name, told)| told.is_some() && !was_sent(name));
    found.extend(others.map(|(name, _)| format!("header `{name}`: it was not sent")));
    found
}

/// How what was told differs from what was sent.
fn differences(sent: &Holds, told: &Told) -> Vec<String> {
    let same = |is_same: bool, what: &str| match is_same {
        true => Vec::new(),
        false => vec![format!("{what}, of {}", sent.shown())],
    };
    match (sent, told) {
        (_, Told::Wrong(reason)) => vec![reason.clone()],
        (Holds::Nothing, Told::Nothing) => Vec::new(),
        // What has no body is an empty one.
        (Holds::Nothing, Told::Text(text) | Told::Base64(text)) => {
            same(text.is_empty(), &format!("`{text}` came out"))
        }
        (Holds::Json(value), Told::Json(told)) => values(value, told),
        (Holds::Written(value, text), Told::Json(told)) => {
            let is_text = values(&Value::from(text.as_str()), told).is_empty();
            if is_text { Vec::new() } else { values(value, told) }
        }
        (Holds::Text(text), Told::Json(told)) => values(&Value::from(text.as_str()), told),
        (Holds::Written(_, text) | Holds::Text(text), Told::Text(told)) => {
            same(text == told, &format!("the text `{told}` came out"))
        }
        (Holds::Bytes(bytes), Told::Text(told)) => {
            same(told.as_bytes() == bytes, &format!("the text `{told}` came out"))
        }
        (Holds::Written(_, text) | Holds::Text(text), Told::Base64(told)) => {
            same(decoded(told) == text.as_bytes(), &format!("the bytes `{told}` came out"))
        }
        (Holds::Bytes(bytes), Told::Base64(told)) => {
            same(decoded(told) == *bytes, &format!("the bytes `{told}` came out"))
        }
        (
            Holds::Event { event, id, data },
            Told::Event { event: told_event, id: told_id, data: told_data },
        ) => {
            let mut found = differences(data, told_data);
            found.extend(different("kind of event", event, told_event));
            found.extend(different("id", id, told_id));
            found
        }
        _ => vec![format!("{} came out, of {}", told.shown(), sent.shown())],
    }
}

fn different(what: &str, sent: &str, told: &str) -> Option<String> {
    (sent != told).then(|| format!("the {what} is `{told}`, and should be `{sent}`"))
}

/// The bytes that were told; what is no base64 is none that were sent.
fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap_or_default()
}

/// How a value that was told differs, by what a schema does not permit.
pub(crate) fn values(sent: &Value, told: &str) -> Vec<String> {
    match (Json::parse(&sent.to_string()), Json::parse(told)) {
        (Ok(sent), Ok(told)) => compare(&sent, &told).iter().map(difference).collect(),
        (Err(error), _) | (_, Err(error)) => vec![format!("`{told}` is not JSON: {error}")],
    }
}

fn difference(found: &Difference) -> String {
    let shown = |json: &Option<Json>| json.as_ref().map_or("nothing".to_owned(), Json::to_string);
    let Difference { pointer, kind, before, after } = found;
    format!("`{pointer}` {}: {} became {}", kind.text(), shown(before), shown(after))
}

impl Holds {
    /// The bytes that it is as a whole body.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Nothing | Self::Event { .. } => Vec::new(),
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Written(_, text) | Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Event { event, .. } => format!("the event `{event}`"),
            other => format!("`{}`", String::from_utf8_lossy(&other.bytes())),
        }
    }
}

impl Told {
    /// The bytes, where it is that.
    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Base64(text) => Some(decoded(text)),
            _ => None,
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Json(text) => format!("the value `{text}`"),
            Self::Text(text) => format!("the text `{text}`"),
            Self::Base64(text) => format!("the bytes `{text}`"),
            Self::Nothing => "nothing".to_owned(),
            Self::Event { event, .. } => format!("the event `{event}`"),
            Self::Wrong(reason) => reason.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Holds, Told, differences, of_headers, of_items, of_whole};
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    fn told(told: Value) -> Told {
        serde_json::from_value(told).unwrap()
    }

    fn found(sent: Holds, told: Value) -> Vec<String> {
        differences(&sent, &self::told(told))
    }

    #[test]
    fn a_body_that_nothing_is_told_of_is_lost() {
        assert_eq!(of_whole(Some(&Holds::Nothing), None), ["nothing is told of the body"]);
        assert!(of_whole(Some(&Holds::Nothing), Some(&Told::Nothing)).is_empty());
    }

    #[test]
    fn items_are_compared_one_by_one() {
        let sent = [Holds::Json(json!(1)), Holds::Json(json!(2))];
        let items = |texts: &[&str]| {
            let told: Vec<Told> = texts.iter().map(|text| told(json!({ "json": text }))).collect();
            of_items(Some(&sent), b"", Some(&told))
        };
        assert!(items(&["1", "2"]).is_empty());
        assert_eq!(items(&["1", "3"]), ["item 1: `` another number: 2 became 3"]);
        assert_eq!(items(&["1"]), ["1 items came out, of 2"]);
        assert_eq!(items(&["1", "2", "2"]), ["3 items came out, of 2"]);
        assert_eq!(of_items(Some(&sent), b"", None), ["0 items came out, of 2"]);
    }

    #[test]
    fn pieces_are_the_bytes_of_the_body() {
        let pieces = |list: &[&str]| {
            let told: Vec<Told> = list.iter().map(|text| told(json!({ "base64": text }))).collect();
            of_items(None, b"abc", Some(&told)).is_empty()
        };
        assert!(pieces(&["YWI=", "Yw=="]));
        assert!(!pieces(&["YWI="]));
        assert!(!pieces(&[]));
    }

    #[test]
    fn headers_are_those_that_were_sent() {
        let (one, text) = (Holds::Json(json!(1)), Holds::Text("a".to_owned()));
        let sent = [("X-One", &one), ("X-Text", &text)];
        let headers = |told: Value| {
            let told: BTreeMap<String, Option<Told>> = serde_json::from_value(told).unwrap();
            of_headers(sent.into_iter(), &told)
        };
        let none: [&str; 0] = [];
        let right =
            json!({ "x-one": { "json": "1" }, "X-Text": { "json": "\"a\"" }, "X-No": null });
        assert_eq!(headers(right), none);
        let wrong = json!({ "X-One": { "json": "2" }, "X-Text": null, "X-No": { "json": "3" } });
        assert_eq!(
            headers(wrong),
            [
                "header `X-One`: `` another number: 1 became 2",
                "header `X-Text`: it is missing",
                "header `X-No`: it was not sent",
            ]
        );
        assert_eq!(
            headers(json!({ "X-One": { "wrong": "no" } })),
            ["header `X-One`: no", "header `X-Text`: the client has nothing for it"]
        );
    }

    #[test]
    fn what_is_told_is_what_was_sent() {
        let value = json!({ "a": [1, null], "when": "2024-02-29T12:34:50Z" });
        let written =
            json!({ "json": "{\"when\":\"2024-02-29T12:34:50+00:00\",\"a\":[1.0,null]}" });
        for (sent, told) in [
            (Holds::Json(value.clone()), written.clone()),
            (Holds::Written(value, "<a/>".to_owned()), written),
            (Holds::Written(json!(7), "7".to_owned()), json!({ "text": "7" })),
            (Holds::Text("a".to_owned()), json!({ "text": "a" })),
            (Holds::Text("a".to_owned()), json!({ "json": "\"a\"" })),
            (Holds::Text("a".to_owned()), json!({ "base64": "YQ==" })),
            (Holds::Bytes(vec![0, 255]), json!({ "base64": "AP8=" })),
            (Holds::Nothing, json!("nothing")),
            (Holds::Nothing, json!({ "text": "" })),
        ] {
            assert_eq!(found(sent.clone(), told), Vec::<String>::new(), "{sent:?}");
        }
    }

    #[test]
    fn what_the_client_lost_is_found() {
        let value = json!({ "a": 1, "b": 2 });
        for (sent, told, wanted) in [
            (Holds::Json(value.clone()), json!({ "json": "{}" }), "`/a` lost: 1 became nothing"),
            (
                Holds::Json(json!({})),
                json!({ "json": "{\"a\":null}" }),
                "`/a` null for absent: nothing became null",
            ),
            (Holds::Json(json!(1)), json!("nothing"), "nothing came out, of `1`"),
            (
                Holds::Json(json!("a")),
                json!({ "text": "\"a\"" }),
                "the text `\"a\"` came out, of `\"a\"`",
            ),
            (Holds::Text("a".to_owned()), json!({ "text": "b" }), "the text `b` came out, of `a`"),
            (
                Holds::Bytes(vec![65]),
                json!({ "base64": "YQ==" }),
                "the bytes `YQ==` came out, of `A`",
            ),
            (Holds::Nothing, json!({ "text": "x" }), "`x` came out, of nothing"),
            (Holds::Json(json!(1)), json!({ "wrong": "no number" }), "no number"),
        ] {
            assert_eq!(found(sent, told).first().map(String::as_str), Some(wanted));
        }
        assert_eq!(found(Holds::Json(value), json!({ "json": "{}" })).len(), 2);
    }

    #[test]
    fn an_event_is_its_kind_its_id_and_its_data() {
        let event = |event: &str, id: &str, data: Holds| Holds::Event {
            event: event.to_owned(),
            id: id.to_owned(),
            data: Box::new(data),
        };
        let told = json!({ "event": { "event": "add", "id": "7", "data": { "json": "1" } } });
        let none: [&str; 0] = [];
        assert_eq!(found(event("add", "7", Holds::Json(json!(1))), told.clone()), none);
        assert_eq!(
            found(event("message", "", Holds::Json(json!(2))), told),
            [
                "`` another number: 2 became 1",
                "the kind of event is `add`, and should be `message`",
                "the id is `7`, and should be ``",
            ]
        );
    }
}
