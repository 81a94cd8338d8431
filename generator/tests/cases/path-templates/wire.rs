//! Paths that are more than names between slashes.

use case_path_templates::blocking::Client;

use crate::server::Server;

#[test]
fn each_path_as_it_is_sent() {
    let server = Server::answering(["204 No Content"; 9]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let sent = || server.request().line;
    client.suffix("x/y").send().unwrap();
    assert_eq!(sent(), "GET /a/x%2Fy.json");
    client.joined("x", 1, true).send().unwrap();
    assert_eq!(sent(), "GET /a/x-1true");
    client.twice("x").send().unwrap();
    assert_eq!(sent(), "GET /twice/x/x");
    client.query("a&b").more("c").send().unwrap();
    assert_eq!(sent(), "GET /query?fixed=1&id=a%26b&more=c");
    client.regexp("123").send().unwrap();
    assert_eq!(sent(), "GET /regexp/123");
    client.expression("x").c("y").send().unwrap();
    assert_eq!(sent(), "GET /expression/x?c=y");
    client.open("x").send().unwrap();
    assert_eq!(sent(), "GET /open/x/%7B");
    client.literal("x").send().unwrap();
    assert_eq!(sent(), "GET /space%20and%20%C3%BC/x:run");
    client.rootless("x").send().unwrap();
    assert_eq!(sent(), "GET /rootless/x");
}

#[test]
fn dots_and_nothing_are_refused() {
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    for value in ["", ".", "..", "%2e"] {
        let error = client.twice(value).send().unwrap_err();
        assert_eq!(error.to_string().contains("cannot be sent"), value != "%2e", "{value}");
    }
}

#[test]
fn several_segments_keep_their_slashes() {
    let server = Server::answering(["204 No Content"; 5]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let sent = || server.request().line;
    client.check("projects/a b/notes/1?").send().unwrap();
    assert_eq!(sent(), "GET /v1/projects/a%20b/notes/1%3F:check");
    client.file("a/b/c.txt").send().unwrap();
    assert_eq!(sent(), "GET /files/a/b/c.txt");
    client.more("a/%2e").send().unwrap();
    assert_eq!(sent(), "GET /more/a/%252e");
    client.named("a/b").send().unwrap();
    assert_eq!(sent(), "GET /named/a/b");
    client.file("").allow_empty_segments().send().unwrap();
    assert_eq!(sent(), "GET /files/");
    for dots in ["..", "a/../b", "a/.", "./a", "../../admin"] {
        let error = client.file(dots).send().unwrap_err();
        assert!(!error.may_have_reached_server(), "{dots}");
    }
}

#[test]
fn the_last_segment_may_be_left_out() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.user("a").send().unwrap();
    assert_eq!(server.request().line, "GET /users/a");
    client.user("a").tenant_id(7).send().unwrap();
    assert_eq!(server.request().line, "GET /users/a/7");
}
