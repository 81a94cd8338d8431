//! Values of several types as XML: the type finds out which one it is, as it does for JSON.

use case_xml_unions::blocking::Client;
use case_xml_unions::models::{Animal, Circle, Dog, Shape, Square};
use case_xml_unions::operations::{SetAnimalError, SetAnimalResponse};

use crate::server::Server;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn a_member_is_written_and_read_as_it_is_by_itself() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/xml\n\n<all><shape kind='Circle'><radius>1.5</radius></shape><shape kind='Square'><side>2</side></shape></all>",
    ]);
    let square = Square::default().side(3.0).holes([Shape::Circle(Circle::new(0.5))]);
    let all = client(&server).add_shape(square).send().unwrap();
    assert_eq!(all, [Shape::Circle(Circle::new(1.5)), Shape::Square(Square::default().side(2.0))]);
    let hole = "<shape kind=\"Circle\"><radius>0.5</radius></shape>";
    let expected = format!("<shape kind=\"Square\"><side>3</side><holes>{hole}</holes></shape>");
    assert_eq!(server.request().body, format!("{DECLARATION}{expected}"));
}

#[test]
fn what_extends_a_schema_is_told_apart_by_its_discriminator() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/xml\n\n<Dog><type>Dog</type><barks>true</barks></Dog>",
        "400 Bad Request\ncontent-type: application/xml\n\n<any/>",
    ]);
    let client = client(&server);
    let dog = Dog::default().barks(true);
    let answer = client.set_animal(Animal::Dog(dog.clone())).send().unwrap();
    assert_eq!(answer, SetAnimalResponse::Dog(dog.clone()));
    let expected = "<Animal><type>Dog</type><barks>true</barks></Animal>";
    assert_eq!(server.request().body, format!("{DECLARATION}{expected}"));
    let error = client.set_animal(Animal::Dog(dog)).send().unwrap_err();
    assert_eq!(error.documented(), Some(&SetAnimalError::BadRequest("<any/>".to_owned())));
}
