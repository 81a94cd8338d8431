//! Servers that do not do what is described: what arrives is read, and what was corrected is told.

use case_imperfect_servers::blocking::Client;
use case_imperfect_servers::models::{OrderPayment, OrderState};
use case_imperfect_servers::models::MediaType;
use case_imperfect_servers::runtime::{Error, Reading};

use crate::server::Server;

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

fn json(status: &str, body: &str) -> &'static str {
    format!("{status}\ncontent-type: application/json\n\n{body}").leak()
}

#[test]
fn gaps_are_filled_by_what_is_no_value() {
    let body = r#"[{"id": "7", "items": null, "payment": {"kind": "card", "number": 4, "labels": null}}]"#;
    let server = Server::answering([json("200 OK", body); 2]);
    let response = client(&server).list_orders().with_response().send().unwrap();
    let order = &response.body()[0];
    assert_eq!((order.id, order.items.len(), order.notes.len()), (7, 0, 0));
    assert_eq!(order.state, OrderState::Unknown(String::new()));
    assert_eq!(order.placed.get(), None);
    assert_eq!(order.customer.name, "");
    assert!(order.more.is_null());
    let OrderPayment::Card(card) = &order.payment else { panic!("{:?}", order.payment) };
    assert_eq!((&*card.number, card.labels.len()), ("4", 0));
    let mut paths: Vec<&str> = response.corrections().iter().map(|it| it.path()).collect();
    paths.sort_unstable();
    let expected = [
        "customer", "customer.name", "customer.tags", "id", "items", "more", "notes", "payment.labels",
        "payment.number", "placed", "state",
    ];
    assert_eq!(paths, expected.map(|path| format!("$[0].{path}")));
    let error = client(&server).list_orders().reading(Reading::Strict).send().unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
}

#[test]
fn no_number_is_made_up_unless_the_caller_says_so() {
    let server = Server::answering([json("200 OK", r#"[{}]"#); 2]);
    let error = client(&server).list_orders().send().unwrap_err().to_string();
    let action = "- {target: \"$..['schemas','definitions']['Order'].required[?@ == 'id']\", remove: true}";
    assert!(error.contains(action), "{error}");
    let orders = client(&server).list_orders().reading(Reading::FillIn).send().unwrap();
    assert_eq!(orders[0].id, 0);
}

#[test]
fn another_success_is_one_if_its_body_fits() {
    let order = r#"{"id":1,"items":[],"notes":{},"state":"open","placed":"","payment":{"kind":"account","iban":""},"customer":{"name":"","tags":[]},"more":1}"#;
    let server = Server::answering([
        json("201 Created", order),
        "202 Accepted",
        json("200 OK", "{}"),
        json("202 Accepted", "[]"),
        "204 No Content",
    ]);
    let client = client(&server);
    let added = client.add_order().with_response().send().unwrap();
    assert_eq!(added.status(), 201);
    assert_eq!(format!("{:?}", client.add_order().send().unwrap()), "NoContent");
    client.delete_orders().send().unwrap();
    assert_eq!(client.list_orders().send().unwrap(), []);
    assert_eq!(client.list_orders().send().unwrap(), []);
}

#[test]
fn an_error_is_told_by_its_status() {
    let server = Server::answering([
        "502 Bad Gateway\ncontent-type: text/html\n\n<p>",
        "503 Service Unavailable",
        json("401 Unauthorized", r#"{"title": null, "code": "5"}"#),
    ]);
    let client = client(&server);
    for (status, body) in [(502, "<p>"), (503, "")] {
        let call = client.list_orders().retry(case_imperfect_servers::runtime::Retry::never());
        let error = call.send().unwrap_err();
        assert!(matches!(error, Error::Undocumented(_)), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), &**error.body().unwrap()), (status, body.as_bytes()));
    }
    let error = client.list_orders().send().unwrap_err();
    let Error::Documented(error) = error else { panic!("{error}") };
    assert_eq!(error.corrections.len(), 3);
}

#[test]
fn every_response_is_in_reach() {
    let server = Server::answering(["204 No Content", json("200 OK", "[1]"), json("200 OK", "[1]")]);
    let client = client(&server);
    assert_eq!(client.list_orders().raw().send().unwrap().status(), 204);
    let response = client.delete_orders().raw().send().unwrap();
    assert_eq!(&response.body()[..], b"[1]");
    client.add_order().without_body().send().unwrap();
}

#[test]
fn text_and_bytes_have_any_media_type_and_charset() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n\"1.0.0\"",
        "200 OK\ncontent-type: application/x-unknown\n\n1.0.0",
        "200 OK\ncontent-type: text/plain\n\n1.0.0 beta",
        "200 OK\ncontent-type: application/json\n\n{\"result\": [1.0]}",
        "200 OK\ncontent-type: application/octet-stream\n\n\u{1}",
    ]);
    let client = client(&server);
    assert_eq!(client.get_text().send().unwrap(), "1.0.0");
    assert_eq!(client.get_text().send().unwrap(), "1.0.0");
    assert_eq!(client.get_string().send().unwrap(), "1.0.0 beta");
    let json = client.get_string().with_response().send().unwrap();
    assert_eq!((&**json.body(), json.corrections().len()), (r#"{"result":[1.0]}"#, 1));
    assert_eq!(&client.get_bytes().send().unwrap()[..], b"\x01");
}

#[test]
fn of_several_media_types_json_is_the_result_and_others_can_be_asked_for() {
    let customer = r#"{"name": "Ada", "tags": []}"#;
    let yaml = "200 OK\ncontent-type: application/yaml\n\nname: Ada";
    let server = Server::answering([json("200 OK", customer), yaml]);
    let client = client(&server);
    assert_eq!(client.get_forms().send().unwrap().name, "Ada");
    assert_eq!(server.request().header("accept"), "application/json");
    let raw = client.get_forms().accept(MediaType::ApplicationYaml).raw().send().unwrap();
    assert_eq!(&raw.body()[..], b"name: Ada");
    assert_eq!(server.request().header("accept"), "application/yaml");
}

#[test]
fn parameters_of_media_types_count_where_only_they_differ() {
    let problem = "200 OK\ncontent-type: application/json; version=\"2\"; charset=utf-8\n\n{\"title\": \"a\", \"errors\": []}";
    let server = Server::answering([problem]);
    let output = client(&server).get_versions().send().unwrap();
    assert!(format!("{output:?}").contains("title: \"a\""), "{output:?}");
}
