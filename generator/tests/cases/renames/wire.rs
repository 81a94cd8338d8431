//! Names in the settings are those in Rust; on the wire nothing changes.

use case_renames::blocking::Client;
use case_renames::models::{Owner, OwnerKind, Pet, PetState};
use case_renames::operations::PetPage;

use crate::server::Server;

#[test]
fn only_rust_has_the_new_names() {
    let pets = "200 OK\ncontent-type: application/json\n\n{\"pets\":[{\"nm\":\"Ada\",\"st\":1,\"o\":{\"kind\":\"c\"}}]}";
    let server = Server::answering([pets]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let page: PetPage = client.get_pets().limit(2).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /pets");
    assert_eq!(request.header("x-limit"), "2");
    let pets: Vec<Pet> = page.pets.unwrap();
    let pet = pets.first().unwrap();
    assert_eq!((pet.name.as_deref(), pet.st.clone()), (Some("Ada"), Some(PetState::Here)));
    let owner: &Owner = pet.owner.as_ref().unwrap();
    assert_eq!(owner.kind, Some(OwnerKind::Company));
}
