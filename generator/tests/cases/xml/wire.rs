//! Bodies of XML: what is sent and taken, and what the server for tests answers.

use std::collections::BTreeMap;

use case_xml::Error;
use case_xml::blocking::Client;
use case_xml::models::{Order, OrderLinesItem, Problem};
use case_xml::operations::{AddOrderError, GetAnyError};
use case_xml::runtime::Nullable;

use crate::server::Server;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

const ADDED: &str = concat!(
    "201 Created\ncontent-type: text/xml; charset=utf-8\n\n",
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<order xmlns="urn:orders" id="7"><paid>true</paid><n:note xmlns:n="urn:notes">a &lt; b</n:note>"#,
    "<lines><line><sku>x</sku><n>2</n></line></lines><tag>one</tag><tag/>",
    r#"<order id="8"><lines/></order></order>"#
);

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

fn order() -> Order {
    Order::new(7, [OrderLinesItem::default().sku("x").count(2)])
        .paid(true)
        .note("a < b")
        .tags(["one".to_owned(), String::new()])
        .parts([Order::new(8, [])])
}

#[test]
fn a_body_is_written_and_read_by_its_schema() {
    let server = Server::answering([ADDED]);
    assert_eq!(client(&server).add_order(order()).send().unwrap(), order());
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/xml");
    assert_eq!(request.header("accept"), "text/xml, application/problem+xml");
    assert_eq!(Some(request.body.as_str()), ADDED.split("\n\n").nth(1));
}

#[test]
fn fields_of_a_body_are_arguments() {
    let server = Server::answering(["200 OK\ncontent-type: application/xml\n\n<count> 2 </count>"]);
    let also = ["b".to_owned(), "c".to_owned()];
    assert_eq!(client(&server).set_names("a").also(also).send().unwrap(), 2);
    let expected = "<names><first>a</first><also>b</also><also>c</also></names>";
    assert_eq!(server.request().body, format!("{DECLARATION}{expected}"));
}

#[test]
fn lists_and_errors_are_typed_and_errors_keep_what_came() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/xml\n\n<orders><order id='1'><lines/><note xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='1'/></order></orders>",
        "400 Bad Request\ncontent-type: application/problem+xml\n\n<Problem><title>No</title><list><list>1</list><list>2.5</list></list><detail>why</detail></Problem>",
        "400 Bad Request\ncontent-type: application/problem+xml\n\n<Problem><title>No</title><list><list>x</list></list></Problem>",
        "400 Bad Request\ncontent-type: application/problem+xml; charset=latin1\n\n<Problem/>",
    ]);
    let client = client(&server);
    let orders = client.list_orders().send().unwrap();
    assert_eq!(orders, [Order::new(1, []).note(Nullable::Null)]);

    let Error::Documented(error) = client.add_order(order()).send().unwrap_err() else { panic!() };
    let AddOrderError::BadRequest(found) = error.error else { panic!() };
    assert_eq!(found.additional_properties["detail"], "why");
    assert_eq!((found.title.as_str(), found.codes), ("No", Some(vec![1.0, 2.5])));

    let error = client.add_order(order()).send().unwrap_err();
    let mismatch = error.response().unwrap().mismatch().unwrap();
    assert!(mismatch.to_string().contains("at `$.codes[0]`"), "{mismatch}");
    assert!(std::str::from_utf8(error.body().unwrap()).unwrap().contains("<list>x</list>"));
    let Error::Documented(error) = client.add_order(order()).send().unwrap_err() else { panic!() };
    let [correction] = &error.corrections[..] else { panic!("{:?}", error.corrections) };
    assert_eq!(correction.path(), "$.title");
}

#[test]
fn what_comes_as_xml_is_read_so_though_json_was_asked_for() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n{\"title\":\"a\"}",
        "200 OK\ncontent-type: application/xml\n\n<Problem><title>a</title></Problem>",
    ]);
    let client = client(&server);
    for _ in 0..2 {
        assert_eq!(client.get_either().send().unwrap(), Problem::new("a"));
        assert_eq!(server.request().header("accept"), "application/json");
    }
}

#[test]
fn whatever_comes_is_json_unless_it_is_called_xml() {
    let server = Server::answering([
        "200 OK\ncontent-type: text/plain\n\n{\"title\":\"a\"}",
        "200 OK\ncontent-type: text/xml\n\n<Problem><title>a</title></Problem>",
        "400 Bad Request\ncontent-type: application/xml\n\n<Problem><title>b</title></Problem>",
        "400 Bad Request\ncontent-type: text/html\n\n<p>",
    ]);
    let client = client(&server);
    assert_eq!(client.get_any().send().unwrap(), Problem::new("a"));
    assert_eq!(client.get_any().send().unwrap(), Problem::new("a"));
    for error in [GetAnyError::OtherJson(Problem::new("b")), GetAnyError::OtherHtml("<p>".to_owned())] {
        assert_eq!(client.get_any().send().unwrap_err().documented(), Some(&error));
    }
}

#[test]
fn the_server_for_tests_answers_with_xml() {
    let server = case_xml::mock::Server::new();
    let client = Client::from(&server);
    server.add_order().times(1).respond(order());
    server.add_order().respond_error(AddOrderError::BadRequest(Problem::new("No")));
    server.list_orders().respond(vec![order(), order()]);
    server.set_names().respond(3);
    let response = client.add_order(order()).with_response().send().unwrap();
    assert_eq!(response.headers()["content-type"], "text/xml");
    assert_eq!(response.into_body(), order());
    let error = client.add_order(order()).send().unwrap_err();
    assert_eq!(error.documented(), Some(&AddOrderError::BadRequest(Problem::new("No"))));
    assert_eq!(client.list_orders().send().unwrap().len(), 2);
    assert_eq!(client.set_names("a").send().unwrap(), 3);
    assert_eq!(server.set_names().calls()[0].body(), &format!("{DECLARATION}<names><first>a</first></names>"));
    let received = &server.add_order().calls()[0];
    assert_eq!(received.template(), "/orders");
    assert_eq!(received.xml::<Order>().unwrap(), order());
    let names: BTreeMap<String, String> = server.set_names().calls()[0].xml().unwrap();
    assert_eq!(names["first"], "a");
    let error = server.list_orders().calls()[0].xml::<Order>().unwrap_err();
    assert_eq!(error.reason(), "the operation of the request takes no XML");
}
