//! Lists as Swagger 2.0 delimits them, everywhere, and its bodies.

use case_swagger2::blocking::Client;
use case_swagger2::runtime::File;

use crate::server::Server;

#[test]
fn lists_in_every_place() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(format!("{}/v1/", server.url)).build().unwrap();
    let texts = |list: [&str; 2]| list.map(String::from);
    let call = client.get_lists(texts(["a", "b,"]), texts(["a", "b"])).empty("");
    let call = call.q_csv([1, 2]).q_ssv([1, 2]).q_tsv([1, 2]).q_pipes([1, 2]).q_multi([1, 2]);
    call.x_tsv(texts(["a", "b"])).x_pipes(texts(["a", "b"])).send().unwrap();
    let request = server.request();
    assert_eq!(
        request.line,
        "GET /v1/lists/a,b%2C/a%20b?q_csv=1,2&q_ssv=1%202&q_tsv=1%092&q_pipes=1%7C2&q_multi=1&q_multi=2&empty="
    );
    assert_eq!((request.header("x-tsv"), request.header("x-pipes")), ("a\tb", "a|b"));
}

#[test]
fn bodies() {
    let server = Server::answering(["204 No Content", "204 No Content", "200 OK\ncontent-type: text/plain\n\nHi"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let list = || ["a b", "c"].map(String::from);
    client.post_form().csv(list()).tsv(list()).multi(list()).send().unwrap();
    assert_eq!(server.request().body, "csv=a%20b,c&tsv=a%20b%09c&multi=a%20b&multi=c");
    client.post_file(File::new("a \"b\".txt", "text")).pipes(list()).send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "multipart/form-data; boundary=part-boundary");
    assert_eq!(
        request.body,
        "--part-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.txt\"\r\n\
         Content-Type: application/octet-stream\r\n\r\ntext\r\n\
         --part-boundary\r\nContent-Disposition: form-data; name=\"pipes\"\r\n\r\na b|c\r\n--part-boundary--\r\n"
    );
    assert_eq!(client.post_body_text("Hi").send().unwrap(), "Hi");
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), ("text/plain", "Hi"));
}

#[test]
fn authorization_is_a_header_unless_security_names_it() {
    let server = Server::answering(["204 No Content", "204 No Content"]);
    let client = Client::builder().base_url(&server.url).basic_auth("me", "pw").build().unwrap();
    let call = client.get_tickets("Ticket 1");
    call.send().unwrap();
    assert_eq!(server.request().header("authorization"), "Ticket 1");
    client.add_ticket().send().unwrap();
    assert_eq!(server.request().header("authorization"), "Basic bWU6cHc=");
}

#[test]
fn what_an_archive_cannot_be_is_json() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/x-tar\n\ntar",
        "404 Not Found\ncontent-type: application/json\n\n{\"message\": \"none\"}",
    ]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    assert_eq!(&client.export().send().unwrap()[..], b"tar");
    let error = client.export().send().unwrap_err();
    assert!(format!("{:?}", error.documented()).contains("message: \"none\""), "{error:?}");
}
