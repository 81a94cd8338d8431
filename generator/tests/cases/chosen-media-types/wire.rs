//! The caller says which of several media types is sent, and which is wanted.

use case_chosen_media_types::blocking::Client;
use case_chosen_media_types::models::MediaType;

use crate::server::Server;

const PHOTO: &str = "200 OK\ncontent-type: image/jpeg\n\njpeg";
const PETS: &str = "200 OK\ncontent-type: application/xml\n\n<pets><pet>Rex</pet></pets>";

#[test]
fn the_media_types_of_body_and_response_are_chosen() {
    let server = Server::answering([PHOTO, PHOTO, PHOTO, PHOTO]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.put_photo("png").send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "image/png");
    assert_eq!(request.header("accept"), "image/png, image/jpeg, application/problem+json");
    let call = || client.put_photo("jpeg").content_type(MediaType::ImageJpeg).accept(MediaType::ImageJpeg);
    assert_eq!(call().send().unwrap(), "jpeg");
    let request = server.request();
    assert_eq!(request.header("content-type"), "image/jpeg");
    assert_eq!(request.header("accept"), "image/jpeg");
    // A stream is asked for in the same way, and a header of the call's own comes first.
    drop(call().into_stream().unwrap());
    assert_eq!(server.request().header("accept"), "image/jpeg");
    drop(call().header("accept", "image/webp").into_stream().unwrap());
    assert_eq!(server.request().header("accept"), "image/webp");
}

#[test]
fn a_body_of_any_type_has_the_one_that_is_set() {
    let server = Server::answering(["204 No Content"; 3]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.put_blob().body("a").send().unwrap();
    assert_eq!(server.request().header("content-type"), "application/octet-stream");
    client.put_blob().body("a").content_type("text/x-new").send().unwrap();
    assert_eq!(server.request().header("content-type"), "text/x-new");
    client.add_pets(["Rex"]).content_type(MediaType::ApplicationVndPetsPlusJson).send().unwrap();
    assert_eq!(server.request().header("content-type"), "application/vnd.pets+json");
}

#[test]
fn what_is_chosen_is_decoded() {
    let server = Server::answering([PETS]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let pets = client.get_pets().accept(MediaType::ApplicationXml).send().unwrap();
    assert_eq!(server.request().header("accept"), "application/xml");
    assert_eq!(pets, ["Rex"]);
}
