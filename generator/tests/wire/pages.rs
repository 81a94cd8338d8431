//! The list of all phone numbers, page by page, whatever form the links between them have.

use signalwire_phone_numbers::Client;
use signalwire_phone_numbers::operations::ListPhoneNumbersError;

use crate::client::{AUTHORIZATION, KINDS, Kind, PROJECT, TOKEN};
use crate::server::{Answer, Server, json};

const FIRST: &str = "/api/relay/rest/phone_numbers?filter_number=%2B1555&page_size=2";
const SECOND: &str =
    "/api/relay/rest/phone_numbers?page_number=1&page_size=2&page_token=PA7c1f%2F6c62";
const THIRD: &str =
    "/api/relay/rest/phone_numbers?page_number=2&page_size=2&page_token=PA7c1f%2F6c62";

/// A page with these numbers, and this link to the next one.
fn page(numbers: &[&str], next: &str) -> Answer {
    let data: Vec<String> =
        numbers.iter().map(|number| format!(r#"{{"number":"{number}"}}"#)).collect();
    let links = format!(r#"{{"self":"a","first":"b"{next}}}"#);
    Answer::Keep(json(200, &format!(r#"{{"links":{links},"data":[{}]}}"#, data.join(","))))
}

/// The link to a next page.
fn next(link: &str) -> String {
    format!(r#","next":"{link}""#)
}

/// The numbers of all pages, until one is an error.
async fn numbers(kind: Kind, url: &str) -> Vec<Result<String, String>> {
    let url = url.to_owned();
    match kind {
        Kind::Async => {
            let builder = Client::builder().base_url(url).credentials(PROJECT, TOKEN);
            let call = builder.build().unwrap().list_phone_numbers();
            let mut items = call.filter_number("+1555").page_size(2).items();
            let mut numbers = Vec::new();
            while let Some(item) = items.next().await {
                numbers.push(item.map(|item| item.number).map_err(|error| error.to_string()));
            }
            numbers
        }
        Kind::Blocking => {
            let list = move || {
                let builder = signalwire_phone_numbers::blocking::Client::builder();
                let client = builder.base_url(url).credentials(PROJECT, TOKEN).build().unwrap();
                let call = client.list_phone_numbers().filter_number("+1555").page_size(2);
                call.items()
                    .map(|item| item.map(|item| item.number).map_err(|error| error.to_string()))
                    .collect()
            };
            tokio::task::spawn_blocking(list).await.unwrap()
        }
    }
}

#[tokio::test]
async fn links_lead_on_as_paths_and_as_whole_urls() {
    for kind in KINDS {
        for last in ["", r#","next":null"#] {
            let server = Server::start(&[
                page(&["+1", "+2"], &next(SECOND)),
                // A host that the credentials are not for: only its path and query count.
                page(&[], &next(&format!("https://example.signalwire.com{THIRD}"))),
                page(&["+3"], last),
            ])
            .await;
            let expected = ["+1", "+2", "+3"].map(|number| Ok(String::from(number)));
            assert_eq!(numbers(kind, &server.url).await, expected, "{kind:?}");
            let requests = server.requests();
            let lines: Vec<&str> = requests.iter().map(|request| request.line.as_str()).collect();
            let expected = [FIRST, SECOND, THIRD].map(|target| format!("GET {target} HTTP/1.1"));
            assert_eq!(lines, expected, "{kind:?}");
            for request in &requests {
                assert_eq!(request.headers["authorization"], AUTHORIZATION);
            }
            assert_eq!(server.connections(), 1);
        }
    }
}

#[tokio::test]
async fn an_error_on_the_way_is_the_last_item() {
    for kind in KINDS {
        let failed = Answer::Close(json(500, r#"{"error":"Oh"}"#));
        let server = Server::start(&[page(&["+1"], &next(SECOND)), failed]).await;
        let numbers = numbers(kind, &server.url).await;
        assert_eq!(numbers[0].as_deref(), Ok("+1"));
        let error = numbers[1].as_ref().unwrap_err();
        assert!(error.contains("500") && error.starts_with("list_phone_numbers"), "{error}");
        assert_eq!(numbers.len(), 2);
    }
}

#[tokio::test]
async fn pages_can_be_had_whole() {
    let server = Server::start(&[page(&["+1", "+2"], &next(SECOND)), page(&["+3"], "")]).await;
    let builder = Client::builder().base_url(&server.url).credentials(PROJECT, TOKEN);
    let mut pages = builder.build().unwrap().list_phone_numbers().page_size(2).pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.data.len(), first.links.next.as_deref()), (2, Some(SECOND)));
    // Nobody has asked for the next one yet.
    assert_eq!(server.requests().len(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap().data[0].number, "+3");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn the_first_page_may_be_an_error() {
    let server = Server::json(401, r#"{"error":"Unauthorized"}"#).await;
    let builder = Client::builder().base_url(&server.url).credentials(PROJECT, TOKEN);
    let mut items = builder.build().unwrap().list_phone_numbers().items();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error.documented(), Some(ListPhoneNumbersError::Unauthorized(_))));
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}
