//! What is sent and taken where there are several media types.

use case_media_types::blocking::Client;
use case_media_types::models::Pet;
use case_media_types::operations::AddPetError;
use case_media_types::runtime::{Error, File};

use crate::server::Server;

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn each_media_type_of_a_body_has_a_method() {
    let server = Server::answering(["200 OK\ncontent-type: application/json\n\n{\"name\":\"Rex\"}"; 4]);
    let client = client(&server);
    let given = client.add_pet(Pet::new("Rex")).send().unwrap();
    assert_eq!(given, Pet::new("Rex"));
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("accept"), "application/json, application/problem+json, text/html");
    assert_eq!(request.body, r#"{"name":"Rex"}"#);

    client.add_pet_csv("Rex").send().unwrap();
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), ("text/csv", "Rex"));

    client.add_pet_form(Pet::new("Re x")).send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(request.body, "name=Re%20x");

    client.add_pet_multipart(File::new("a.png", "png")).send().unwrap();
    assert!(server.request().header("content-type").starts_with("multipart/form-data; boundary="));
}

#[test]
fn the_content_type_decides_what_a_response_is() {
    let server = Server::answering([
        "200 OK\ncontent-type: TEXT/CSV; charset=utf-8\n\nname",
        "400 Bad Request\ncontent-type: text/html\n\n<p>",
        "400 Bad Request\ncontent-type: application/problem+json\n\n{\"title\":\"No\"}",
        "200 OK\ncontent-type: image/png\n\npng",
    ]);
    let client = client(&server);
    let add = || client.add_pet(Pet::new("Rex")).send();
    let csv = client.add_pet(Pet::new("Rex")).accept("text/csv").raw().send().unwrap();
    assert_eq!(csv.text().unwrap(), "name");
    match add().unwrap_err() {
        Error::Documented(error) => {
            assert_eq!(error.error, AddPetError::BadRequestHtml("<p>".to_owned()));
        }
        other => panic!("{other}"),
    }
    match add().unwrap_err() {
        Error::Documented(error) => assert!(matches!(error.error, AddPetError::BadRequestProblem(_))),
        other => panic!("{other}"),
    }
    match add().unwrap_err() {
        Error::Decode(failure) => assert_eq!(&failure.response().body()[..], b"png"),
        other => panic!("{other}"),
    }
}

#[test]
fn one_type_may_come_in_two_forms() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n\"Hello\"",
        "200 OK\ncontent-type: text/plain\n\nHello",
    ]);
    let client = client(&server);
    assert_eq!(client.get_greeting().send().unwrap(), "Hello");
    assert_eq!(client.get_greeting().send().unwrap(), "Hello");
}
