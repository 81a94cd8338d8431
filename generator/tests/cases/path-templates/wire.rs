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
