//! What application developers write by habit: each line here is a try that has to compile, and to do what it says.

use std::collections::{BTreeMap, HashMap};

use case_habits::blocking::Client;
use case_habits::mock::{self, With};
use case_habits::models::{Animal, Cat, Item, Model};
use case_habits::operations::AddItemError;
use case_habits::{Error, Nullable};

use crate::server::Server;

const DONE: &str = "204 No Content";
const ITEMS: &str = "200 OK\ncontent-type: application/json\n\n[]";
const ITEM: &str = "201 Created\ncontent-type: application/json\n\n{\"name\":\"a\",\"price\":\"1\",\"note\":null}";

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn options_take_values_and_options() {
    let server = Server::answering([ITEMS; 4]);
    let client = client(&server);
    let (label, limit): (Option<String>, Option<i64>) = (Some("a".to_owned()), None);
    client.list_items().label("a").limit(5).order("asc").tags(["x"]).model("small").send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=a&limit=5&order=asc&tags=x&model=small");
    client.list_items().label(label.as_deref()).limit(limit).tags(Some(["x"])).send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=a&tags=x");
    let call = client.list_items().label(Some("b")).limit(None).order(Some("desc")).model(Some(Model::Large));
    call.tags(None::<Vec<String>>).send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=b&order=desc&model=large");
    client.list_items().label(label).limit(Some(7)).model(Some("xl")).send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=a&limit=7&model=xl");
}

#[test]
fn nullable_fields_take_them_too_and_null() {
    let server = Server::answering([DONE; 4]);
    let client = client(&server);
    client.change_item("1").name("a").count(1).state("on").notes(["x"]).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"a","count":1,"state":"on","notes":["x"]}"#);
    client.change_item("1").name(Some("b")).count(Some(2)).state(Some("off")).notes(vec!["y"]).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"b","count":2,"state":"off","notes":["y"]}"#);
    client.change_item("1").name(None::<&str>).count(None).state(None::<&str>).notes(None).send().unwrap();
    assert_eq!(server.request().body, "{}");
    let call = client.change_item("1").name(Nullable::Null).count(Nullable::Null).state(Nullable::Null);
    call.notes(Nullable::Null).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":null,"count":null,"state":null,"notes":null}"#);
}

#[test]
fn nullable_is_used_like_an_option() {
    let mut name: Nullable<String> = "a".into();
    assert!(name == "a" && name == "a".to_owned() && name == Some("a".to_owned()));
    assert_eq!(name.iter().chain(&Nullable::Null).count(), 1);
    assert_eq!(name.clone().and_then(|name| name.chars().next()), Some('a'));
    assert_eq!(name.clone().unwrap_or_else(String::new), "a");
    assert!(name.as_ref().is_some_and(|name| name == "a") && name > Nullable::Null);
    assert_eq!((name.take(), name), (Some("a".to_owned()), Nullable::Absent));
    assert_eq!(Nullable::<i64>::Null.into_iter().next(), None);
    let all: Nullable<Vec<String>> = vec!["a"].into();
    assert_eq!(all.ok_or("none").unwrap(), ["a"]);
}

#[test]
fn models_are_built_from_what_is_at_hand() {
    let server = Server::answering([ITEM; 2]);
    let client = client(&server);
    let item = Item::new("a", "12.50", None)
        .weight("0.1")
        .day("2026-01-02")
        .content(b"hello")
        .model("small")
        .counts([("x", 1)])
        .labels(HashMap::from([("k", "v")]))
        .animal(Cat::new("Tom").lives(9))
        .parts([])
        .tags(Some(["t"]))
        .additional_properties([("more", "b")]);
    assert_eq!(item.animal.as_ref().and_then(Animal::name), Some("Tom"));
    client.add_item(item).send().unwrap();
    assert_eq!(
        server.request().body,
        r#"{"name":"a","price":"12.50","note":null,"weight":0.1,"day":"2026-01-02","content":"aGVsbG8=","model":"small","counts":{"x":1},"labels":{"k":"v"},"animal":{"kind":"Cat","name":"Tom","lives":9},"parts":[],"tags":["t"],"more":"b"}"#
    );
    let labels: BTreeMap<String, String> = BTreeMap::new();
    let item = Item::new("a", "1", Some("b".into())).labels(labels).animal(None::<Animal>).model(None::<Model>);
    client.add_item(item).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"a","price":"1","note":"b","labels":{}}"#);
    assert_eq!(Item::new("a", "1", "b".to_owned()), Item::new("a", "1", Some("b".to_owned())));
}

#[test]
fn errors_of_several_operations_are_one_and_say_what_the_server_says() {
    fn move_item(client: &Client) -> Result<(), Error> {
        client.add_item(Item::new("a", "1", None)).send()?;
        client.remove_item("1").send()?;
        Ok(())
    }
    let server = Server::answering([
        "409 Conflict\ncontent-type: application/json\n\n{\"message\":\"there is one\",\"code\":\"taken\"}",
        ITEM,
        "404 Not Found\ncontent-type: text/html\n\n<html>gone</html>",
    ]);
    let client = client(&server);
    let error = move_item(&client).unwrap_err();
    let text = "add_item: the server responded with 409 Conflict (application/json, 41 bytes): there is one";
    assert_eq!((error.to_string().as_str(), error.code().as_deref()), (text, Some("taken")));
    let typed = error.documented().and_then(|error| error.downcast_ref::<AddItemError>());
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "Conflict", "the body may repeat a secret");
    assert!(error.is_conflict() && matches!(typed, Some(AddItemError::Conflict(_))));
    let error = move_item(&client).unwrap_err();
    let text = "remove_item: the server responded with 404 Not Found (text/html, 17 bytes)";
    assert!(error.is_not_found() && error.to_string() == text, "{error}");
}

#[tokio::test]
async fn calls_are_sent_together_and_mocked_in_one_expression() {
    let server = mock::Server::new();
    let client = case_habits::Client::from(&server);
    server.list_items().respond([Item::new("a", "1", None).with(|item| item.id = Some("7".into()))]);
    let (one, other) = tokio::join!(client.list_items().send(), client.list_items().limit(1).send());
    assert_eq!((one.unwrap()[0].id.as_deref(), other.unwrap().len()), (Some("7"), 1));
    let error = client.remove_item("1").await.unwrap_err();
    assert!(error.to_string().ends_with("set one by `remove_item().respond(…)`"), "{error}");
}

#[test]
fn an_operation_is_a_value_that_any_client_sends() {
    let server = Server::answering([ITEMS; 2]);
    let operation = client(&server).list_items().label("a").into_operation();
    client(&server).call(operation.clone()).send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=a");
    client(&server).call(operation).limit(1).send().unwrap();
    assert_eq!(server.request().line, "GET /items?label=a&limit=1");
}
