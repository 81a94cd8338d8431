//! Parts without names, which the caller writes.

mod server;

use case_parts_by_position::blocking::Client;
use server::Server;

#[test]
fn the_caller_says_what_stands_between_the_parts() {
    let server = Server::answering(["204 No Content\n\n"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let body = "--x\r\ncontent-type: image/png\r\n\r\npicture\r\n--x--\r\n";
    let call = client.add_pictures(body).header("content-type", "multipart/mixed; boundary=x");
    call.send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "multipart/mixed; boundary=x");
    assert_eq!(request.body, body);
}
