//! XML: what is written for values, and what is read from documents.

use http::Response as HttpResponse;
use serde_json::{Value, json};

use crate::numbers::client;
use crate::runtime::xml::{Content, Element, Field};
use crate::runtime::{DecodeError, Info, Operation, Request, Response};
use crate::server::Server;

static PERSON: Element = Element::new(
    "Person",
    Content::Object(&[
        Field::attribute("id", Content::Number),
        Field::attribute("lang", Content::Text).within("x", "urn:x").nullable(),
        Field::element("name", Content::Text).named("full-name").within("n", "urn:names"),
        Field::element("alive", Content::Boolean),
        Field::items("mail", Content::Text).required(),
        Field::element("tags", Content::List(&Element::new("tag", Content::Text))),
        Field::items("children", Content::Of(&PERSON)).named("child"),
        Field::element("any", Content::Any),
        Field::element("object", Content::AnyObject),
    ]),
);

static ROOT: Element = Element::new("root", Content::Of(&PERSON)).within("", "urn:root");

static PRICE: Element = Element::new(
    "price",
    Content::Open(
        &[
            Field::attribute("currency", Content::Text),
            Field::text("amount", Content::Number).required(),
        ],
        &Content::Number,
    ),
);

static PAGE: Element = Element::new(
    "page",
    Content::Object(&[
        Field::members("head", Content::Of(&HEAD)),
        Field::cdata("html", Content::Text),
    ]),
);

static HEAD: Element = Element::new(
    "head",
    Content::Object(&[
        Field::attribute("at", Content::Number),
        Field::element("title", Content::Text),
    ]),
);

static NUMBERS: Element =
    Element::new("numbers", Content::List(&Element::new("n", Content::Number)));

/// Sends a value, and takes any.
struct Send(&'static Element, Value);

impl Operation for Send {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info = &Info {
        id: "send",
        method: "POST",
        path: "/xml",
        accept: "application/xml",
        security: &[],
    };

    fn request(&self, request: &mut Request) {
        request.xml("application/xml", self.0, &self.1);
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

/// The document that is sent, without its declaration.
async fn sent(element: &'static Element, value: Value) -> String {
    let server = Server::json(200, "");
    client(&server.url).call(Send(element, value)).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/xml"));
    let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    request.body.strip_prefix(declaration).unwrap().to_owned()
}

async fn refused(element: &'static Element, value: Value) -> String {
    let error = client("http://127.0.0.1:1").call(Send(element, value)).await.unwrap_err();
    assert!(!error.may_have_reached_server());
    error.to_string()
}

fn response(content_type: &str, body: &[u8]) -> Response {
    let response = HttpResponse::builder().header("content-type", content_type);
    Response::new("receive", response.body(body.to_vec().into()).unwrap())
}

fn read(element: &'static Element, body: &str) -> Result<Value, DecodeError> {
    response("application/xml", body.as_bytes()).xml(element)
}

#[tokio::test]
async fn an_object_of_any_kind_is_one_without_anything_too() {
    for (object, document) in [
        (json!({}), "<object/>"),
        (json!({"a": "1", "b": ["2", "3"]}), "<object><a>1</a><b>2</b><b>3</b></object>"),
        (json!({"#text": "alone"}), "<object>alone</object>"),
    ] {
        let (value, document) = (json!({"object": object}), format!("<Person>{document}</Person>"));
        assert_eq!(sent(&PERSON, value.clone()).await, document);
        assert_eq!(read(&PERSON, &document).unwrap()["object"], object);
    }
}

#[tokio::test]
async fn a_value_is_written_by_its_table_and_comes_back() {
    let value = json!({
        "id": 7, "lang": "de", "name": "A & <B> \"c\"", "alive": true,
        "mail": ["a@b", ""], "tags": ["one", "two"],
        "children": [{"id": 1.5, "lang": null, "mail": []}],
        "any": {"x": "1", "y": ["2", {"z": "3", "#text": "more"}]},
    });
    let document = concat!(
        r#"<Person id="7" xmlns:x="urn:x" x:lang="de">"#,
        r#"<n:full-name xmlns:n="urn:names">A &amp; &lt;B&gt; "c"</n:full-name>"#,
        "<alive>true</alive><mail>a@b</mail><mail/>",
        "<tags><tag>one</tag><tag>two</tag></tags>",
        r#"<child id="1.5"/>"#,
        "<any><x>1</x><y>2</y><y><z>3</z>more</y></any>",
        "</Person>"
    );
    assert_eq!(sent(&PERSON, value.clone()).await, document);
    assert_eq!(read(&PERSON, document).unwrap(), value);
}

#[tokio::test]
async fn a_namespace_is_declared_where_it_is_new() {
    let value = json!({"name": "a", "children": [{"name": "b"}]});
    let document = concat!(
        r#"<root xmlns="urn:root"><n:full-name xmlns:n="urn:names">a</n:full-name>"#,
        r#"<child><n:full-name xmlns:n="urn:names">b</n:full-name></child></root>"#,
    );
    assert_eq!(sent(&ROOT, value).await, document);
}

#[tokio::test]
async fn text_cdata_and_members_stand_in_the_element_itself() {
    for (element, value, document) in [
        (
            &PRICE,
            json!({"currency": "EUR", "amount": 1.25}),
            r#"<price currency="EUR">1.25</price>"#,
        ),
        (&PRICE, json!({"amount": 2, "tax": 19}), "<price>2<tax>19</tax></price>"),
        (
            &PAGE,
            json!({"head": {"at": 3, "title": "T"}, "html": "<p>"}),
            "<page at=\"3\"><title>T</title><![CDATA[<p>]]></page>",
        ),
        (
            &PAGE,
            json!({"html": "]]>\r\n"}),
            "<page><![CDATA[]]]]><![CDATA[>]]>&#13;<![CDATA[\n]]></page>",
        ),
        (&PAGE, json!({"html": " a "}), "<page><![CDATA[ a ]]></page>"),
        (
            &NUMBERS,
            json!([1, 2.5, 12_345_678_901_234_567_890_u64]),
            "<numbers><n>1</n><n>2.5</n><n>12345678901234567890</n></numbers>",
        ),
        (&NUMBERS, json!([]), "<numbers/>"),
    ] {
        assert_eq!(sent(element, value.clone()).await, document);
        assert_eq!(read(element, document).unwrap(), value, "{document}");
    }
}

#[tokio::test]
async fn null_is_an_empty_element_that_says_so() {
    let nil = r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true""#;
    let document = format!("<Person><alive {nil}/><tags {nil}/></Person>");
    let value = json!({"id": null, "lang": null, "alive": null, "tags": null, "children": null});
    assert_eq!(sent(&PERSON, value).await, document);
    let value = json!({"lang": null, "alive": null, "mail": [], "tags": null});
    assert_eq!(read(&PERSON, &document).unwrap(), value);
}

#[tokio::test]
async fn white_space_and_odd_characters_are_kept() {
    let text = "\u{9}a\r\n b\u{85}\u{2028}\u{1f600} ";
    let value = json!({"lang": text, "name": text, "mail": [" "]});
    let document = sent(&PERSON, value.clone()).await;
    assert_eq!(read(&PERSON, &document).unwrap(), value);
}

#[tokio::test]
async fn what_xml_cannot_hold_is_not_sent() {
    for (element, value, reason) in [
        (
            &PERSON,
            json!({"name": "a\u{0}"}),
            "at `$.name`: it contains U+0000, which is not allowed in XML",
        ),
        (&PERSON, json!({"id": [1]}), "at `$.id`: it is not a string, number or boolean"),
        (&PERSON, json!({"mail": "a"}), "at `$.mail`: it is not an array"),
        (
            &PERSON,
            json!({"children": [{}, {"any": {"a b": 1}}]}),
            "at `$.children[1].any.a b`: its key is not a valid element name",
        ),
        (&PERSON, json!({"more": 1}), "at `$.more`: it is not a known property"),
        (&NUMBERS, json!(1), "at `$`: it is not an array"),
    ] {
        let error = refused(element, value).await;
        let expected =
            format!("send: nothing was sent: failed to serialize the body as XML: {reason}");
        assert!(error.contains(&expected), "{error}");
    }
}

#[test]
fn documents_are_read_as_servers_write_them() {
    let head = "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- a -->\n";
    for (element, body, value) in [
        // The name of the document's element, prefixes and unknown nodes make no difference.
        (
            &PERSON,
            "<p:Other xmlns:p='urn:p' xmlns='urn:q' new='1'>\n  <full-name>A<!-- b -->B</full-name>\n  \
             <new><alive>no</alive></new>\n  <alive> 1 </alive>\n</p:Other>",
            json!({"lang": null, "name": "AB", "alive": true, "mail": []}),
        ),
        // Of two elements of a name the one with the right namespace counts.
        (
            &PERSON,
            "<Person><full-name xmlns='urn:names'>own</full-name><full-name>other</full-name></Person>",
            json!({"lang": null, "name": "own", "mail": []}),
        ),
        (&PERSON, "<Person><alive/></Person>", json!({"lang": null, "alive": null, "mail": []})),
        (&PERSON, "<a><tags/></a>", json!({"lang": null, "mail": [], "tags": []})),
        (
            &PERSON,
            "<a><tags><item>x</item></tags></a>",
            json!({"lang": null, "mail": [], "tags": ["x"]}),
        ),
        (
            &NUMBERS,
            "<n>\n<n>+05</n><n> .5 </n><n>-0.0</n><n>1e3</n><n/></n>",
            json!([5, 0.5, -0.0, 1e3, null]),
        ),
        (&NUMBERS, "<a><b>1</b><n>2</n></a>", json!([2])),
        (&PRICE, "<price>\n  7\n</price>", json!({"amount": 7})),
        (&PAGE, "<page>\n  <![CDATA[<b>]]><![CDATA[ x]]>\n</page>", json!({"html": "<b> x"})),
        (&PAGE, "<page>&lt;b&gt; &amp;&#x21;</page>", json!({"html": "<b> &!"})),
    ] {
        for body in [body.to_owned(), format!("{head}{body}\n")] {
            assert_eq!(read(element, &body).unwrap(), value, "{body}");
        }
    }
}

#[test]
fn json_and_xml_are_told_apart_by_the_content_type() {
    let xml = "<numbers><n>1</n></numbers>";
    for (content_type, body) in [
        ("application/xml", xml),
        ("Text/XML; charset=\"UTF-8\"", xml),
        ("application/vnd.a+xml", xml),
        ("application/json", "[1]"),
        ("text/plain", "[1]"),
    ] {
        let value: Value = response(content_type, body.as_bytes()).json_or_xml(&NUMBERS).unwrap();
        assert_eq!(value, json!([1]), "{content_type}");
    }
}

#[test]
fn errors_say_where_and_never_what() {
    let whole = |body: &str| {
        let result = response("application/xml", body.as_bytes()).xml::<Vec<i32>>(&NUMBERS);
        result.unwrap_err().to_string()
    };
    for (body, error) in [
        (
            "<numbers><n>secret</x></numbers>",
            "at `$`: the XML is not well-formed at line 1, column 19",
        ),
        ("<numbers/><numbers/>", "at `$`: the XML is not well-formed at line 1, column 11"),
        ("[1]", "at `$`: the XML is not well-formed at line 1, column 1"),
        ("<a><n>1</n><n>secret</n></a>", "at `$[1]`: invalid type: string, expected i32"),
        ("<a><n><b/></n></a>", "at `$[0]`: invalid type: map, expected i32"),
        ("<a><n>1.5</n></a>", "at `$[0]`: invalid type: floating point, expected i32"),
        (
            "<!DOCTYPE a [<!ENTITY e 'eeee'>]><a>&e;</a>",
            "at `$`: the XML has a document type, which is not supported",
        ),
        ("<a>&e;</a>", "at `$`: the XML is not well-formed at line 1, column 4"),
    ] {
        let told = whole(body);
        assert!(told.starts_with(error), "{told}");
        assert!(!told.contains("secret"), "{told}");
    }
}

#[test]
fn documents_are_read_in_their_charset() {
    let read = |content_type: &str, body: &[u8]| {
        response(content_type, body).xml::<Value>(&NUMBERS).map_err(|error| error.to_string())
    };
    let numbers = Ok(json!(["\u{e9}"]));
    assert_eq!(read("text/xml; charset=iso-8859-1", b"<a><n>\xe9</n></a>"), numbers);
    let declared = b"<?xml version='1.0' encoding=\"ISO-8859-1\"?><a><n>\xe9</n></a>";
    assert_eq!(read("text/xml", declared), numbers);
    assert_eq!(
        read("text/xml; a=b; charset=utf-8", b"<?xml version='1.0' encoding='x'?><a/>"),
        Ok(json!([]))
    );
    assert_eq!(read("text/xml; charset=US-ASCII", b"<a/>"), Ok(json!([])));
    assert_eq!(read("text/xml", b"\xff\xfe<\0a\0/\0>\0"), Ok(json!([])));
    assert_eq!(read("text/xml", b"<a>\xe9</a>").unwrap_err(), "at `$`: not UTF-8 from byte 3");
}

#[test]
fn deep_documents_are_refused() {
    let nested = |depth: usize, name: &str| {
        format!("<{name}>{}{}</{name}>", "<child>".repeat(depth), "</child>".repeat(depth))
    };
    assert!(read(&PERSON, &nested(50, "Person")).is_ok());
    for depth in [200, 100_000] {
        let error = read(&PERSON, &nested(depth, "Person")).unwrap_err();
        assert_eq!(error.reason(), "its elements are nested too deeply");
        // What is not expected is passed over, however deep it is.
        let odd = nested(depth, "Person").replace("<child>", "<odd>").replace("</child>", "</odd>");
        assert!(read(&PERSON, &odd).is_ok());
        let any = odd.replace("odd", "any");
        assert_eq!(read(&PERSON, &any).unwrap_err().reason(), error.reason());
    }
}

#[test]
fn what_a_parser_takes_long_for_is_refused() {
    let start = std::time::Instant::now();
    let read = |body: &str| {
        let result = response("application/xml", body.as_bytes()).xml::<Value>(&NUMBERS);
        result.map_err(|error| error.to_string())
    };
    let nested: String = (0..3000).map(|it| format!("<a xmlns:p{it}='u{it}'>")).collect();
    let document = format!("{nested}{}", "</a>".repeat(3000));
    assert!(read(&document).unwrap_err().contains("too many prefixes"));
    let attributes: String = (0..200_000).map(|it| format!(" a{it} = '>'")).collect();
    assert!(read(&format!("<a{attributes}/>")).unwrap_err().contains("too many attributes"));
    // The same prefix as often as it comes, and what only looks like attributes, is no reason.
    let items = "<n xmlns:p='u' p:a='1'>1</n>".repeat(3000);
    let text = "=".repeat(5000);
    let read = read(&format!("<a>{items}<n>{text}</n></a>")).unwrap();
    assert_eq!(read.as_array().unwrap().len(), 3001);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
