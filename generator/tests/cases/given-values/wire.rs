//! What a caller gives is sent, even if it is empty, and what the path has already is sent once.

use case_given_values::blocking::Client;

use crate::server::Server;

const DONE: &str = "204 No Content";

#[test]
fn a_constant_in_the_path_is_sent_once() {
    let server = Server::answering([DONE]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.list_blobs().prefix("a").send().unwrap();
    assert_eq!(server.request().line, "GET /blobs?comp=list&of=a%20b&prefix=a");
}

#[test]
fn lists_are_sent_as_they_are() {
    let server = Server::answering([DONE; 4]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let none = [""; 0];
    client.get_reports(none).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /reports?ids=");
    assert!(!request.headers.iter().any(|(name, _)| name == "x-tags" || name == "cookie"));
    let call = client.get_reports(["a"]).marks([Some("b".to_owned()), None]).codes([Some(1), None]);
    call.x_tags(none).seen(none).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "GET /reports?ids=a&marks=b&marks=&codes=1,");
    assert!(request.headers.contains(&("x-tags".to_owned(), String::new())));
    assert_eq!(request.header("cookie"), "seen=");
    client.add_report(none).send().unwrap();
    assert_eq!(server.request().body, "ids=");
}

#[test]
fn an_empty_segment_is_sent_where_the_description_or_the_caller_says_so() {
    let server = Server::answering([DONE, DONE]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.get_file("", "a").send().unwrap();
    assert_eq!(server.request().line, "GET /files///a");
    let error = client.get_file("text", "").send().unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
    client.get_file("text", "").allow_empty_segments().send().unwrap();
    assert_eq!(server.request().line, "GET /files//text/");
}
