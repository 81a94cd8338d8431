//! The extensions of AutoRest: hosts with variables, paths with a query, names for clients, and pages.

use case_azure::blocking::Client;
use case_azure::models::BlobTier;

use crate::server::Server;

const NEXT: &str = r#"200 OK
content-type: application/json

{"value":[{"@type":"a"}],"nextLink":"/base/blobs?comp=list&from=2"}"#;
const LAST: &str = r#"200 OK
content-type: application/json

{"value":[{"tier":"C"}]}"#;

#[test]
fn the_host_has_variables_and_a_path_its_query() {
    let server = Server::answering([NEXT, LAST]);
    let client = Client::builder().endpoint(&server.url).build().unwrap();
    let blobs: Result<Vec<_>, _> = client.blobs_list().items().collect();
    let blobs = blobs.unwrap();
    assert_eq!(server.request().line, "GET /main/base/blobs?comp=list");
    assert_eq!(server.request().line, "GET /base/blobs?comp=list&from=2");
    assert_eq!((blobs[0].kind.as_deref(), blobs[1].tier.clone()), (Some("a"), Some(BlobTier::Cold)));
    let error = Client::builder().build().unwrap_err();
    assert!(error.to_string().contains("the variable `endpoint` of the server's URL is missing"), "{error}");
}

#[test]
fn some_values_are_sent_as_they_are() {
    let server = Server::answering([LAST, LAST]);
    let client = Client::builder().endpoint(&server.url).account("other").build().unwrap();
    client.blobs_data("a/b;c").send().unwrap();
    client.blobs_get().at_most(3).filter("x/y&z=1 #").send().unwrap();
    assert_eq!(server.request().line, "GET /other/base/blobs/a/b;c/data");
    assert_eq!(server.request().line, "GET /other/base/blobs?%24top=3&filter=x/y&z=1%20%23");
}

#[test]
fn the_next_page_is_another_operation_whose_path_ends_with_the_link() {
    const NEXT: &str = "200 OK\ncontent-type: application/json\n\n{\"nextLink\": \"next?page=2\"}";
    const HERE: &str = "200 OK\ncontent-type: application/json\n\n{\"nextLink\": \"/main/base/last\"}";
    let server = Server::answering([NEXT, HERE, LAST]);
    let client = Client::builder().endpoint(&server.url).build().unwrap();
    let blobs = client.boxes_list("a b", "1").items().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(blobs.len(), 1);
    assert_eq!(server.request().line, "GET /main/base/boxes/a%20b?v=1");
    assert_eq!(server.request().line, "GET /main/base/boxes/a%20b/next?v=1&page=2");
    assert_eq!(server.request().line, "GET /main/base/last");
}
