//! Bodies and files that are read while they are sent.

use std::fs::File as OnDisk;
use std::io::Cursor;

use case_uploads::blocking::Client;
use case_uploads::mock;
use case_uploads::runtime::{File, Upload};

use crate::server::Server;

const DONE: &str = "204 No Content\n\n";

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn a_body_is_bytes_or_is_read_while_it_is_sent() {
    let server = Server::answering([DONE; 4]);
    let client = client(&server);
    client.put_file(vec![b'b']).send().unwrap();
    client.put_file(Upload::reader(Cursor::new("read"))).send().unwrap();
    client.put_file(Upload::from_path("Cargo.toml")).send().unwrap();
    client.put_file(OnDisk::open("Cargo.toml").unwrap()).send().unwrap();
    let request = server.request();
    assert_eq!((request.header("content-length"), request.body.as_str()), ("1", "b"));
    let request = server.request();
    assert_eq!((request.header("transfer-encoding"), request.body.as_str()), ("chunked", "read"));
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    for _ in 0..2 {
        let request = server.request();
        assert_eq!(request.header("content-type"), "application/octet-stream");
        assert_eq!(request.header("content-length"), manifest.len().to_string());
        assert_eq!(request.body, manifest);
    }
}

#[test]
fn an_optional_body_is_set_or_left_out() {
    let server = Server::answering([DONE; 2]);
    let client = client(&server);
    client.add_note().send().unwrap();
    client.add_note().body(Upload::reader(Cursor::new("sound")).length(5)).send().unwrap();
    let request = server.request();
    assert_eq!((request.header("content-type"), request.body.as_str()), ("", ""));
    let request = server.request();
    assert_eq!(request.header("content-type"), "audio/ogg");
    assert_eq!((request.header("content-length"), request.body.as_str()), ("5", "sound"));
}

#[test]
fn files_of_parts_are_read_while_they_are_sent() {
    let server = mock::Server::new();
    server.add_pictures().respond(());
    let client = Client::from(&server);
    let pictures = vec![
        File::new("a.png", "held"),
        File::new("b.png", Upload::reader(Cursor::new("read"))),
    ];
    client.add_pictures("Two", File::new("c.png", "cover"), pictures).send().unwrap();
    let calls = server.add_pictures().calls();
    let boundary = calls[0].header::<String>("content-type").unwrap();
    let boundary = boundary.strip_prefix("multipart/form-data; boundary=").unwrap();
    let picture = |name: &str, content: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"{name}\"\r\n\
             Content-Type: image/png\r\n\r\n{content}\r\n"
        )
    };
    let title = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nTwo\r\n"
    );
    let cover = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"cover\"; filename=\"c.png\"\r\n\
         Content-Type: application/octet-stream\r\n\r\ncover\r\n"
    );
    let body = title + &cover + &picture("a.png", "held") + &picture("b.png", "read");
    assert_eq!(calls[0].body(), &format!("{body}--{boundary}--\r\n"));
}

#[test]
fn what_can_be_read_once_is_sent_once() {
    let server = mock::Server::new();
    server.put_file().times(1).reply(mock::Reply::status(503)).respond(());
    let client = Client::from(&server);
    let once = client.put_file(Upload::reader(Cursor::new("once")));
    assert_eq!(once.send().unwrap_err().status().unwrap(), 503);
    assert_eq!(server.put_file().calls().len(), 1);
    server.add_note().times(1).reply(mock::Reply::status(503).header("retry-after", "0")).respond(());
    client.add_note().body(Upload::from_path("Cargo.toml")).send().unwrap();
    assert_eq!(server.add_note().calls().len(), 2);
}
