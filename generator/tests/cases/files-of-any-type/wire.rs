//! A part of any media type, or of several, is a file, whose media type the caller may set.

use case_files_of_any_type::blocking::Client;
use case_files_of_any_type::runtime::File;

use crate::server::Server;

#[test]
fn files_have_their_own_media_types() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.add_photo(File::new("a", "1")).scan(File::new("b", "2")).send().unwrap();
    let sent = server.request().body;
    assert!(sent.contains("filename=\"a\"\r\nContent-Type: application/octet-stream\r\n\r\n1"), "{sent}");
    assert!(sent.contains("filename=\"b\"\r\nContent-Type: text/plain\r\n\r\n2"), "{sent}");
    let call = client.add_photo(File::new("a", "1").with_content_type("image/webp")).note("n");
    let call = call.scan(File::new("b", "2").with_content_type("application/pdf"));
    call.more([File::new("c", "3").with_content_type("image/png")]).send().unwrap();
    let sent = server.request().body;
    for file in ["a\"\r\nContent-Type: image/webp", "b\"\r\nContent-Type: application/pdf", "c\"\r\nContent-Type: image/png"] {
        assert!(sent.contains(&format!("filename=\"{file}\r\n")), "{sent}");
    }
}

#[test]
fn a_member_that_is_a_file_makes_the_part_one_and_items_have_names() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.add_photo(File::new("a", "1")).logo(File::new("l", "\u{1}")).send().unwrap();
    let sent = server.request().body;
    assert!(sent.contains("name=\"logo\"; filename=\"l\""), "{sent}");
    client.add_scans([File::new("b", "2"), File::new("c", "3")]).send().unwrap();
    let sent = server.request().body;
    for file in ["b", "c"] {
        let disposition = format!("form-data; name=\"parts\"; filename=\"{file}\"");
        assert!(sent.contains(&disposition), "{sent}");
    }
}
