//! The tables of the specification: each style with and without explode, for nothing, text, a list and an object.
//! `empty` is the empty string; null and undefined are not sent.

use serde_json::{Value, json};

use crate::runtime::{
    Api, Blocking, Builder, DecodeError, Encoding, Info, Operation, Request, Response, Style,
};
use crate::server::Server;

static API: Api = Api { user_agent: "test", server: "https://h", variables: &[], schemes: &[] };

fn values() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"R": 100, "G": 200, "B": 150}),
    ]
}

struct InPath(Encoding, Value);
struct InQuery(Encoding, Value);

/// The target that arrived, less its first character or two; `None` when nothing was sent.
fn sent<O: Operation>(operation: O) -> Option<String> {
    let server = Server::json(200, "");
    let client = Builder::<Blocking>::new(&API).base_url(&server.url).build().unwrap();
    client.call(operation).send().ok()?;
    Some(server.request().target().to_owned())
}

fn path(encoding: Encoding, value: &Value) -> Option<String> {
    sent(InPath(encoding, value.clone())).map(|target| target.strip_prefix('/').unwrap().to_owned())
}

/// The query; `None` also when the request went out without one.
fn query(encoding: Encoding, value: &Value) -> Option<String> {
    sent(InQuery(encoding, value.clone()))?.strip_prefix("/?").map(str::to_owned)
}

/// Whether the request was not sent at all.
fn query_is_refused(encoding: Encoding, value: &Value) -> bool {
    sent(InQuery(encoding, value.clone())).is_none()
}

impl Operation for InPath {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "op", method: "GET", path: "/{color}", accept: "", security: &[] };

    fn request(&self, request: &mut Request) {
        request.path_as("color", self.0, &self.1);
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

impl Operation for InQuery {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "op", method: "GET", path: "/", accept: "", security: &[] };

    fn request(&self, request: &mut Request) {
        request.query_as("color", self.0, &self.1);
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

type Row = (Style, bool, [Option<&'static str>; 4]);

fn check(rows: &[Row], write: fn(Encoding, &Value) -> Option<String>) {
    for (style, explode, expected) in rows {
        let encoding = Encoding { style: *style, explode: *explode, allow_reserved: false };
        let written = values().map(|value| write(encoding, &value));
        assert_eq!(
            written.each_ref().map(Option::as_deref),
            *expected,
            "{style:?} explode={explode}"
        );
    }
}

#[test]
fn styles_of_paths() {
    use Style::{Label, Matrix, Simple};
    let rows: &[Row] = &[
        (Simple, false, [None, Some("blue"), Some("blue,black,brown"), Some("R,100,G,200,B,150")]),
        (Simple, true, [None, Some("blue"), Some("blue,black,brown"), Some("R=100,G=200,B=150")]),
        // An empty label would be a dot segment here, and is refused.
        (
            Label,
            false,
            [None, Some(".blue"), Some(".blue,black,brown"), Some(".R,100,G,200,B,150")],
        ),
        (Label, true, [None, Some(".blue"), Some(".blue.black.brown"), Some(".R=100.G=200.B=150")]),
        (
            Matrix,
            false,
            [
                Some(";color"),
                Some(";color=blue"),
                Some(";color=blue,black,brown"),
                Some(";color=R,100,G,200,B,150"),
            ],
        ),
        (
            Matrix,
            true,
            [
                Some(";color"),
                Some(";color=blue"),
                Some(";color=blue;color=black;color=brown"),
                Some(";R=100;G=200;B=150"),
            ],
        ),
    ];
    check(rows, path);
}

#[test]
fn styles_of_queries() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    let scalar = (Some("color="), Some("color=blue"));
    let exploded =
        [scalar.0, scalar.1, Some("color=blue&color=black&color=brown"), Some("R=100&G=200&B=150")];
    let rows: &[Row] = &[
        (
            Form,
            false,
            [scalar.0, scalar.1, Some("color=blue,black,brown"), Some("color=R,100,G,200,B,150")],
        ),
        (Form, true, exploded),
        (
            SpaceDelimited,
            false,
            [
                scalar.0,
                scalar.1,
                Some("color=blue%20black%20brown"),
                Some("color=R%20100%20G%20200%20B%20150"),
            ],
        ),
        (SpaceDelimited, true, exploded),
        (
            PipeDelimited,
            false,
            [
                scalar.0,
                scalar.1,
                Some("color=blue%7Cblack%7Cbrown"),
                Some("color=R%7C100%7CG%7C200%7CB%7C150"),
            ],
        ),
        (PipeDelimited, true, exploded),
    ];
    check(rows, query);
    for explode in [false, true] {
        let deep = Encoding { style: DeepObject, explode, allow_reserved: false };
        let expected = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
        assert_eq!(query(deep, &values()[3]).as_deref(), Some(expected));
    }
}

#[test]
fn what_is_not_there_is_not_sent() {
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
        for explode in [false, true] {
            for value in [json!(null), json!({}), json!({"a": null})] {
                let encoding = Encoding { style, explode, allow_reserved: false };
                assert_eq!(query(encoding, &value), None, "{style:?} {explode} {value}");
                assert!(!query_is_refused(encoding, &value), "{style:?} {explode} {value}");
            }
        }
    }
}

#[test]
fn lists_are_sent_with_what_is_empty_in_them() {
    for style in [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject] {
        for explode in [false, true] {
            let encoding = Encoding { style, explode, allow_reserved: false };
            assert_eq!(
                query(encoding, &json!([])).as_deref(),
                Some("color="),
                "{style:?} {explode}"
            );
        }
    }
    let list = json!(["a", null, ""]);
    let flat = Encoding { explode: false, ..Encoding::FORM };
    assert_eq!(query(Encoding::FORM, &list).as_deref(), Some("color=a&color=&color="));
    assert_eq!(query(flat, &list).as_deref(), Some("color=a,,"));
    assert_eq!(
        query(Encoding::new(Style::PipeDelimited, false), &list).as_deref(),
        Some("color=a%7C%7C")
    );
    let deep = "color%5B0%5D=a&color%5B1%5D=&color%5B2%5D=";
    assert_eq!(query(Encoding::DEEP_OBJECT, &list).as_deref(), Some(deep));
    assert_eq!(path(Encoding::SIMPLE, &list).as_deref(), Some("a,,"));
    assert_eq!(path(Encoding::SIMPLE, &json!([])), None);
}

#[test]
fn delimiters_within_items_are_encoded_or_refused() {
    let flat = Encoding { explode: false, ..Encoding::FORM };
    assert_eq!(query(flat, &json!(["a,b", "c"])).as_deref(), Some("color=a%2Cb,c"));
    assert_eq!(path(Encoding::SIMPLE, &json!(["a,b", "c/"])).as_deref(), Some("a%2Cb,c%2F"));
    let spaces = Encoding { style: Style::SpaceDelimited, ..flat };
    assert!(query_is_refused(spaces, &json!(["new york"])));
    let pipes = Encoding { style: Style::PipeDelimited, ..flat };
    assert!(query_is_refused(pipes, &json!(["a|b"])));
    // A single text is no list.
    assert_eq!(query(spaces, &json!("new york")).as_deref(), Some("color=new%20york"));
    assert_eq!(query(pipes, &json!("a|b")).as_deref(), Some("color=a%7Cb"));
}

#[test]
fn delimiters_of_swagger_2() {
    let list = json!(["a b", "c"]);
    let tabs = Encoding::new(Style::TabDelimited, false);
    assert_eq!(query(tabs, &list).as_deref(), Some("color=a%20b%09c"));
    assert_eq!(path(tabs, &list).as_deref(), Some("a%20b%09c"));
    assert_eq!(
        path(Encoding::new(Style::PipeDelimited, false), &list).as_deref(),
        Some("a%20b%7Cc")
    );
    assert_eq!(path(Encoding::new(Style::SpaceDelimited, false), &list), None);
    assert_eq!(
        path(Encoding::new(Style::SpaceDelimited, false), &json!("a b")).as_deref(),
        Some("a%20b")
    );
}

#[test]
fn what_json_escapes_is_sent_as_it_is() {
    for (text, expected) in [
        ("\"", "color=%22"),
        ("\"a\"", "color=%22a%22"),
        ("a\\", "color=a%5C"),
        ("\\\"", "color=%5C%22"),
        ("a\n\u{1}ü", "color=a%0A%01%C3%BC"),
    ] {
        assert_eq!(query(Encoding::FORM, &json!(text)).as_deref(), Some(expected));
    }
}

#[test]
fn names_and_keys_are_encoded() {
    assert_eq!(query(Encoding::FORM, &json!({"a&b": "c&d"})).as_deref(), Some("a%26b=c%26d"));
    let deep = Encoding { style: Style::DeepObject, ..Encoding::FORM };
    assert_eq!(query(deep, &json!({"a]": "ü"})).as_deref(), Some("color%5Ba%5D%5D=%C3%BC"));
}

#[test]
fn reserved_characters_stay_where_they_do_no_harm() {
    let reserved = Encoding { allow_reserved: true, ..Encoding::FORM };
    let text = json!("a:/?@!$'()*,;=-._~ %41 %zz #[]&+ü\"");
    let expected = "color=a:/?@!$%27()*,;=-._~%20%41%20%25zz%20%23%5B%5D%26%2B%C3%BC%22";
    assert_eq!(query(reserved, &text).as_deref(), Some(expected));
    // (An apostrophe is encoded by the rules for URLs of the web.) The delimiter of a list stays one.
    let flat = Encoding { explode: false, ..reserved };
    assert_eq!(query(flat, &json!(["a,b", "/"])).as_deref(), Some("color=a%2Cb,/"));
}

#[test]
fn what_is_nested_is_not_lost() {
    let nested = json!({"a": [1, 2], "b": {"c": "d e"}, "f": [{"g": true}]});
    let deep = Encoding { style: Style::DeepObject, ..Encoding::FORM };
    assert_eq!(
        query(deep, &nested).as_deref(),
        Some(
            "color%5Ba%5D%5B0%5D=1&color%5Ba%5D%5B1%5D=2&color%5Bb%5D%5Bc%5D=d%20e&color%5Bf%5D%5B0%5D%5Bg%5D=true"
        )
    );
    assert_eq!(
        query(Encoding::FORM, &nested).as_deref(),
        Some("a=1&a=2&b=%7B%22c%22%3A%22d%20e%22%7D&f=%7B%22g%22%3Atrue%7D")
    );
    assert_eq!(path(Encoding::SIMPLE, &json!([[1, 2], 3])).as_deref(), Some("%5B1%2C2%5D,3"));
}

#[test]
fn styles_out_of_their_place_are_refused() {
    for style in [Style::Simple, Style::Label, Style::Matrix] {
        assert!(query_is_refused(Encoding { style, ..Encoding::FORM }, &json!("a")));
    }
    for style in [Style::Form, Style::DeepObject, Style::Cookie] {
        assert_eq!(path(Encoding { style, ..Encoding::SIMPLE }, &json!("a")), None);
    }
}
