//! An enum that is open to other strings is a string to XML, in every dialect.

use case_xml_open_enums::blocking::Client;
use case_xml_open_enums::models::Pet;

use crate::server::Server;

const PET: &str = "200 OK\ncontent-type: application/xml\n\n<Pet kind=\"fox\"><state>sold</state><Mood>bad</Mood></Pet>";

#[test]
fn open_enums_are_texts() {
    let server = Server::answering([PET]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let pet = client.put_pet(Pet::default().state("open").kind("cat").mood("good")).send().unwrap();
    let body = server.request().body;
    assert!(body.ends_with("<Pet kind=\"cat\"><state>open</state><Mood>good</Mood></Pet>"), "{body}");
    let sent = serde_json::to_string(&pet).unwrap();
    assert_eq!(sent, r#"{"state":"sold","kind":"fox","mood":"bad"}"#);
}
