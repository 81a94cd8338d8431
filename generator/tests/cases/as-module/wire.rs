//! A crate whose module is the client.

use case_as_module::petstore::blocking::Client;
use case_as_module::petstore::models::{Kind, Pet};

use crate::server::Server;

#[test]
fn a_module_is_a_client_as_a_crate_is() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\n\n[{\"kind\":\"crate::dog\",\"born\":\"2020-02-29\"}]",
    ]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let pets: Vec<Pet> = client.list_pets().kind(Kind::CrateDog).send().unwrap();
    assert_eq!(server.request().line, "GET /pets?kind=crate%3A%3Adog");
    assert_eq!(pets.first().unwrap().kind, Some(Kind::CrateDog));
}
