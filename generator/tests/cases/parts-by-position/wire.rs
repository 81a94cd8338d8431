//! The bytes of bodies whose parts have positions and no names.

use case_parts_by_position::blocking::Client;
use case_parts_by_position::models::Album;
use case_parts_by_position::operations::ReplaceTitlesBodyPartsItem;
use case_parts_by_position::runtime::File;

use crate::server::{Received, Server};

/// The parts of a body, and the media type of all.
fn parts(request: &Received) -> (String, Vec<String>) {
    let (media_type, boundary) = request.header("content-type").split_once("; boundary=").unwrap();
    let all = request.body.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let all = all.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let parts = all.split(&format!("\r\n--{boundary}\r\n")).map(str::to_owned).collect();
    (media_type.to_owned(), parts)
}

#[test]
fn a_part_for_each_item_of_a_list() {
    let server = Server::answering(["204 No Content", "204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let files = [File::new("a.png", "1"), File::new("", "2").with_header("Content-Range", "own")];
    client.add_pictures(files, "bytes 0-1/2").send().unwrap();
    assert_eq!(
        parts(&server.request()),
        (
            "multipart/mixed".to_owned(),
            vec![
                "Content-Disposition: attachment; filename=\"a.png\"\r\nContent-Type: image/png\r\nContent-Range: bytes 0-1/2\r\n\r\n1".to_owned(),
                "Content-Range: own\r\nContent-Type: image/png\r\n\r\n2".to_owned(),
            ]
        )
    );
    let titles = ["a", "b"].map(|title| ReplaceTitlesBodyPartsItem::default().title(title));
    client.replace_titles(titles).send().unwrap();
    assert_eq!(
        parts(&server.request()).1,
        [
            "Content-Type: application/json\r\n\r\n{\"title\":\"a\"}",
            "Content-Type: application/json\r\n\r\n{\"title\":\"b\"}",
        ]
    );
}

#[test]
fn parts_by_the_encodings_of_their_positions() {
    let server = Server::answering(["204 No Content", "204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.add_album(Album::new("t"), "é").send().unwrap();
    let (media_type, required) = parts(&server.request());
    assert_eq!(media_type, "multipart/related; type=\"application/json\"");
    let first = "Content-Type: application/json\r\nX-Version: v1\r\n\r\n{\"title\":\"t\"}";
    let second = "Content-Type: text/markdown\r\n\r\né";
    assert_eq!(required, [first, second]);

    let call = client.add_album(Album::new("t"), "é").part3_part1("é");
    let call = call.part3_part2(File::new("c", "3")).part3_part2_x_size(1);
    let call = call.part3_more_parts([Album::new("u")]).part4([1, 2]);
    call.more_parts([b"b".to_vec().into()]).send().unwrap();
    let (_, all) = parts(&server.request());
    assert_eq!(all[..2], [first, second]);
    assert_eq!(
        all[2],
        "Content-Type: multipart/mixed; boundary=inner-boundary\r\n\r\n\
         --inner-boundary\r\nContent-Type: text/plain; charset=utf-8\r\n\r\né\r\n\
         --inner-boundary\r\nContent-Disposition: attachment; filename=\"c\"\r\n\
         Content-Type: image/png\r\nX-Size: 1\r\n\r\n3\r\n\
         --inner-boundary\r\nContent-Type: application/vnd.album+json\r\n\r\n{\"title\":\"u\"}\r\n\
         --inner-boundary--\r\n"
    );
    assert_eq!(
        all[3..],
        [
            "Content-Type: application/json\r\n\r\n[1,2]",
            "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==",
        ]
    );
}

#[test]
fn a_part_cannot_have_the_position_of_one_that_is_left_out() {
    let client = Client::builder().base_url("http://127.0.0.1:9").build().unwrap();
    let error = client.add_album(Album::new("t"), "s").part4([1]).send().unwrap_err();
    assert!(error.to_string().contains("a part is present, but one before it is not"), "{error}");
}
