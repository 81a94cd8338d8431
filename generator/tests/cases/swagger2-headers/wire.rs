//! Swagger 2.0 excludes no header as a parameter.

use case_swagger2_headers::blocking::Client;

use crate::server::Server;

#[test]
fn content_type_and_accept_are_parameters() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.put_file("a", std::collections::BTreeMap::new()).send().unwrap();
    assert_eq!(server.request().header("content-type"), "application/json");
    let call = client.put_file("a:b@c;d=e/f", std::collections::BTreeMap::new()).content_type("application/vnd.file+json");
    call.accept("text/csv").send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "PUT /files/a:b@c;d=e%2Ff");
    let sent = |name| request.headers.iter().filter(move |(known, _)| known == name);
    assert_eq!(sent("content-type").count(), 1);
    assert_eq!(request.header("content-type"), "application/vnd.file+json");
    assert_eq!(request.header("accept"), "text/csv");
}
