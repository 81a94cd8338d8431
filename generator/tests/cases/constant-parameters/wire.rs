//! Required parameters that may be one text alone are sent by every call, and asked of none.

use case_constant_parameters::blocking::Client;
use case_constant_parameters::models::Kind;

use crate::server::Server;

#[test]
fn what_has_one_value_is_sent_unless_another_is_set() {
    let server = Server::answering(["204 No Content"; 3]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.get_item("7").send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /json/items/7?kind=all");
    assert_eq!(request.header("api-version"), "2022-06-28");
    assert_eq!(request.header("cookie"), "scheme=a%20b");

    let call = client.get_item("7").format("xml").api_version("2030-01-01");
    call.kind(Kind::Unknown("some".to_owned())).scheme("c").send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /xml/items/7?kind=some");
    assert_eq!(request.header("api-version"), "2030-01-01");
    assert_eq!(request.header("cookie"), "scheme=c");

    client.get_token("abc").send().unwrap();
    assert_eq!(server.request().body, "grant_type=authorization_code&code=abc");
}
