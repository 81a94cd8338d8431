//! A value that is read, changed and sent, with more in it than the description names.

use case_unknown_fields::blocking::Client;

use crate::server::Server;

const PET: &str = r#"200 OK
content-type: application/json

{"name": "Rex", "owner": {"email": "a@example.com", "phones": [null, 1]}, "chip": {"id": 7}}"#;

const TAGGED: &str = r#"200 OK
content-type: application/json

{"name": "Rex", "tag": {"text": "a", "unknown_fields": "b", "size": 1}, "id": null}"#;

#[test]
fn a_body_that_is_received_too_has_no_more_arguments() {
    let server = Server::answering([TAGGED]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let added = client.add_pet("Rex").send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"Rex"}"#);
    assert_eq!(added.unknown_fields["id"], serde_json::Value::Null);
    let tag = added.tag.unwrap();
    assert_eq!(tag.unknown_fields.as_deref(), Some("b"));
    assert_eq!(tag.unknown_fields_map["size"], 1);
}

#[test]
fn what_is_not_named_goes_out_again() {
    let server = Server::answering([PET, "204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let pet = client.get_pet("1").send().unwrap();
    server.request();
    client.replace_pet("1", pet).send().unwrap();
    let sent = server.request().body;
    let owner = r#""owner":{"email":"a@example.com","phones":[null,1]}"#;
    assert_eq!(sent, format!(r#"{{"name":"Rex",{owner},"chip":{{"id":7}}}}"#));
}
