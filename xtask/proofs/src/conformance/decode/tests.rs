use serde_json::{Value, json};

use super::{agrees, differences, in_template, style};
use crate::conformance::description::{Style, Writing, operations};
use crate::conformance::server::Recorded;
use crate::conformance::xml::Xml;

fn writing(style: Style, explode: bool) -> Writing<'static> {
    Writing { style, explode, delimiter: None }
}

/// OpenAPI's table of examples, and those of RFC 6570, section 3.2.
#[test]
fn paths_are_read_by_their_styles() {
    let (text, list) = (json!("blue"), json!(["blue", "black", "brown"]));
    let object = json!({ "R": 100, "G": 200, "B": 150 });
    let cases = [
        (Style::Simple, false, &text, "blue"),
        (Style::Simple, false, &list, "blue,black,brown"),
        (Style::Simple, false, &object, "R,100,G,200,B,150"),
        (Style::Simple, true, &object, "R=100,G=200,B=150"),
        (Style::Label, false, &text, ".blue"),
        (Style::Label, false, &list, ".blue,black,brown"),
        (Style::Label, true, &list, ".blue.black.brown"),
        (Style::Label, true, &object, ".R=100.G=200.B=150"),
        (Style::Matrix, false, &text, ";color=blue"),
        (Style::Matrix, false, &list, ";color=blue,black,brown"),
        (Style::Matrix, true, &list, ";color=blue;color=black;color=brown"),
        (Style::Matrix, false, &object, ";color=R,100,G,200,B,150"),
        (Style::Matrix, true, &object, ";R=100;G=200;B=150"),
    ];
    for (style, explode, value, text) in cases {
        let read = style::in_path("color", writing(style, explode), value, text).unwrap();
        assert!(agrees(value, &read), "{style:?} {explode} {text}: {read:?}");
    }
    assert!(style::in_path("color", writing(Style::Label, false), &text, "blue").is_err());
    assert!(style::in_path("color", writing(Style::Matrix, false), &text, ";colour=blue").is_err());
}

#[test]
fn queries_are_read_by_their_styles() {
    let (list, object) = (json!(["blue", "black"]), json!({ "R": 100, "G": 200 }));
    let cases = [
        (Style::Form, true, &list, "color=blue&color=black"),
        (Style::Form, false, &list, "color=blue,black"),
        (Style::Form, false, &object, "color=R,100,G,200"),
        (Style::Form, true, &object, "R=100&G=200"),
        (Style::SpaceDelimited, false, &list, "color=blue%20black"),
        (Style::PipeDelimited, false, &list, "color=blue%7Cblack"),
        (Style::PipeDelimited, false, &list, "color=blue|black"),
        (Style::DeepObject, true, &object, "color%5BR%5D=100&color[G]=200"),
        (Style::Json, false, &object, "color=%7B%22R%22:100,%22G%22:200%7D"),
    ];
    for (style, explode, value, text) in cases {
        let mut pairs = style::pairs(text, '&');
        // What is written in the names is encoded too.
        let read = style::in_pairs("color", writing(style, explode), value, &mut pairs).unwrap();
        assert!(agrees(value, &read), "{style:?} {explode} {text}: {read:?}");
        assert_eq!(pairs, [], "{text}");
    }
    let mut pairs = style::pairs("color=a%2Cb,c+d", '&');
    let list = json!(["a,b", "c d"]);
    let read = style::in_pairs("color", writing(Style::Form, false), &list, &mut pairs).unwrap();
    assert!(agrees(&list, &read));
}

#[test]
fn a_template_is_taken_apart() {
    assert_eq!(in_template("/a/{b}/c", "/a/x%2Fy/c"), Some(vec![("b", "x%2Fy")]));
    assert_eq!(in_template("/a/{b}.{c}", "/a/x.json"), Some(vec![("b", "x"), ("c", "json")]));
    assert_eq!(in_template("/a/{.b*}", "/a/.x"), Some(vec![("b", ".x")]));
    assert_eq!(in_template("/a/{b}.json", "/a/x.y.json"), Some(vec![("b", "x.y")]));
    assert_eq!(in_template("/a/{b}", "/c/x"), None);
    assert_eq!(in_template("/a", "/a/"), None);
}

fn description() -> Value {
    json!({ "paths": { "/pets/{id}": { "post": {
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "tags", "in": "query", "explode": false, "schema": { "type": "array" } },
            { "name": "X-Trace", "in": "header", "schema": { "type": "string" } },
            { "name": "session", "in": "cookie", "schema": { "type": "string" } },
        ],
        "requestBody": { "content": { "application/json": {} } },
        "responses": {},
    } } } })
}

fn request() -> Recorded {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Recorded {
        method: "POST".to_owned(),
        target: "/pets/a%2Fb?tags=x,y%2Cz".to_owned(),
        headers: vec![
            header("X-Trace", "1"),
            header("cookie", "session=a%20b"),
            header("content-type", "application/json"),
        ],
        body: br#"{"a":1.0}"#.to_vec(),
    }
}

#[test]
fn a_request_that_says_what_was_sent_has_no_differences_and_each_other_one_is_named() {
    let description = description();
    let operation = operations(&description).remove(0);
    let values = json!({
        "path": { "id": "a/b" }, "query": { "tags": ["x", "y,z"] }, "header": { "X-Trace": "1" },
        "cookie": { "session": "a b" }, "body": { "mediaType": "application/json", "value": { "a": 1 } },
    });
    assert_eq!(
        differences(&operation, &values, &request(), Xml::of(&description)),
        Vec::<String>::new()
    );
    let wrong: [fn(&mut Recorded); 7] = [
        |it| it.method = "PUT".to_owned(),
        |it| it.target = "/pets/a/b?tags=x,y%2Cz".to_owned(),
        |it| it.target = "/pets/a%2Fb?tags=x,y,z".to_owned(),
        |it| it.target.push_str("&more=1"),
        |it| it.headers[0].1 = "2".to_owned(),
        |it| it.headers[1].1 = "session=a".to_owned(),
        |it| it.body = b"{}".to_vec(),
    ];
    for (number, change) in wrong.iter().enumerate() {
        let mut request = request();
        change(&mut request);
        assert_eq!(
            differences(&operation, &values, &request, Xml::of(&description)).len(),
            1,
            "change {number}"
        );
    }
}
