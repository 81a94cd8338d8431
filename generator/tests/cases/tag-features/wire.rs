//! Operations that features of their tags turn on: with `operations`, all of them are there.

use case_tag_features::Error;
use case_tag_features::blocking::Client;
use case_tag_features::models::Pet;
use case_tag_features::operations::{PetsError, PetsNotFound, PetsOrder, ShopPetsError};

use crate::server::Server;

#[test]
fn the_client_has_the_operations_of_every_group() {
    let server = Server::answering([
        "204 No Content",
        "200 OK\ncontent-type: application/json\n\n[{\"name\": \"Ada\"}]",
        "201 Created\ncontent-type: application/json\n\n{\"price\": 1.5}",
        "204 No Content",
        "200 OK\ncontent-type: text/plain\n\n123456",
    ]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let sent = || server.request().line;
    client.status().send().unwrap();
    assert_eq!(sent(), "GET /status");
    assert_eq!(client.shop_pets("a").order(PetsOrder::Age).send().unwrap(), [Pet::new("Ada")]);
    assert_eq!(sent(), "GET /shops/a/pets?order=age");
    assert_eq!(client.sell_pet_form("a", "Ada").send().unwrap().price, Some(1.5));
    assert_eq!(server.request().body, "name=Ada");
    client.users().send().unwrap();
    assert_eq!(sent(), "GET /users");
    assert_eq!(client.second_factor().send().unwrap(), "123456");
    assert_eq!(sent(), "GET /2fa");
}

#[test]
fn operations_of_a_group_share_a_body() {
    let server = Server::answering(["204 No Content", "204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.add_nickname("ada", "Lady").send().unwrap();
    client.set_nickname("ada", "Countess").send().unwrap();
    for (line, nickname) in [("POST", "Lady"), ("PUT", "Countess")] {
        let request = server.request();
        assert_eq!(request.line, format!("{line} /pets/ada/nicknames"));
        assert_eq!(request.body, format!("{{\"nickname\":\"{nickname}\"}}"));
    }
}

#[test]
fn a_type_that_operations_of_several_groups_share_is_one() {
    let missing = "404 Not Found\ncontent-type: application/json\n\n{\"code\": 7}";
    let server = Server::answering([missing, missing]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let fault = PetsNotFound::new(7);
    let error = client.pets().order(PetsOrder::Name).send().unwrap_err();
    assert!(matches!(&error, Error::Documented(_)), "{error}");
    assert_eq!(error.documented(), Some(&PetsError::NotFound(fault.clone())));
    let error = client.shop_pets("a").send().unwrap_err();
    assert_eq!(error.documented(), Some(&ShopPetsError::NotFound(fault)));
}
