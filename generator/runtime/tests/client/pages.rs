//! Results that come in pages: what leads from one to the next, and where they end.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use serde::Deserialize;

use crate::runtime::{
    Async, Blocking, Builder, Call, Client, DecodeError, Error, Info, Next, Operation, Paginated,
    Paging, Request, Response, Retry,
};
use crate::server::{Server, answer};

static API: crate::runtime::Api = crate::runtime::Api {
    user_agent: "pages",
    server: "http://api.example.com",
    variables: &[],
    schemes: &[],
};

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    data: Vec<Thing>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Thing {
    id: u32,
}

/// An operation whose pages lead on in some way.
macro_rules! operation {
    ($name:ident, $next:expr, $more:expr) => {
        struct $name {
            start: Option<u32>,
        }

        impl Operation for $name {
            type Output = Page;
            type Error = Infallible;
            const INFO: &'static Info = &Info {
                id: "list",
                method: "GET",
                path: "/things",
                accept: "application/json",
                security: &[],
            };

            fn request(&self, request: &mut Request) {
                request.query("from", &self.start);
                request.query("size", &2);
            }

            fn decode(response: &Response) -> Option<Result<Page, DecodeError>> {
                (response.status() == 200).then(|| response.json())
            }
        }

        impl Paginated for $name {
            type Item = Thing;
            const PAGING: Paging = Paging { items: "/data", next: $next, more: $more };

            fn items(page: Page) -> Vec<Thing> {
                page.data
            }
        }
    };
}

operation!(ByUrl, Next::Url("/links/next"), None);
operation!(ByToken, Next::Token { at: "/next", parameter: "from" }, None);
operation!(ByPage, Next::Page { parameter: "from", first: 0, pages: Some("/pages") }, None);
operation!(ByOffset, Next::Offset("from"), None);
operation!(After, Next::After { property: "/id", parameter: "from" }, Some("/more"));
operation!(ByLink, Next::Link, None);
operation!(ByHeader, Next::Header { name: "x-next-token", parameter: "from" }, None);

fn client(url: &str) -> Client {
    Builder::<Async>::new(&API).base_url(url).build().unwrap()
}

fn client_at(server: &Server) -> Client {
    client(&server.url)
}

fn page(body: &str) -> String {
    answer(200, "application/json", body)
}

/// The ids of all items, in their order.
async fn ids<O: Paginated<Item = Thing>>(
    server: &Server,
    operation: O,
) -> Result<Vec<u32>, Error<O::Error>> {
    let mut items = client(&format!("{}/base/", server.url)).call(operation).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item?.id);
    }
    assert!(items.next().await.is_none(), "nothing comes after the end");
    Ok(ids)
}

#[tokio::test]
async fn a_link_in_the_page_is_followed_as_it_is() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}, {"id": 2}], "links": {"next": "/base/things?from=%2B1&x"}}"#),
        page(r#"{"data": [], "links": {"next": "?y=1"}}"#),
        page(r#"{"data": [{"id": 3}], "links": {"next": null}}"#),
    ]);
    assert_eq!(ids(&server, ByUrl { start: Some(7) }).await.unwrap(), [1, 2, 3]);
    assert_eq!(
        server.targets(),
        ["/base/things?from=7&size=2", "/base/things?from=%2B1&x", "/base/things?y=1"]
    );
}

#[tokio::test]
async fn a_link_to_another_host_is_an_error_and_one_to_another_port_is_not() {
    let pages = |link: &str| {
        Server::sequence(vec![
            page(&format!(r#"{{"data": [{{"id": 1}}], "links": {{"next": "{link}"}}}}"#)),
            page(r#"{"data": [{"id": 2}], "links": {}}"#),
        ])
    };
    let server = pages("https://elsewhere.example/things?p=2");
    let error = ids(&server, ByUrl { start: None }).await.unwrap_err().to_string();
    assert!(
        error.contains("the server's link leads to another host, `elsewhere.example`"),
        "{error}"
    );
    assert_eq!(server.targets(), ["/base/things?size=2"]);
    for own in ["https://127.0.0.1:1/things?p=2", "http://api.example.com/things?p=2"] {
        let server = pages(own);
        assert_eq!(ids(&server, ByUrl { start: None }).await.unwrap(), [1, 2], "{own}");
        assert_eq!(server.targets(), ["/base/things?size=2", "/things?p=2"]);
    }
}

#[tokio::test]
async fn links_to_the_server_that_a_base_url_replaces_are_its_own() {
    for (template, host, is_own) in [
        ("https://a.example.com/v1", "a.example.com", true),
        ("https://a.example.com:8443", "a.example.com", true),
        ("https://a.example.com", "b.example.com", false),
        ("https://{space}.example.com/{path}", "a.example.com", true),
        ("https://{space}.example.com", "example.com", false),
        ("https://{space}.example.com", "a.example.com.evil.example", false),
        ("https://{a}.api.{b}.com", "x.api.y.com", true),
        ("https://{a}.api.{b}.com", "x.y.com", false),
        ("{endpoint}/v1", "a", false),
    ] {
        let server = Server::sequence(vec![page("{}")]);
        let api = crate::runtime::Api { server: template, ..API };
        let builder = Builder::<Async>::new(Box::leak(Box::new(api))).base_url(&server.url);
        let call = builder.build().unwrap().call(ByUrl { start: None });
        let outcome = call.at_link(format!("https://{host}/x")).await;
        assert_eq!(outcome.is_ok(), is_own, "{template} {host}");
        assert_eq!(server.targets().len(), usize::from(is_own), "{template} {host}");
    }
}

#[tokio::test]
async fn a_call_can_begin_at_a_link() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 2}], "links": {"next": "/base/things?p=3"}}"#),
        page(r#"{"data": [{"id": 3}], "links": {}}"#),
    ]);
    let client = client(&format!("{}/base/", server.url));
    let call = || client.call(ByUrl { start: Some(1) });
    let mut items = call().at_link("things?p=2#f").items();
    assert_eq!(items.next().await.unwrap().unwrap().id, 2);
    assert_eq!(items.next().await.unwrap().unwrap().id, 3);
    assert!(items.next().await.is_none());
    assert_eq!(server.targets(), ["/base/things?p=2", "/base/things?p=3"]);

    let server = Server::sequence(vec![page("{}")]);
    let own = format!("{}/elsewhere", server.url);
    client_at(&server).call(ByUrl { start: None }).at_link(own).await.unwrap();
    assert_eq!(server.targets(), ["/elsewhere"]);
    for other in
        ["https://elsewhere.example/things", "//elsewhere.example/x", "ftp://elsewhere.example/"]
    {
        let error =
            client_at(&server).call(ByUrl { start: None }).at_link(other).await.err().unwrap();
        assert!(matches!(error, Error::NotSent(_)), "{error}");
    }
    assert_eq!(server.targets().len(), 1);
}

#[tokio::test]
async fn a_token_goes_into_its_parameter() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}], "next": "a&b=c"}"#),
        page(r#"{"data": [{"id": 2}], "next": 12345678901234567890}"#),
        page(r#"{"data": [{"id": 3}], "next": ""}"#),
    ]);
    assert_eq!(ids(&server, ByToken { start: Some(1) }).await.unwrap(), [1, 2, 3]);
    assert_eq!(
        server.targets(),
        [
            "/base/things?from=1&size=2",
            "/base/things?size=2&from=a%26b%3Dc",
            "/base/things?size=2&from=12345678901234567890"
        ]
    );
}

#[tokio::test]
async fn numbers_count_on_from_where_the_call_begins() {
    let pages = || {
        Server::sequence(vec![
            page(r#"{"data": [{"id": 1}, {"id": 2}]}"#),
            page(r#"{"data": [{"id": 3}]}"#),
            page("{}"),
        ])
    };
    let server = pages();
    assert_eq!(ids(&server, ByPage { start: None }).await.unwrap(), [1, 2, 3]);
    let expected =
        ["/base/things?size=2", "/base/things?size=2&from=1", "/base/things?size=2&from=2"];
    assert_eq!(server.targets(), expected);
    let server = pages();
    assert_eq!(ids(&server, ByOffset { start: Some(10) }).await.unwrap(), [1, 2, 3]);
    let expected = [
        "/base/things?from=10&size=2",
        "/base/things?size=2&from=12",
        "/base/things?size=2&from=13",
    ];
    assert_eq!(server.targets(), expected);
}

#[tokio::test]
async fn the_number_of_pages_ends_them() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}], "pages": 2}"#),
        page(r#"{"data": [{"id": 2}], "pages": 2}"#),
    ]);
    assert_eq!(ids(&server, ByPage { start: None }).await.unwrap(), [1, 2]);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn the_last_item_leads_on_until_there_is_no_more() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}, {"id": 2}], "more": true}"#),
        page(r#"{"data": [{"id": 3}], "more": false}"#),
    ]);
    assert_eq!(ids(&server, After { start: None }).await.unwrap(), [1, 2, 3]);
    assert_eq!(server.targets(), ["/base/things?size=2", "/base/things?size=2&from=2"]);
}

#[tokio::test]
async fn the_link_header_leads_on() {
    for links in [
        r#"link: </base/things?p=0>; title="a, b"; rel=first, </base/things?p=2>; rel="prefetch Next""#,
        r#"link: </base/things?p=0>; rel="last"; rel="next" , </base/things?p=2> ; REL = next"#,
        r#"link: </x>; title="a \" ; rel=next, <y"; rel=up, </base/things?p=2>; flag; rel=next; title="<z>""#,
        r#"link: </base/things?p=2>;title*=UTF-8''%e2%82%ac;rel="next",</x>;rel=prev"#,
        r#"link: </base/things?p=2>; rel="next"#,
        "link: </x>; rel=prev\r\nlink: </base/things?p=2>; rel=next",
    ] {
        let with_link = page(r#"{"data": [{"id": 1}]}"#).replace("x-request-id: abc", links);
        let server = Server::sequence(vec![with_link, page(r#"{"data": [{"id": 2}]}"#)]);
        assert_eq!(ids(&server, ByLink { start: None }).await.unwrap(), [1, 2], "{links}");
        assert_eq!(server.targets(), ["/base/things?size=2", "/base/things?p=2"], "{links}");
    }
    for links in [
        "link: </x>; rel=prev",
        "link: </x>; title=\"rel=next\"",
        "link: </x>; rev=next",
        "link: next",
        "link: </x",
    ] {
        let with_link = page(r#"{"data": [{"id": 1}]}"#).replace("x-request-id: abc", links);
        let server = Server::sequence(vec![with_link, page(r#"{"data": []}"#)]);
        assert_eq!(ids(&server, ByLink { start: None }).await.unwrap(), [1], "{links}");
        assert_eq!(server.count(), 1, "{links}");
    }
}

#[tokio::test]
async fn a_token_in_a_header_leads_on() {
    let with_token = |token: &str| {
        page(r#"{"data": [{"id": 1}]}"#)
            .replace("x-request-id: abc", &format!("X-Next-Token: {token}"))
    };
    let server = Server::sequence(vec![with_token("a/b"), with_token("")]);
    assert_eq!(ids(&server, ByHeader { start: None }).await.unwrap(), [1, 1]);
    assert_eq!(server.targets(), ["/base/things?size=2", "/base/things?size=2&from=a%2Fb"]);
}

#[tokio::test]
async fn pages_that_go_round_in_a_circle_end_with_an_error() {
    let around = page(r#"{"data": [{"id": 1}], "links": {"next": "/base/again"}, "next": "x"}"#);
    for (requests, error) in [
        (2, ids(&Server::raw(&around), ByUrl { start: None }).await.unwrap_err()),
        (2, ids(&Server::raw(&around), ByToken { start: None }).await.unwrap_err()),
        (2, ids(&Server::raw(&around), ByPage { start: None }).await.unwrap_err()),
    ] {
        let message = "list: nothing was sent: the server's pages form a cycle";
        assert_eq!(error.to_string(), message, "after {requests} requests");
    }
}

#[tokio::test]
async fn an_error_ends_the_pages_after_what_came_before() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}], "next": "x"}"#),
        answer(500, "text/html", "<html>"),
    ]);
    // What the caller sets for the call holds for each page.
    let call = client(&server.url).call(ByToken { start: None }).retry(Retry::never());
    let mut pages = call.pages();
    assert_eq!(pages.next().await.unwrap().unwrap().data, [Thing { id: 1 }]);
    assert_eq!(pages.next().await.unwrap().err().unwrap().status().unwrap(), 500);
    assert!(pages.next().await.is_none());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn what_is_set_for_the_call_holds_for_every_page() {
    let server = Server::sequence(vec![page(r#"{"next": "x"}"#), page("{}")]);
    let call: Call<_, ByToken> = client(&server.url).call(ByToken { start: None });
    let mut pages = call.header("x-mine", "yes").pages();
    while pages.next().await.is_some() {}
    assert_eq!(server.headers("x-mine"), ["yes", "yes"]);
    let wrong = client(&server.url).call(ByToken { start: None }).header("x", "a\nb");
    let mut pages = wrong.pages();
    assert!(matches!(pages.next().await, Some(Err(Error::NotSent(_)))));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn pages_are_a_stream() {
    fn stream<S: Stream + Send + Unpin>(stream: S) -> S {
        stream
    }
    let server = Server::json(200, r#"{"data": [{"id": 4}]}"#);
    let mut items = stream(client(&server.url).call(ByUrl { start: None }).items());
    let item = poll_fn(|context| Pin::new(&mut items).poll_next(context)).await;
    assert_eq!(item.unwrap().unwrap(), Thing { id: 4 });
}

#[test]
fn without_async_code_they_are_iterators() {
    let server = Server::sequence(vec![
        page(r#"{"data": [{"id": 1}, {"id": 2}], "next": "x"}"#),
        page(r#"{"data": [{"id": 3}]}"#),
    ]);
    let client: Client<Blocking> =
        Builder::<Blocking>::new(&API).base_url(&server.url).build().unwrap();
    let call = || client.call(ByToken { start: None });
    let ids: Result<Vec<u32>, _> = call().items().map(|item| item.map(|thing| thing.id)).collect();
    assert_eq!(ids.unwrap(), [1, 2, 3]);
    assert_eq!(server.targets(), ["/things?size=2", "/things?size=2&from=x"]);
    assert_eq!(call().pages().count(), 1);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_comes_once() {
    let server = Server::sequence(vec![page(
        r#"{"data": [{"id": 1}], "links": {"next": "/base/things?size=2"}}"#,
    )]);
    let mut items = client(&format!("{}/base/", server.url)).call(ByUrl { start: None }).items();
    assert_eq!(items.next().await.unwrap().unwrap().id, 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert_eq!(server.count(), 1);
}
