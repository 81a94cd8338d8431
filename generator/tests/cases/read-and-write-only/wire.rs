//! What only the server sets is there for who reads, and not in what is sent, wherever the value comes from.

use case_read_and_write_only::blocking::Client;
use case_read_and_write_only::models::{Account, User};
use case_read_and_write_only::runtime::Reading;

use crate::server::Server;

const USER: &str = r#"201 Created
content-type: application/json

{"id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "name": "Ada", "created": "2024-01-02T03:04:05Z", "role": {"title": "Admin"}, "state": "active", "kind": 1, "size": 2}"#;

#[test]
fn read_only_properties_are_read_and_not_sent() {
    let server = Server::answering([USER, USER, USER]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let new = User::new("Ada").password("secret");
    let user = client.add_user(new).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"Ada","password":"secret"}"#);
    assert_eq!(user.id.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
    assert_eq!(user.state.as_str(), "active");
    assert_eq!(user.role.title.as_deref(), Some("Admin"));

    client.add_user(user.clone()).send().unwrap();
    assert_eq!(server.request().body, r#"{"name":"Ada"}"#);
    client.put_accounts([Account::from(user.clone())]).send().unwrap();
    assert_eq!(server.request().body, r#"[{"name":"Ada"}]"#);

    // It is only left out of requests.
    let stored = serde_json::to_value(&user).unwrap();
    assert_eq!(stored["id"], "67e55044-10b1-426f-9247-bb680e5fe0c8");
    assert_eq!(serde_json::from_value::<User>(stored).unwrap(), user);
}

#[test]
fn a_response_without_a_required_property_is_an_error_to_the_letter() {
    let server = Server::answering(["201 Created\ncontent-type: application/json\n\n{\"name\": \"Ada\"}"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let call = client.add_user(User::new("Ada")).reading(Reading::Strict);
    let error = call.send().unwrap_err();
    assert!(format!("{error:?}").contains("id"), "{error:?}");
}
