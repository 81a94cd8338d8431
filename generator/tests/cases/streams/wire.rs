//! Responses that are read while they arrive.

use std::io::Read;

use case_streams::blocking::Client;
use case_streams::models::{Answer, Delta, Row};
use case_streams::operations::{ChatError, DownloadError};
use case_streams::runtime::{Error, EventOrLine, StreamError};
use serde_json::{Value, json};

use crate::server::Server;

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn bytes_are_read_as_they_come_or_as_a_whole() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/octet-stream\n\nbytes",
        "206 Partial Content\ncontent-type: application/octet-stream\n\nby",
        "404 Not Found\ncontent-type: application/json\n\n{\"message\":\"None\"}",
    ]);
    let client = client(&server);
    assert_eq!(client.download().send().unwrap(), "bytes");
    let mut text = String::new();
    client.download().into_stream().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "by");
    match client.download().into_stream().unwrap_err() {
        Error::Documented(error) => match error.error {
            DownloadError::NotFound(problem) => assert_eq!(problem.message, "None"),
            other => panic!("{other:?}"),
        },
        other => panic!("{other}"),
    }
}

#[test]
fn a_call_asks_for_the_whole_or_for_events() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n{\"text\":\"Hi\"}",
        "200 OK\ncontent-type: text/event-stream; charset=utf-8\n\ndata: {\"text\":\"H\"}\n\ndata: x\n\ndata: {\"text\":\ndata: \"i\"}\n\ndata: [DONE]\n\n",
        "400 Bad Request\ncontent-type: application/json\n\n{\"message\":\"No\"}",
        "200 OK\ncontent-type: application/json\n\n{\"text\":\"Hi\"}",
    ]);
    let client = client(&server);
    assert_eq!(client.chat().send().unwrap(), Answer::new("Hi"));
    assert_eq!(server.request().header("accept"), "application/json");
    let mut events = client.chat().stream(true).into_stream().unwrap();
    let request = server.request();
    assert_eq!(request.header("accept"), "text/event-stream");
    assert_eq!(request.body, "{\"stream\":true}");
    assert_eq!(events.next().unwrap().unwrap().data, Delta::new("H"));
    match events.next().unwrap().unwrap_err() {
        StreamError::Decode(item) => assert_eq!(item.text, "x"),
        other => panic!("{other}"),
    }
    assert_eq!(events.next().unwrap().unwrap().data, Delta::new("i"));
    assert!(events.next().is_none());
    match client.chat().into_stream().unwrap_err() {
        Error::Documented(error) => assert!(matches!(error.error, ChatError::BadRequest(_))),
        other => panic!("{other}"),
    }
    // A server that does not stream has not done what was asked, and its answer is still there.
    match client.chat().into_stream().unwrap_err() {
        Error::Undocumented(response) => assert_eq!(response.body(), "{\"text\":\"Hi\"}"),
        other => panic!("{other}"),
    }
}

#[test]
fn events_are_texts_or_described_as_a_whole() {
    let server = Server::answering([
        "200 OK\ncontent-type: text/event-stream\n\nevent: add\nid: 7\nretry: 10\ndata: a\n\n",
        "200 OK\ncontent-type: text/event-stream\n\nevent: row\ndata: {\"n\":1}\n\n",
        "200 OK\ncontent-type: text/event-stream\n\ndata: a\ndata: b\n\n",
    ]);
    let client = client(&server);
    let event = client.events().into_stream().unwrap().next().unwrap().unwrap();
    assert_eq!((event.event.as_str(), event.id.as_str()), ("add", "7"));
    assert_eq!((event.data.event.as_deref(), event.data.id.as_deref()), (Some("add"), Some("7")));
    assert_eq!((event.data.retry, event.data.data.as_str()), (Some(10), "a"));
    let event = client.notices().into_stream().unwrap().next().unwrap().unwrap();
    assert_eq!((event.event.as_str(), event.data), ("row", Row::new(1)));
    let event = client.ticks().into_stream().unwrap().next().unwrap().unwrap();
    assert_eq!((event.event.as_str(), event.data.as_str()), ("message", "a\nb"));
}

#[test]
fn values_follow_each_other() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/x-ndjson\n\n{\"n\":1}\r\n\r\n{\"n\":2}\n{\"n\":3}",
        "200 OK\ncontent-type: application/json-seq\n\n\u{1e}{\"n\":\n1}\n\u{1e}\u{1e}{\"n\":2}\n",
        "200 OK\ncontent-type: application/jsonl\n\n{\"n\":1}\n[]\n",
        "200 OK\ncontent-type: application/jsonl\n\n{\"n\":1}\n[]\n",
    ]);
    let client = client(&server);
    let rows: Vec<Row> = client.rows().into_stream().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows, [Row::new(1), Row::new(2), Row::new(3)]);
    let records: Vec<Row> = client.records().into_stream().unwrap().map(Result::unwrap).collect();
    assert_eq!(records, [Row::new(1), Row::new(2)]);
    // A text as a whole, and line by line the values that it holds.
    assert_eq!(client.log().send().unwrap(), "{\"n\":1}\n[]\n");
    let log: Vec<Value> = client.log().into_stream().unwrap().map(Result::unwrap).collect();
    assert_eq!(log, [json!({ "n": 1 }), json!([])]);
}

#[test]
fn what_arrives_says_how_items_follow_each_other() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/jsonl\n\n{\"n\":1}\n",
        "200 OK\ncontent-type: text/event-stream\n\nevent: gone\ndata: 1\n\n",
        "200 OK\ncontent-type: application/jsonl\n\n{\"n\":1}\n{\"n\":2}",
        "200 OK\ncontent-type: application/json-seq\n\n\u{1e}{\"n\":1}\n\u{1e}{\"n\":2}\n",
        "200 OK\ncontent-type: text/event-stream\n\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\ndata: [DONE]\n\n",
        "200 OK\ncontent-type: application/jsonl\n\n{\"n\":1}\n",
    ]);
    let client = client(&server);
    let line = client.either().into_stream().unwrap().next().unwrap().unwrap();
    assert_eq!(server.request().header("accept"), "application/jsonl, text/event-stream");
    assert_eq!(line, EventOrLine::Line(Row::new(1)));
    match client.either().into_stream().unwrap().next().unwrap().unwrap() {
        EventOrLine::Event(event) => {
            assert_eq!((event.event.as_str(), event.data.as_str()), ("gone", "1"));
        }
        EventOrLine::Line(row) => panic!("{row:?}"),
    }
    for _ in 0..3 {
        let items = client.any_rows().into_stream().unwrap();
        let rows: Vec<Row> = items.map(|item| item.unwrap().into_data()).collect();
        assert_eq!(rows, [Row::new(1), Row::new(2)]);
    }
    let rows: Vec<Row> = client.mixed().into_stream().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows, [Row::new(1)]);
}

#[test]
fn json_may_be_many_values() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n{\"n\":1}{\"n\":2}\n\n{\"n\":null} {\"n\":4",
        "200 OK\ncontent-type: text/event-stream\n\ndata: {\"text\":\"a\"}\n\ndata: [DONE]\n\n",
        "200 OK\ncontent-type: application/json\n\n{\"text\":\"whole\"}",
        "200 OK\ncontent-type: application/json\n\n{\"result\":{\"n\":1}}\n{\"result\":{\"n\":2}}\n",
        "200 OK\ncontent-type: application/json\n\n{\"type\":\"ADDED\",\"object\":{\"n\":1}}\n",
    ]);
    let client = client(&server);
    let rows: Vec<_> = client.docker_events().into_stream().unwrap().collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[1].as_ref().unwrap(), &Row::new(2));
    assert!(matches!(rows[2], Err(StreamError::Decode(_))) && rows[3].is_err());
    let mut events = client.completions().into_stream().unwrap();
    assert_eq!(events.next().unwrap().unwrap().data.text, "a");
    assert!(events.next().is_none());
    assert_eq!(client.completions().send().unwrap().text, "whole");
    let results = client.gateway().into_stream().unwrap();
    assert_eq!(results.map(|it| it.unwrap().result.unwrap().n).collect::<Vec<_>>(), [1, 2]);
    let mut changes = client.list_pods().watch(true).into_stream().unwrap();
    assert_eq!(changes.next().unwrap().unwrap().r#type, "ADDED");
}
