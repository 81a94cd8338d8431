//! Which credentials go out, and where.

use crate::runtime::{
    Api, Async, Builder, Client, Credential, DecodeError, Error, Info, Operation, Request,
    Response, Scheme, SchemeKind,
};
use crate::server::{Received, Server};

static API: Api = Api {
    user_agent: "test",
    server: "https://h",
    variables: &[],
    schemes: &[
        Scheme { name: "basic", setter: "login", kind: SchemeKind::Basic },
        Scheme { name: "bearer", setter: "token", kind: SchemeKind::Bearer },
        Scheme { name: "header", setter: "header_key", kind: SchemeKind::HeaderKey("X-Key") },
        Scheme { name: "query", setter: "query_key", kind: SchemeKind::QueryKey("api key") },
        Scheme { name: "cookie", setter: "cookie_key", kind: SchemeKind::CookieKey("sid") },
    ],
};

/// An operation for each set of requirements.
macro_rules! operation {
    ($name:ident, $security:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = ();
            type Error = std::convert::Infallible;
            const INFO: &'static Info = &Info {
                id: "op",
                method: "GET",
                path: "/p?fixed=1#x",
                accept: "",
                security: $security,
            };

            fn request(&self, _: &mut Request) {}

            fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
                Some(Ok(()))
            }
        }
    };
}

operation!(Nothing, &[]);
operation!(Bearer, &[&["bearer"]]);
operation!(Header, &[&["header"]]);
operation!(Query, &[&["query"]]);
operation!(Cookie, &[&["cookie"]]);
operation!(Together, &[&["header", "query"]]);
operation!(Either, &[&["header", "query"], &["bearer"], &["basic"]]);
operation!(Optional, &[&[], &["bearer"]]);

fn client(url: &str, set: &[(&'static str, &str)]) -> Client {
    let mut builder = Builder::<Async>::new(&API).base_url(url);
    for (scheme, secret) in set {
        builder = builder.credential(
            scheme,
            match *scheme {
                "basic" => Credential::basic("user", *secret),
                _ => Credential::token(*secret),
            },
        );
    }
    builder.build().unwrap()
}

async fn sent<O: Operation>(operation: O, set: &[(&'static str, &str)]) -> Received
where
    O::Error: std::fmt::Debug,
    O::Output: std::fmt::Debug,
{
    let server = Server::json(200, "");
    client(&server.url, set).call(operation).await.unwrap();
    server.request()
}

const ALL: &[(&str, &str)] =
    &[("basic", "p"), ("bearer", "t"), ("header", "h"), ("query", "q&1"), ("cookie", "c")];

/// Target, authorization, key header, cookie.
fn places(request: &Received) -> (&str, Option<&str>, Option<&str>, Option<&str>) {
    (
        request.target(),
        request.header("authorization"),
        request.header("x-key"),
        request.header("cookie"),
    )
}

#[tokio::test]
async fn each_kind_has_its_place_and_nothing_else_is_sent() {
    assert_eq!(places(&sent(Nothing, ALL).await), ("/p?fixed=1", None, None, None));
    assert_eq!(places(&sent(Bearer, ALL).await), ("/p?fixed=1", Some("Bearer t"), None, None));
    assert_eq!(places(&sent(Header, ALL).await), ("/p?fixed=1", None, Some("h"), None));
    assert_eq!(places(&sent(Query, ALL).await), ("/p?fixed=1&api%20key=q%261", None, None, None));
    assert_eq!(places(&sent(Cookie, ALL).await), ("/p?fixed=1", None, None, Some("sid=c")));
}

#[tokio::test]
async fn schemes_that_go_together_are_sent_together() {
    assert_eq!(
        places(&sent(Together, ALL).await),
        ("/p?fixed=1&api%20key=q%261", None, Some("h"), None)
    );
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent() {
    let request = sent(Either, &[("header", "h"), ("basic", "p")]).await;
    assert_eq!(places(&request), ("/p?fixed=1", Some("Basic dXNlcjpw"), None, None));
    let request = sent(Either, &[("bearer", "t"), ("basic", "p")]).await;
    assert_eq!(places(&request), ("/p?fixed=1", Some("Bearer t"), None, None));
}

#[tokio::test]
async fn optional_credentials_are_sent_when_there() {
    assert_eq!(sent(Optional, &[]).await.header("authorization"), None);
    assert_eq!(sent(Optional, &[("bearer", "t")]).await.header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn the_last_credential_set_counts() {
    assert_eq!(
        sent(Bearer, &[("bearer", "1"), ("bearer", "2")]).await.header("authorization"),
        Some("Bearer 2")
    );
}

#[tokio::test]
async fn missing_credentials_are_named_before_anything_is_sent() {
    let server = Server::json(200, "");
    let error = client(&server.url, &[("header", "h")]).call(Either).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)));
    let expected = "op: nothing was sent: credentials are missing: set `header_key` and `query_key`, or `token`, or \
                    `login` on the builder";
    assert_eq!(error.to_string(), expected);
    assert_eq!(server.count(), 0);
}

#[test]
fn credentials_that_cannot_be_sent_are_named_and_not_shown() {
    for (scheme, setter, secret) in [
        ("bearer", "token", "hidden\n"),
        ("bearer", "token", ""),
        ("header", "header_key", "hidden\0"),
        ("header", "header_key", ""),
        ("query", "query_key", ""),
        ("cookie", "cookie_key", "hidden;a"),
    ] {
        let builder = Builder::<Async>::new(&API).credential(scheme, Credential::token(secret));
        let message = builder.build().unwrap_err().to_string();
        assert!(
            message.starts_with(&format!("`{setter}` cannot be used: "))
                && !message.contains("hidden"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn cookies_join_those_of_every_request() {
    let server = Server::json(200, "");
    let builder = Builder::<Async>::new(&API).base_url(&server.url).default_header("cookie", "a=1");
    builder
        .credential("cookie", Credential::token("c"))
        .build()
        .unwrap()
        .call(Cookie)
        .await
        .unwrap();
    assert_eq!(server.request().header("cookie"), Some("a=1; sid=c"));
}

/// An operation with a parameter where its credential would be.
struct OwnKey;

impl Operation for OwnKey {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info = Query::INFO;

    fn request(&self, request: &mut Request) {
        request.query("api key", "own");
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

#[tokio::test]
async fn what_the_caller_sends_in_its_place_is_the_credential() {
    let server = Server::json(200, "");
    let builder = || Builder::<Async>::new(&API).base_url(&server.url);
    let plain = builder().build().unwrap();
    plain.call(Bearer).header("Authorization", "Bearer own").await.unwrap();
    plain.call(Header).header("x-key", "own").await.unwrap();
    plain.call(OwnKey).await.unwrap();
    plain.call(Cookie).header("Cookie", "a=b; sid=own").await.unwrap();
    builder().default_header("x-key", "own").build().unwrap().call(Header).await.unwrap();
    let jar = builder().http_client(reqwest::Client::new()).build().unwrap();
    jar.call(Cookie).await.unwrap();
    assert!(plain.call(Cookie).header("Cookie", "a=b").await.is_err());
    assert!(plain.call(Header).header("Authorization", "Bearer own").await.is_err());
    assert!(jar.call(Bearer).await.is_err());
    assert_eq!(server.count(), 6);
}

#[tokio::test]
async fn a_client_or_a_call_can_be_anonymous() {
    let server = Server::json(200, "");
    let builder = || Builder::<Async>::new(&API).base_url(&server.url);
    builder().anonymous().build().unwrap().call(Bearer).await.unwrap();
    let known = builder().credential("bearer", Credential::token("secret")).build().unwrap();
    known.call(Bearer).anonymous().await.unwrap();
    assert!(server.requests().iter().all(|request| request.header("authorization").is_none()));
}
