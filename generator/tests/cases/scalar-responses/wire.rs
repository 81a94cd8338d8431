//! Scalars that arrive in one of several media types.

use case_scalar_responses::blocking::Client;
use case_scalar_responses::models::Colour;
use case_scalar_responses::operations::GetNameError;
use case_scalar_responses::runtime::Error;

use crate::server::Server;

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn a_string_is_read_as_the_media_type_says() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n\"5 < 6\"",
        "200 OK\ncontent-type: text/plain; charset=utf-8\n\n\"5 < 6\"",
        "200 OK\ncontent-type: application/xml\n\n<?xml version=\"1.0\"?>\n<string>5 &lt; 6</string>",
        "404 Not Found\ncontent-type: text/plain\n\n404",
        "404 Not Found\ncontent-type: application/json\n\n\"404\"",
    ]);
    let client = client(&server);
    assert_eq!(client.get_name().send().unwrap(), "5 < 6");
    assert_eq!(server.request().header("accept"), "application/json");
    assert_eq!(client.get_name().send().unwrap(), "\"5 < 6\"");
    assert_eq!(client.get_name().send().unwrap(), "5 < 6");
    for _ in 0..2 {
        match client.get_name().send().unwrap_err() {
            Error::Documented(error) => {
                assert_eq!(error.error, GetNameError::NotFound("404".to_owned()));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_number_and_a_boolean_are_read_as_the_media_type_says() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n7",
        "200 OK\ncontent-type: text/xml\n\n<int xmlns=\"http://schemas.example.com/\"> 7 </int>",
        "200 OK\ncontent-type: text/plain\n\n7\n",
        "200 OK\ncontent-type: application/xml\n\n<boolean>1</boolean>",
        "200 OK\ncontent-type: application/json\n\ntrue",
        "200 OK\ncontent-type: image/png\n\ntrue",
    ]);
    let client = client(&server);
    for _ in 0..3 {
        assert_eq!(client.get_count().send().unwrap(), 7);
    }
    for _ in 0..2 {
        assert!(client.is_open().send().unwrap());
    }
    assert_eq!(&client.is_open().raw().send().unwrap().body()[..], b"true");
}

#[test]
fn listed_strings_are_read_as_the_media_type_says() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n[\"red\",\"green\"]",
        "200 OK\ncontent-type: application/xml\n\n<colours><Colour>red</Colour><Colour>green</Colour></colours>",
        "200 OK\ncontent-type: application/json\n\n\"blue\"",
        "200 OK\ncontent-type: text/plain\n\nblue",
    ]);
    let client = client(&server);
    for _ in 0..2 {
        let colours = client.list_colours().send().unwrap();
        assert_eq!(colours, [Colour::Red, Colour::Unknown("green".to_owned())]);
    }
    for _ in 0..2 {
        assert_eq!(client.get_colour().send().unwrap(), Colour::Blue);
    }
}
