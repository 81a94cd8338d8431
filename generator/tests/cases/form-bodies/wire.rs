//! The bytes of forms and of bodies with several parts.

use case_form_bodies::blocking::Client;
use case_form_bodies::models::{Named, Open, Point, Received};
use case_form_bodies::operations::PostPartsBodyMeta;
use case_form_bodies::runtime::File;

use crate::server::Server;

#[test]
fn fields_of_a_form_by_their_encodings() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let point = || Point::new(1, 2);
    let call = client.post_form("a+b").tags(["x".to_owned(), "y".to_owned()]).sizes([1, 2]);
    let call = call.point(point()).spread(point()).deep(point()).points([point(), point()]);
    call.text("t").reserved("a/b&c").send().unwrap();
    assert_eq!(
        server.request().body,
        "name=a%2Bb&tags=x&tags=y&sizes=1%7C2&point=%7B%22x%22%3A1%2C%22y%22%3A2%7D&x=1&y=2\
         &deep%5Bx%5D=1&deep%5By%5D=2&points=%7B%22x%22%3A1%2C%22y%22%3A2%7D&points=%7B%22x%22%3A1%2C%22y%22%3A2%7D\
         &text=%22t%22&reserved=a/b%26c"
    );
}

#[test]
fn forms_that_are_one_value_or_nothing() {
    let server = Server::answering(["204 No Content"; 4]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let named = Named::new("n").tags(["x".to_owned(), "y".to_owned()]).point(Point::new(1, 2));
    client.post_named().body(named).send().unwrap();
    assert_eq!(server.request().body, "name=n&tags=x,y&point=%7B%22x%22%3A1%2C%22y%22%3A2%7D");
    client.post_free().body([("a b", "c")]).send().unwrap();
    assert_eq!(server.request().body, "a%20b=c");
    client.post_optional().send().unwrap();
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), ("", ""));
    client.post_optional().a("b").send().unwrap();
    assert_eq!(server.request().body, "a=b");
}

#[test]
fn parts_that_only_the_server_sets_are_not_sent() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.post_received().send().unwrap();
    assert_eq!(server.request().header("content-type"), "");
    let received: Received = serde_json::from_str(r#"{"id":1}"#).unwrap();
    client.post_received().body(received).send().unwrap();
    assert!(!server.request().body.contains("name=\"id\""));
}

#[test]
fn parts_by_their_encodings() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let texts = || ["a".to_owned(), "b".to_owned()];
    let call = client.post_parts(File::new("f", "1")).note("n").meta(PostPartsBodyMeta::default().a("b"));
    let call = call.more([File::new("m", "2").with_content_type("text/plain")]).list(texts());
    let call = call.lists([vec![1, 2], vec![3]]).csv(texts()).json("j");
    call.image(File::new("i", "3").with_header("X-Size", "1")).send().unwrap();
    let body = server.request().body;
    let parts: Vec<&str> = body.split("--part-boundary").map(str::trim).collect();
    let part = |name: &str, more: &str, content: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}")
    };
    let json = "\r\nContent-Type: application/json";
    assert_eq!(
        parts,
        [
            String::new(),
            part("file", "; filename=\"f\"\r\nContent-Type: image/png", "1"),
            part("note", "", "n"),
            part("meta", json, "{\"a\":\"b\"}"),
            part("more", "; filename=\"m\"\r\nContent-Type: text/plain", "2"),
            part("list", "", "a"),
            part("list", "", "b"),
            part("lists", json, "[1,2]"),
            part("lists", json, "[3]"),
            // The style of a part counts from 3.1 on.
            part("csv", "", "a"),
            part("csv", "", "b"),
            part("json", json, "\"j\""),
            part("image", "; filename=\"i\"\r\nX-Size: 1\r\nContent-Type: image/jpeg", "3"),
            "--".to_owned(),
        ]
    );

    let mut open = Open::default().name("n");
    open.additional_properties.insert("more".to_owned(), 1);
    client.post_mixed(open).send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "multipart/mixed; boundary=part-boundary");
    assert_eq!(request.body.matches("Content-Disposition: form-data; name=").count(), 2);
}

#[test]
fn a_form_that_can_hold_nothing_is_not_sent() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.get_nothing().send().unwrap();
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), ("", ""));
}
