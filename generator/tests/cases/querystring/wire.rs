//! The whole query as one value.

use case_querystring::blocking::Client;
use case_querystring::models::{Filter, FilterWithin};

use crate::server::Server;

#[test]
fn each_media_type_of_a_query() {
    let server = Server::answering(["204 No Content"; 5]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let filter = || Filter::new("a b&").tags(["x".to_owned(), "y".to_owned()]).within(FilterWithin::default().km(1));
    client.by_form(filter()).send().unwrap();
    assert_eq!(server.request().line, "GET /form?name=a%20b%26&tags=x&tags=y&within=%7B%22km%22%3A1%7D");
    client.by_encoded(filter()).send().unwrap();
    assert_eq!(server.request().line, "GET /encoded?name=a%20b%26&tags=x%7Cy&within%5Bkm%5D=1");
    client.by_json().query(Filter::new("a")).send().unwrap();
    assert_eq!(server.request().line, "GET /json?%7B%22name%22%3A%22a%22%7D");
    client.by_text().path("a=b c").send().unwrap();
    assert_eq!(server.request().line, "GET /text?a%3Db%20c");
    client.by_text().send().unwrap();
    assert_eq!(server.request().line, "GET /text");
}
