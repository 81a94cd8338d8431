//! The bytes of forms and parts by what their encodings say.

use std::collections::BTreeMap;

use case_part_encodings::blocking::Client;
use case_part_encodings::models::Point;
use case_part_encodings::operations::PostLeftOutFormBody;
use case_part_encodings::runtime::File;

use crate::server::Server;

#[test]
fn parts_have_headers_styles_and_parts() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let point = || Point::new(1, 2);
    client.post_parts(File::new("f", "1"), 7, point()).send().unwrap();
    let part = |name: &str, more: &str, content: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}")
    };
    let parts = |body: &str| -> Vec<String> {
        let all = body.strip_prefix("--part-boundary\r\n").unwrap();
        let all = all.strip_suffix("\r\n--part-boundary--\r\n").unwrap();
        all.split("\r\n--part-boundary\r\n").map(str::to_owned).collect()
    };
    let file = "; filename=\"f\"\r\nContent-Type: image/png\r\nX-Size: 7";
    assert_eq!(
        parts(&server.request().body),
        [
            part("file", &format!("{file}\r\nX-Kind: picture"), "1"),
            part("x", "", "1"),
            part("y", "", "2"),
        ]
    );

    let call = client.post_parts(File::new("f", "1"), 7, point());
    let call = call.file_x_color(point()).file_x_point(point());
    let call = call.files([File::new("a", "2"), File::new("b", "3")]);
    let call = call.files_x_list(["p".to_owned(), "q".to_owned()]);
    let call = call.deep(point()).flat(point()).either(point()).icon(b"b".to_vec());
    let call = call.form(point()).sheet(point());
    let call = call.album_title("t").album_cover(File::new("c", "4")).album_cover_x_cover("v");
    call.album_x_album("w").send().unwrap();
    let more = "X-Color: x=1,y=2\r\nX-Kind: picture\r\nX-Point: {\"x\":1,\"y\":2}";
    let listed = "\r\nContent-Type: application/octet-stream\r\nX-List: p,q";
    let inner = "--inner-boundary\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nt\r\n\
                 --inner-boundary\r\nContent-Disposition: form-data; name=\"cover\"; filename=\"c\"\r\n\
                 Content-Type: image/png\r\nX-Cover: v\r\n\r\n4\r\n--inner-boundary--\r\n";
    let album = "\r\nContent-Type: multipart/mixed; boundary=inner-boundary\r\nX-Album: w";
    let base64 = "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64";
    assert_eq!(
        parts(&server.request().body),
        [
            part("file", &format!("{file}\r\n{more}"), "1"),
            part("files", &format!("; filename=\"a\"{listed}"), "2"),
            part("files", &format!("; filename=\"b\"{listed}"), "3"),
            part("x", "", "1"),
            part("y", "", "2"),
            part("deep[x]", "", "1"),
            part("deep[y]", "", "2"),
            part("flat", "", "x,1,y,2"),
            part("either", "\r\nContent-Type: application/json", "{\"x\":1,\"y\":2}"),
            part("icon", base64, "Yg=="),
            part("form", "\r\nContent-Type: application/x-www-form-urlencoded", "x=1&y=2"),
            part("sheet", "\r\nContent-Type: text/csv", "{\"x\":1,\"y\":2}"),
            part("album", album, inner),
        ]
    );
}

#[test]
fn a_form_that_may_be_left_out_is_one_value() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.post_left_out_form().send().unwrap();
    assert_eq!(server.request().header("content-type"), "");
    client.post_left_out_form().body(PostLeftOutFormBody::new("x")).send().unwrap();
    assert_eq!(server.request().body, "a=x");
}

#[test]
fn a_form_that_is_a_text_is_sent_as_it_is() {
    let server = Server::answering(["204 No Content"; 2]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    client.post_text("a=b+c&d").send().unwrap();
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(request.body, "a=b+c&d");
    client.post_union(Point::new(1, 2)).styled(Point::new(3, 4)).send().unwrap();
    assert_eq!(server.request().body, "either=%7B%22x%22%3A1%2C%22y%22%3A2%7D&x=3&y=4");
}

#[test]
fn parts_may_have_any_names_and_hold_parts_each() {
    let server = Server::answering(["204 No Content"; 5]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let part = |head: &str, content: &str| {
        format!("--part-boundary\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let binary = "\r\nContent-Type: application/octet-stream";

    let files = [("a".to_owned(), File::new("1", "x")), ("b".to_owned(), File::new("2", "y"))];
    client.post_files_by_name("n").more_parts(BTreeMap::from(files.clone())).send().unwrap();
    let wanted = [
        part("name=\"note\"\r\nContent-Type: text/markdown", "n"),
        part(&format!("name=\"a\"; filename=\"1\"{binary}"), "x"),
        part(&format!("name=\"b\"; filename=\"2\"{binary}"), "y"),
    ];
    assert_eq!(server.request().body, format!("{}--part-boundary--\r\n", wanted.concat()));

    let lists = [("a".to_owned(), files.map(|(_, file)| file).to_vec())];
    client.post_lists_by_name().parts(BTreeMap::from(lists)).send().unwrap();
    let wanted = [
        part(&format!("name=\"a\"; filename=\"1\"{binary}"), "x"),
        part(&format!("name=\"a\"; filename=\"2\"{binary}"), "y"),
    ];
    assert_eq!(server.request().body, format!("{}--part-boundary--\r\n", wanted.concat()));
    client.post_lists_by_name().send().unwrap();
    assert_eq!(server.request().body, "");

    let more = [("p".to_owned(), Point::new(1, 2))];
    client.post_more().file(File::new("f", "z")).more_parts(BTreeMap::from(more)).send().unwrap();
    let wanted = [
        part(&format!("name=\"file\"; filename=\"f\"{binary}"), "z"),
        part("name=\"p\"\r\nContent-Type: application/json", "{\"x\":1,\"y\":2}"),
    ];
    assert_eq!(server.request().body, format!("{}--part-boundary--\r\n", wanted.concat()));

    let points = [Point::new(1, 2), Point::new(3, 4)];
    client.post_albums().points(points).points_x_unit("cm").send().unwrap();
    let inside = |name: &str, value: &str| {
        format!(
            "--inner-boundary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    };
    let album = |x: &str, y: &str| {
        let mixed = "Content-Type: multipart/mixed; boundary=inner-boundary\r\nX-Unit: cm";
        let content = format!("{}{}--inner-boundary--\r\n", inside("x", x), inside("y", y));
        part(&format!("name=\"points\"\r\n{mixed}"), &content)
    };
    let wanted = album("1", "2") + &album("3", "4");
    assert_eq!(server.request().body, format!("{wanted}--part-boundary--\r\n"));
}
