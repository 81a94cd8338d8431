//! A merge patch says of each property that is not required: nothing, remove it, or a value.

use std::collections::BTreeMap;

use case_merge_patch::blocking::Client;
use case_merge_patch::models::{Address, Owner, PlaceUpdate, Tag};
use case_merge_patch::runtime::Nullable;
use jiff::civil::date;

use crate::server::Server;

const PLACE: &str = r#"200 OK
content-type: application/json

{"name":"a","address":{"street":null}}"#;

#[test]
fn null_removes_a_property_and_absent_keeps_it() {
    let server = Server::answering([PLACE, PLACE]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.patch_place("1", PlaceUpdate::new("a")).send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/merge-patch+json");
    assert_eq!(request.body, r#"{"kind":"a"}"#);

    let address = Address::default().street(Nullable::Null);
    let owner = Owner::default().email("a@example.com").address(address);
    let update = PlaceUpdate::new("a").note(Nullable::Null).latitude(2.5).tags([Tag::default().text("t")]);
    let update = update.any(serde_json::Value::Null).owner(owner);
    client.patch_place("1", update).send().unwrap();
    let sent = r#"{"kind":"a","note":null,"latitude":2.5,"tags":[{"text":"t"}],"owner":{"email":"a@example.com","address":{"street":null}},"any":null}"#;
    assert_eq!(server.request().body, sent);
}

#[test]
fn null_removes_an_entry_of_a_map() {
    let server = Server::answering([PLACE]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let names = BTreeMap::from([("de".to_owned(), None), ("en".to_owned(), Some("b".to_owned()))]);
    let places = BTreeMap::from([
        ("here".to_owned(), Some(Address::default().street(Nullable::Null))),
        ("there".to_owned(), None),
    ]);
    client.patch_place("1", PlaceUpdate::new("a").names(names).places(places)).send().unwrap();
    let sent = r#"{"kind":"a","names":{"de":null,"en":"b"},"places":{"here":{"street":null},"there":null}}"#;
    assert_eq!(server.request().body, sent);
}

#[test]
fn arguments_can_remove_too() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.patch_note("1", 7).text(Nullable::Null).due(date(2024, 1, 2)).send().unwrap();
    assert_eq!(server.request().body, r#"{"version":7,"text":null,"due":"2024-01-02"}"#);
}
