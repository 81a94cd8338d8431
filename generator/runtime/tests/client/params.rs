//! Parameters in every place of a request, as they arrive.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::{
    Api, Async, Builder, DecodeError, Encoding, Error, Info, Operation, Request, Response, Style,
};
use crate::server::{Received, Server};

static API: Api = Api { user_agent: "test", server: "https://h", variables: &[], schemes: &[] };

/// An operation whose arguments each test chooses.
struct Any<F>(F);

impl<F: Fn(&mut Request)> Operation for Any<F> {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info = &Info {
        id: "any",
        method: "GET",
        path: "/a/{p}{q}/{r}.json",
        accept: "*/*",
        security: &[],
    };

    fn request(&self, request: &mut Request) {
        (self.0)(request);
    }

    fn decode(_: &Response) -> Option<Result<(), DecodeError>> {
        Some(Ok(()))
    }
}

type Outcome = Result<Received, String>;

async fn send(arguments: impl Fn(&mut Request)) -> Outcome {
    let server = Server::json(200, "");
    let client = Builder::<Async>::new(&API).base_url(&server.url).build().unwrap();
    match client.call(Any(arguments)).await {
        Ok(()) => Ok(server.request()),
        Err(error) => {
            assert!(matches!(error, Error::NotSent(_)));
            assert_eq!(server.count(), 0);
            Err(error.to_string())
        }
    }
}

/// Sends with the path filled in, so that a test is about something else.
async fn send_beside_path(arguments: impl Fn(&mut Request)) -> Outcome {
    send(|request| {
        ["p", "q", "r"].iter().for_each(|name| request.path(name, "1"));
        arguments(request);
    })
    .await
}

async fn target(arguments: impl Fn(&mut Request)) -> String {
    let target = send_beside_path(arguments).await.unwrap().target().to_owned();
    target.strip_prefix("/a/11/1.json").unwrap().to_owned()
}

fn reason(outcome: Outcome) -> String {
    outcome.unwrap_err().strip_prefix("any: nothing was sent: ").unwrap().to_owned()
}

#[tokio::test]
async fn path_parameters_share_a_segment() {
    let request = send(|request| {
        request.path("p", &1.5);
        request.path("q", &["a", "b"]);
        request.path("r", &true);
    });
    assert_eq!(request.await.unwrap().target(), "/a/1.5a,b/true.json");
}

#[tokio::test]
async fn two_parameters_do_not_make_dots_together() {
    let request = send(|request| {
        request.path("p", ".");
        request.path("q", ".");
        request.path("r", "1");
    });
    let expected = "the path parameter `q` cannot be sent: `.` and `..` would change the path";
    assert_eq!(reason(request.await), expected);
    // Neither does a style, nor an encoding that is let through.
    let label = Encoding { style: Style::Label, ..Encoding::SIMPLE };
    let reserved = Encoding { allow_reserved: true, ..Encoding::SIMPLE };
    for (encoding, p) in [(label, ""), (reserved, "%2e"), (reserved, ".%2E")] {
        let request = send(move |request| {
            request.path_as("p", encoding, p);
            request.path("q", "");
        });
        assert!(reason(request.await).starts_with("the path parameter `q` cannot be sent"));
    }
    let request = send(|request| {
        request.path_as("p", Encoding { allow_reserved: true, ..Encoding::SIMPLE }, ".%2E/x?y#z");
        request.path("q", "1");
        request.path("r", "..");
    });
    assert_eq!(request.await.unwrap().target(), "/a/.%2E%2Fx%3Fy%23z1/...json");
}

#[tokio::test]
async fn a_path_cannot_do_without_its_parameters() {
    let empty = |value: Value| send(move |request| request.path("p", &value));
    for value in [json!(null), json!(""), json!([]), json!({}), json!([null])] {
        let reason = reason(empty(value).await);
        assert_eq!(
            reason,
            "the path parameter `p` cannot be sent: it is empty, which would change the path"
        );
    }
    assert_eq!(reason(send(|_| {}).await), "a path parameter of `/a/{p}{q}/{r}.json` is not set");
    let reason = reason(send(|request| request.path("zz", "1")).await);
    assert_eq!(reason, "the path parameter `zz` cannot be sent: the path has no such parameter");
}

#[tokio::test]
async fn query_parameters() {
    assert_eq!(target(|_| {}).await, "");
    assert_eq!(target(|request| request.query("a", &None::<u8>)).await, "");
    assert_eq!(target(|request| request.query("a", &Some(""))).await, "?a=");
    assert_eq!(target(|request| request.query("a[b]", "ü&=")).await, "?a%5Bb%5D=%C3%BC%26%3D");
    let several = target(|request| {
        request.query("a", &[1, 2]);
        request.query_as(
            "b",
            Encoding { style: Style::PipeDelimited, ..Encoding::SIMPLE },
            &["x", "y"],
        );
        request.query_as("c", Encoding::JSON, &json!({"k": ["v w", null]}));
    });
    assert_eq!(several.await, "?a=1&a=2&b=x%7Cy&c=%7B%22k%22%3A%5B%22v%20w%22%2Cnull%5D%7D");
    let time = target(|request| request.query("t", "2024-01-02T03:04:05+00:00"));
    assert_eq!(time.await, "?t=2024-01-02T03%3A04%3A05%2B00%3A00");
}

#[tokio::test]
async fn numbers_keep_their_digits() {
    let text = target(|request| {
        request.query("a", &0.1_f32);
        request.query("b", &1e300_f64);
        request.query("c", &u128::MAX);
        request.query("d", &[i64::MIN]);
        request.query("e", &2.0_f64);
        request.query("f", &-0.25_f64);
    });
    let expected = "?a=0.1&b=1e%2B300&c=340282366920938463463374607431768211455&d=-9223372036854775808&e=2&f=-0.25";
    assert_eq!(text.await, expected);
}

#[tokio::test]
async fn headers() {
    let request = send_beside_path(|request| {
        request.header("X-Text", "a b,c%");
        request.header("X-List", &["a", "b"]);
        request.header_as(
            "X-Map",
            Encoding { explode: true, ..Encoding::SIMPLE },
            &BTreeMap::from([("a", 1), ("b", 2)]),
        );
        request.header("X-Map-Flat", &BTreeMap::from([("a", 1), ("b", 2)]));
        request.header_as("X-Json", Encoding::JSON, &json!({"a": [1]}));
        request.header("X-None", &None::<bool>);
    });
    let request = request.await.unwrap();
    assert_eq!(request.header("x-text"), Some("a b,c%"));
    assert_eq!(request.header("x-list"), Some("a,b"));
    assert_eq!(request.header("x-map"), Some("a=1,b=2"));
    assert_eq!(request.header("x-map-flat"), Some("a,1,b,2"));
    assert_eq!(request.header("x-json"), Some(r#"{"a":[1]}"#));
    assert_eq!(request.header("x-none"), None);
}

#[tokio::test]
async fn headers_that_cannot_be_sent() {
    for (value, why) in [
        ("é", "it contains a character that is not allowed in a header"),
        (" a", "it starts or ends with white space, which headers do not keep"),
    ] {
        let broken = reason(send_beside_path(|request| request.header("x-a", value)).await);
        assert_eq!(broken, format!("the header parameter `x-a` cannot be sent: {why}"));
    }
    let broken = reason(send_beside_path(|request| request.header("x-a", "secret\r\nx: y")).await);
    assert_eq!(
        broken,
        "the header parameter `x-a` cannot be sent: it contains a character that is not allowed in a header"
    );
    let comma = reason(send_beside_path(|request| request.header("x-a", &["a,b"])).await);
    assert_eq!(
        comma,
        "the header parameter `x-a` cannot be sent: an item of the array contains a comma"
    );
}

#[tokio::test]
async fn cookies() {
    let request = send_beside_path(|request| {
        request.cookie("a", "b; c");
        request.cookie("list", &[1, 2]);
        request.cookie_as("flat", Encoding { explode: false, ..Encoding::FORM }, &[1, 2]);
        request.cookie_as("raw", Encoding { style: Style::Cookie, ..Encoding::FORM }, "a/b=%");
    });
    let expected = "a=b%3B%20c; list=1; list=2; flat=1,2; raw=a/b=%";
    assert_eq!(request.await.unwrap().header("cookie"), Some(expected));
    let request =
        send_beside_path(|request| request.cookie("session", "s%3Aa+b/c==|{\u{e9}},")).await;
    let expected = "session=s%3Aa+b/c==|{%C3%A9}%2C";
    assert_eq!(request.unwrap().header("cookie"), Some(expected));
    let raw = |request: &mut Request| {
        request.cookie_as("raw", Encoding { style: Style::Cookie, ..Encoding::FORM }, "a;b")
    };
    assert!(reason(send_beside_path(raw).await).contains("not allowed in a cookie"));
}

#[tokio::test]
async fn a_value_that_does_not_serialize_is_an_error() {
    let map = BTreeMap::from([((1, 2), 3)]);
    let reason = reason(send_beside_path(move |request| request.query("a", &map)).await);
    assert_eq!(reason, "the query parameter `a` cannot be sent: key must be a string");
}
