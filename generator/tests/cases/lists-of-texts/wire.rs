//! What callers have for a list of texts.

use std::collections::BTreeSet;

use case_lists_of_texts::blocking::Client;
use case_lists_of_texts::models::{Color, Thing};

use crate::server::Server;

#[test]
fn parameters_take_arrays_lists_and_iterators() {
    let server = Server::answering(["204 No Content"; 3]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let names = vec!["a".to_owned(), "b".to_owned()];
    let call = client.find(["a", "b"]).tags(vec!["c", "d"]).x_colors(["red", "blue"]);
    call.keys(["k"]).days([jiff::civil::date(2026, 1, 2)]).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /things/a,b?tags=c&tags=d&keys=k&days=2026-01-02");
    assert_eq!(request.header("x-colors"), "red,blue");
    client.find(&names).tags(names.iter().map(|name| format!("{name}{name}"))).send().unwrap();
    assert_eq!(server.request().line, "GET /things/a,b?tags=aa&tags=bb");
    client.find(names).x_colors([Color::Red, Color::Green]).tags([""; 0]).send().unwrap();
    let request = server.request();
    assert_eq!((request.line.as_str(), request.header("x-colors")), ("GET /things/a,b?tags=", "red,green"));
}

#[test]
fn bodies_take_them_too() {
    let server = Server::answering(["204 No Content"; 4]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let thing = Thing::new(BTreeSet::from(["b", "a"])).colors(Color::VALUES).tags(["t"]);
    let other = Thing::new(&thing.names).colors(["red"]).tags(None);
    client.add(thing).send().unwrap();
    assert_eq!(
        server.request().body,
        r#"{"names":["a","b"],"colors":["red","green"],"tags":["t"]}"#
    );
    client.add(other).send().unwrap();
    assert_eq!(server.request().body, r#"{"names":["a","b"],"colors":["red"]}"#);
    client.name_them(["a"]).send().unwrap();
    assert_eq!(server.request().body, r#"["a"]"#);
    client.upload().notes(["x", "y"]).send().unwrap();
    let body = server.request().body;
    assert!(body.contains("\r\n\r\nx\r\n") && body.contains("\r\n\r\ny\r\n"), "{body}");
}
