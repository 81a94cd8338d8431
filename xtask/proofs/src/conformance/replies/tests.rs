//! Documented responses in, sampled ones out.

use super::{Documented, of, statuses};
use crate::conformance::description::operations;
use crate::conformance::schema::Schemas;
use crate::conformance::told::Holds;
use crate::conformance::xml::Xml;
use serde_json::json;

#[test]
fn each_key_of_the_responses_stands_for_statuses() {
    assert_eq!(statuses("404", &["404"]), [404]);
    assert_eq!(statuses("101", &["101"]), Vec::<u16>::new());
    assert_eq!(statuses("4XX", &["400", "4XX"]), [401]);
    assert_eq!(statuses("default", &["default"]), [200, 500]);
    assert_eq!(statuses("default", &["201", "500", "default"]), [501]);
}

#[test]
fn a_redirection_is_a_success_where_there_is_no_other() {
    let kinds = |responses: serde_json::Value| {
        let description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
        let operation = operations(&description).remove(0);
        let (replies, _) = of(&operation, Schemas::of(&description), Xml::of(&description));
        replies.iter().map(|it| it.kind()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(json!({ "302": {}, "404": {} })), ["success", "documented"]);
    assert_eq!(kinds(json!({ "204": {}, "302": {} })), ["success", "documented"]);
}

/// The sampled responses of an operation with these documented ones, and what is left out.
fn answers(responses: serde_json::Value) -> (Vec<Documented>, Vec<String>) {
    let schemas = json!({ "Row": { "type": "object", "required": ["n"], "properties": { "n": { "type": "integer" }, "s": { "type": "string" } } } });
    let description = json!({ "paths": { "/a": { "get": { "responses": responses } } }, "components": { "schemas": schemas } });
    let operation = operations(&description).remove(0);
    of(&operation, Schemas::of(&description), Xml::of(&description))
}

fn text(documented: &Documented) -> String {
    String::from_utf8_lossy(&documented.reply.body).into_owned()
}

#[test]
fn an_answer_is_valid_by_its_schema() {
    let (replies, left_out) = answers(json!({
        "200": { "content": { "application/json": { "schema": { "type": "array", "items": { "type": "integer" } } } } },
        "204": { "content": { "application/json": { "schema": { "type": "integer" } } } },
        "400": { "content": { "application/xml": {} } },
        "404": { "content": { "audio/*": {} } },
        "410": { "content": { "*/*": { "schema": { "properties": { "a": { "type": "boolean" } }, "required": ["a"] } } } },
        "411": { "content": { "*/*": { "schema": {} } } },
        "406": { "content": { "text/plain": { "schema": { "type": "boolean" } }, "text/csv": {} } },
        "415": { "content": { "application/json": { "schema": { "type": "string", "format": "binary" } } } },
        "422": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/None" } } } },
    }));
    let told: Vec<_> = replies.iter().map(|it| (it.of.as_str(), it.kind(), text(it))).collect();
    let told: Vec<_> = told.iter().map(|(of, kind, body)| (*of, *kind, body.as_str())).collect();
    assert_eq!(
        told,
        [
            ("200 application/json", "success", "[1]"),
            ("200 application/json", "success", "[1,2]"),
            ("204 application/json", "success", ""),
            ("400 application/xml", "documented", "<a>\u{e9} &amp; more</a>"),
            ("404 audio/plain", "documented", "\0\u{1}\u{fffd}"),
            ("410 application/json", "documented", "{\"a\":true}"),
            ("411 application/octet-stream", "documented", "\0\u{1}\u{fffd}"),
            ("406 text/plain", "documented", "true"),
            ("406 text/csv", "documented", "a text"),
            ("415 application/json", "documented", "\0\u{1}\u{fffd}"),
        ]
    );
    assert_eq!(replies[0].whole, Some(Holds::Json(json!([1]))));
    assert_eq!(replies[2].whole, Some(Holds::Nothing));
    assert_eq!(replies[7].whole, Some(Holds::Written(json!(true), "true".to_owned())));
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(left_out[0].starts_with("422: application/json: the reference"), "{left_out:?}");
}

#[test]
fn required_headers_come_alone_and_then_all() {
    let (replies, left_out) = answers(json!({ "200": { "headers": {
        "X-Limit": { "required": true, "schema": { "type": "integer" } },
        "X-Ids": { "schema": { "type": "array", "items": { "type": "integer" } } },
        "X-Object": { "explode": true, "schema": { "$ref": "#/components/schemas/Row" } },
        "X-Flat": { "schema": { "$ref": "#/components/schemas/Row" } },
        "X-Json": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Row" } } } },
        "X-Piped": { "x-codegen-delimiter": "|", "schema": { "type": "array", "items": { "type": "string" } } },
        "X-Deep": { "schema": { "type": "array", "items": { "type": "array", "items": {} } } },
        "Content-Type": { "required": true, "schema": { "type": "string" } },
        "Content-Length": { "schema": { "type": "integer" } },
    } } }));
    let [required, all] = replies.as_slice() else { panic!("{replies:?}") };
    assert_eq!(required.reply.headers, [("X-Limit".to_owned(), "1".to_owned())]);
    let all: Vec<_> = all
        .headers
        .iter()
        .map(|it| (it.name.as_str(), it.text.as_str(), it.holds.clone()))
        .collect();
    let kept = |text: &str| Holds::Text(text.to_owned());
    assert_eq!(
        all,
        [
            ("X-Limit", "1", Holds::Json(json!(1))),
            ("X-Ids", "1,2", Holds::Json(json!([1, 2]))),
            ("X-Object", "n=1,s=a b/c?d&e+f%g;h-1", kept("n=1,s=a b/c?d&e+f%g;h-1")),
            ("X-Flat", "n,1,s,a b/c?d&e+f%g;h-1", kept("n,1,s,a b/c?d&e+f%g;h-1")),
            (
                "X-Json",
                "{\"n\":1,\"s\":\"a \\\"b\\\"\\\\c/d\\n\\u00e9 \\u65e5-1\"}",
                Holds::Json(json!({ "n": 1, "s": "a \"b\"\\c/d\n\u{e9} \u{65e5}-1" }))
            ),
            (
                "X-Piped",
                "a b/c?d&e+f%g;h|a b/c?d&e+f%g;h-1",
                kept("a b/c?d&e+f%g;h|a b/c?d&e+f%g;h-1")
            ),
        ]
    );
    assert_eq!(
        left_out,
        [
            "200: the header `Content-Length`: it has a meaning in HTTP",
            "200: the header `X-Deep`: the style `simple` has no form for what is nested",
        ]
    );
}

#[test]
fn a_header_that_responses_describe_differently_may_be_a_text() {
    let header = |kind: &str| json!({ "headers": { "X-A": { "schema": { "type": kind } } } });
    let (replies, _) = answers(json!({ "200": header("integer"), "404": header("string") }));
    let held = &replies[1].headers[0].holds;
    assert_eq!(held, &Holds::Written(json!(1), "1".to_owned()));
}

#[test]
fn lines_and_sequences_have_several_values() {
    let row = json!({ "x-codegen-item-schema": "Row" });
    let (replies, left_out) = answers(json!({
        "200": { "content": { "application/x-ndjson": row, "application/json-seq": row, "application/json": {} } },
        "201": { "content": { "application/jsonl": { "schema": { "type": "array", "items": { "type": "integer" } } } } },
        "202": { "content": { "application/jsonl": { "schema": { "type": "string" } } } },
        "203": { "content": { "application/jsonl": { "schema": { "type": "string", "format": "binary" } } } },
    }));
    assert!(left_out.is_empty(), "{left_out:?}");
    let texts: Vec<_> = replies.iter().map(|it| (it.of.as_str(), text(it))).collect();
    let lines = "{\"n\":1}\n{\"n\":1}\n{\"n\":1}\n";
    assert!(texts.contains(&("200 application/x-ndjson", lines.to_owned())), "{texts:?}");
    let records = "\u{1e}{\"n\":1}\n".repeat(3);
    assert!(texts.contains(&("200 application/json-seq", records)), "{texts:?}");
    let of = |name: &str| replies.iter().rfind(|it| it.of == name).unwrap();
    let record = "\u{1e}{\n  \"n\": 1,\n  \"s\": \"a ";
    assert!(text(of("200 application/json-seq")).starts_with(record));
    assert_eq!(of("200 application/json-seq").items.as_ref().unwrap().len(), 3);
    assert_eq!(of("200 application/json-seq").whole, None);
    let list = of("201 application/jsonl");
    assert_eq!(text(list), "1\r\n2");
    assert_eq!(list.items.as_ref().unwrap(), &[Holds::Json(json!(1)), Holds::Json(json!(2))]);
    assert_eq!(list.whole, Some(Holds::Text("1\r\n2".to_owned())));
    assert_eq!(of("202 application/jsonl").items.as_ref().unwrap().len(), 2);
    assert_eq!(of("203 application/jsonl").items, None);
}

#[test]
fn events_have_fields_and_data_of_several_lines() {
    let event = json!({ "schema": { "$ref": "#/components/schemas/Row" } });
    let (replies, _) = answers(json!({ "200": { "content": { "text/event-stream": event } } }));
    let [required, all] = replies.as_slice() else { panic!("{replies:?}") };
    assert_eq!(text(required), "data: {\"n\":1}\n\n".repeat(3));
    let row = json!({ "n": 1, "s": "a \"b\"\\c/d\n\u{e9} \u{65e5}-1" });
    let first = "event: added\r\nid: 0\r\ndata: {\r\ndata:   \"n\": 1,\r\n";
    let begins = format!("\u{feff}: begins\nunknown: field\n\n{first}");
    assert!(text(all).starts_with(&begins), "{}", text(all));
    let event = |id: &str, value| Holds::Event {
        event: "added".to_owned(),
        id: id.to_owned(),
        data: Box::new(Holds::Json(value)),
    };
    let items = [event("0", row.clone()), event("0", json!({ "n": 1 })), event("2", row)];
    assert_eq!(all.items.as_ref().unwrap(), &items);
}

#[test]
fn a_whole_event_is_an_object_of_its_fields() {
    let event = |data: serde_json::Value| json!({ "schema": { "type": "object" }, "x-codegen-item-schema": "Event", "e": data });
    let description = |data: serde_json::Value| {
        json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": { "text/event-stream": event(json!(1)) } } } } } },
            "components": { "schemas": { "Event": { "type": "object", "required": ["data"], "properties": {
                "event": { "type": "string", "enum": ["add\nx"] }, "data": data,
            } } } },
        })
    };
    let answers = |description: serde_json::Value| {
        let operation = operations(&description).remove(0);
        of(&operation, Schemas::of(&description), Xml::of(&description))
    };
    let (replies, _) = answers(description(json!({ "type": "string", "enum": ["a\nb"] })));
    assert_eq!(text(&replies[0]), "data: a\ndata: b\n\n".repeat(3));
    let whole = json!({ "event": "add", "data": "a\nb" });
    let event = Holds::Event {
        event: "add".to_owned(),
        id: String::new(),
        data: Box::new(Holds::Json(whole)),
    };
    assert_eq!(replies[1].items.as_ref().unwrap()[0], event);
    let (replies, left_out) = answers(description(json!({ "type": "integer" })));
    assert!(replies.is_empty());
    assert_eq!(left_out, ["200: text/event-stream: an item is not an event with data"]);
}

#[test]
fn parts_are_properties_or_items() {
    let row = json!({ "schema": { "$ref": "#/components/schemas/Row" } });
    let (replies, _) = answers(json!({
        "200": { "content": { "multipart/form-data": row } },
        "201": { "content": { "multipart/mixed": { "x-codegen-item-schema": "Row" } } },
    }));
    let part = "--between-parts\r\nContent-Disposition: form-data; name=\"n\"\r\nContent-Type: application/json\r\n\r\n1\r\n";
    assert_eq!(text(&replies[0]), format!("{part}--between-parts--\r\n"));
    assert_eq!(replies[0].of, "200 multipart/form-data; boundary=between-parts");
    assert_eq!(text(&replies[2]).matches("--between-parts\r\n").count(), 3);
}
