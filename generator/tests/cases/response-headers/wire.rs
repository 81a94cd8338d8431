//! The headers of a response by their types.

#![allow(deprecated, reason = "what is deprecated is sent too")]

use case_response_headers::blocking::Client;
use case_response_headers::models::Meta;
use case_response_headers::operations::{ListHeaders, ListHeaderXKind};
use case_response_headers::runtime::Retry;

use crate::server::Server;

#[test]
fn headers_of_successes_and_errors() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/json\nx-limit: 7\nX-Ratio: 0.5\nx-kind: c\nx-ids: 1, 2,3\nx-names: a\nx-names: b c\nset-cookie: a=1; expires=Wed, 21 Oct 2026\nset-cookie: b=2\n\
         x-when: 2026-01-02T03:04:05Z\nx-json: {\"a\":\"b\"}\n\n\"x\"",
        "429 Too Many Requests\nx-limit: secret\nretry-after: 3\n\n",
    ]);
    let client =
        Client::builder().base_url(&server.url).retry(Retry::never()).build().unwrap();
    let response = client.list().with_response().send().unwrap();
    let headers = ListHeaders(response.headers());
    assert_eq!(headers.x_limit().unwrap(), Some(7));
    assert_eq!(headers.x_ratio().unwrap(), Some(0.5));
    assert_eq!(headers.x_kind().unwrap(), Some(ListHeaderXKind::Unknown("c".to_owned())));
    assert_eq!(headers.x_ids().unwrap(), Some(vec![1, 2, 3]));
    assert_eq!(headers.x_names().unwrap(), Some(vec!["a".to_owned(), "b c".to_owned()]));
    let cookies = ["a=1; expires=Wed, 21 Oct 2026", "b=2"].map(str::to_owned);
    assert_eq!(headers.set_cookie().unwrap(), Some(cookies.to_vec()));
    assert_eq!(headers.x_when().unwrap(), Some("2026-01-02T03:04:05Z".parse().unwrap()));
    let meta: Meta = headers.x_json().unwrap().unwrap();
    assert_eq!(meta.a.as_deref(), Some("b"));
    assert_eq!(headers.retry_after().unwrap(), None);

    let error = client.list().send().unwrap_err();
    let headers = ListHeaders(error.headers().unwrap());
    assert_eq!(headers.retry_after().unwrap(), Some(3));
    let error = headers.x_limit().unwrap_err();
    assert_eq!(error.path(), "header X-Limit");
    assert!(!error.to_string().contains("secret"), "{error}");
}
