//! A value that is read, changed and sent, with more in it than the description names.

mod server;

use case_unknown_fields::blocking::Client;
use server::Server;

const PET: &str = r#"200 OK
content-type: application/json

{"name": "Rex", "owner": {"email": "a@example.com", "phones": [null, 1]}, "chip": {"id": 7}}"#;

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
