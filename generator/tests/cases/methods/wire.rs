//! Methods, and what they give.

use case_methods::blocking::Client;

use crate::server::Server;

#[test]
fn each_method_is_sent_as_it_is_written() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json",
        "200 OK\ncontent-type: application/json\n\n[\"a\"]",
        "204 No Content",
        "302 Found\nlocation: /elsewhere",
    ]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.has_file("a").send().unwrap();
    assert_eq!(server.request().line, "HEAD /files/a");
    assert_eq!(client.search_file("a", "b").send().unwrap(), ["a"]);
    let request = server.request();
    assert_eq!((request.line.as_str(), request.body.as_str()), ("QUERY /files/a", "b"));
    client.lock_file("a").send().unwrap();
    assert_eq!(server.request().line, "LOCK /files/a");
    let response = client.copy_files_by_name("a").with_response().send().unwrap();
    assert_eq!(response.headers()["location"], "/elsewhere");
    assert_eq!(server.request().line, "Copy /files/a");
}
