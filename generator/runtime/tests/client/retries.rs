//! What is sent again, when, and what is not.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::numbers::{NumbersClient, client};
use crate::runtime::{
    Api, Async, Builder, DecodeError, Error, Info, Operation, Repeat, Request, Response, Retry,
};
use crate::server::{Server, answer, status};
use crate::timer::TestTimer;

fn builder(server: &Server, timer: &TestTimer) -> Builder<Async> {
    let builder = NumbersClient::builder().base_url(&server.url).credentials("a", "b");
    builder.timer(timer.clone())
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn list() -> String {
    answer(200, "application/json", "[]")
}

fn number() -> String {
    answer(200, "application/json", r#"{"number": "1"}"#)
}

/// How many requests a GET and a POST come to, when the first is answered so and the second well.
async fn attempts(first: &str) -> (usize, usize) {
    let timer = TestTimer::default();
    let get = Server::sequence(vec![first.to_owned(), list()]);
    let _ = builder(&get, &timer).build().unwrap().list_phone_numbers().await;
    let post = Server::sequence(vec![first.to_owned(), number()]);
    let _ = builder(&post, &timer).build().unwrap().purchase_phone_number("1").await;
    (get.count(), post.count())
}

#[tokio::test]
async fn only_what_is_safe_is_sent_again() {
    for code in [408, 500, 502, 503, 504] {
        assert_eq!(attempts(&status(code, &[])).await, (2, 1), "{code}");
        let posts = if code == 503 { 2 } else { 1 };
        assert_eq!(attempts(&status(code, &[("retry-after", "1")])).await, (2, posts), "{code}");
    }
    for code in [200, 301, 400, 401, 404, 409, 422, 425, 501, 505] {
        assert_eq!(attempts(&status(code, &[])).await, (1, 1), "{code}");
    }
    assert_eq!(attempts(&status(429, &[])).await, (2, 1));
    assert_eq!(attempts(&status(429, &[("retry-after", "1")])).await, (2, 2));
    // What is not understood asks for nothing.
    for unclear in ["soon", "-1", "1.5", "", "in 5 seconds"] {
        for code in [429, 503] {
            let first = status(code, &[("retry-after", unclear)]);
            assert_eq!(attempts(&first).await, (2, 1), "{unclear}");
        }
    }
    // No answer, one that breaks off, and one that is none.
    assert_eq!(attempts("").await, (2, 1));
    assert_eq!(attempts("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[").await, (2, 1));
    assert_eq!(attempts("nonsense\r\n\r\n").await, (2, 1));
}

/// An operation with a rule of its own.
struct Ruled<const GET: bool>(Repeat);

impl<const GET: bool> Operation for Ruled<GET> {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info = &Info {
        id: "ruled",
        method: if GET { "GET" } else { "POST" },
        path: "/",
        accept: "",
        security: &[],
    };

    fn request(&self, request: &mut Request) {
        request.repeat(self.0);
    }

    fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
        response.status().is_success().then_some(Ok(()))
    }
}

#[tokio::test]
async fn an_operation_can_have_a_rule_of_its_own() {
    let later = [("retry-after", "1")];
    let answers = [
        status(429, &later),
        status(503, &later),
        status(429, &[]),
        status(503, &[]),
        status(500, &later),
        String::new(),
    ];
    for (repeat, counts) in [
        (Repeat::RateLimited, [2, 1, 1, 1, 1, 1]),
        (Repeat::Refused, [2, 2, 1, 1, 1, 1]),
        (Repeat::Always, [2, 2, 2, 2, 2, 2]),
    ] {
        for (answer, count) in answers.iter().zip(counts) {
            let timer = TestTimer::default();
            let server = Server::sequence(vec![answer.clone(), list()]);
            let client = builder(&server, &timer).build().unwrap();
            let _ = client.call(Ruled::<false>(repeat)).await;
            assert_eq!(server.count(), count, "POST {repeat:?} {answer}");
            let server = Server::sequence(vec![answer.clone(), list()]);
            let client = builder(&server, &timer).build().unwrap();
            let _ = client.call(Ruled::<true>(repeat)).await;
            assert_eq!(server.count(), count, "GET {repeat:?} {answer}");
        }
    }
}

#[tokio::test]
async fn it_ends_with_the_last_answer() {
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(500, &[]), status(502, &[]), status(503, &[])]);
    let error = builder(&server, &timer).build().unwrap().list_phone_numbers().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (503, 3));
}

#[tokio::test]
async fn waits_are_random_up_to_a_limit_that_doubles() {
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(500, &[])]);
    let retry = Retry::default().max_attempts(8).backoff(secs(1), secs(8));
    let client = builder(&server, &timer).retry(retry).build().unwrap();
    for _ in 0..5 {
        client.list_phone_numbers().await.unwrap_err();
    }
    let waits = timer.waits();
    assert_eq!(waits.len(), 35);
    for calls in waits.chunks(7) {
        for (wait, limit) in calls.iter().zip([1, 2, 4, 8, 8, 8, 8]) {
            assert!(*wait <= secs(limit), "{waits:?}");
        }
    }
    let long = waits.iter().filter(|wait| **wait > secs(4)).count();
    let short = waits.iter().filter(|wait| **wait < secs(1)).count();
    assert!(long > 0 && short > 0, "{waits:?}");
}

#[tokio::test]
async fn the_server_says_when_to_come_back() {
    let date = "Sun, 06 Nov 1994 08:49:57 GMT";
    for (headers, wait) in [
        (&[("retry-after", "7")][..], 7),
        (&[("Retry-After", " 0 ")][..], 0),
        (&[("retry-after", date)][..], 20),
        (&[("retry-after", date), ("date", "Sun, 06 Nov 1994 08:49:47 GMT")][..], 10),
        (&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")][..], 0),
        (&[("retry-after", "Sunday, 06-Nov-94 08:49:57 GMT")][..], 20),
    ] {
        for code in [429, 503] {
            let timer = TestTimer::default();
            let server = Server::sequence(vec![status(code, headers), list()]);
            builder(&server, &timer).build().unwrap().list_phone_numbers().await.unwrap();
            assert_eq!(timer.waits(), [secs(wait)], "{headers:?}");
        }
    }
}

#[tokio::test]
async fn nobody_comes_back_earlier_than_the_server_says() {
    for value in ["61", "Sun, 06 Nov 1994 09:49:37 GMT", "99999999999999999"] {
        let timer = TestTimer::default();
        let server = Server::sequence(vec![status(429, &[("retry-after", value)]), list()]);
        let client = builder(&server, &timer).build().unwrap();
        let error = client.list_phone_numbers().await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.count()), (429, 1));
        assert_eq!(error.headers().unwrap()["retry-after"], value);
    }
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(429, &[("retry-after", "61")]), list()]);
    let retry = Retry::default().max_retry_after(secs(61));
    builder(&server, &timer).retry(retry).build().unwrap().list_phone_numbers().await.unwrap();
    // What cannot be understood is as if it were not there.
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(429, &[("retry-after", "soon")]), list()]);
    builder(&server, &timer).build().unwrap().list_phone_numbers().await.unwrap();
    assert!(timer.waits()[0] <= Duration::from_millis(500));
}

#[tokio::test]
async fn the_time_of_a_call_is_not_spent_on_waiting_for_nothing() {
    let server = Server::sequence(vec![status(503, &[("retry-after", "30")]), list()]);
    let call = client(&server.url).list_phone_numbers().timeout(secs(20));
    let error = call.await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (503, 1));
}

#[tokio::test]
async fn retries_can_be_turned_off_for_the_client_and_for_a_call() {
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(503, &[])]);
    let client = builder(&server, &timer).retry(Retry::never()).build().unwrap();
    client.list_phone_numbers().await.unwrap_err();
    assert_eq!(server.count(), 1);
    client.list_phone_numbers().retry(Retry::default().max_attempts(2)).await.unwrap_err();
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_connection_that_never_opened_is_tried_again_whatever_the_method() {
    // A port on which nobody listens, until the second attempt.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = attempts.clone();
    let client = NumbersClient::builder()
        .base_url(format!("http://{address}"))
        .credentials("a", "b")
        .timer(TestTimer::default())
        .after(move |_, _| {
            count.fetch_add(1, Ordering::SeqCst);
        })
        .build()
        .unwrap();
    let error = client.purchase_phone_number("1").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_reached_server());
    assert_eq!(attempts.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn an_error_tells_of_earlier_attempts() {
    // The first connection is closed without an answer; then nobody listens any more.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        drop(std::io::Read::read(&mut stream, &mut [0; 1024]));
    });
    let builder = NumbersClient::builder().base_url(url).credentials("a", "b");
    let client = builder.timer(TestTimer::default()).build().unwrap();
    let error = client.list_phone_numbers().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(error.may_have_reached_server());
}

#[tokio::test]
async fn a_server_that_is_down_gets_few_retries() {
    let server = Server::sequence(vec![status(500, &[])]);
    let timer = TestTimer::default();
    let client = builder(&server, &timer).build().unwrap();
    for _ in 0..200 {
        client.list_phone_numbers().await.unwrap_err();
    }
    assert_eq!(server.count(), 300);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_made_again() {
    let server = Server::hanging("");
    let builder = NumbersClient::builder().base_url(&server.url).credentials("a", "b");
    let retry = Retry::default().backoff(Duration::ZERO, Duration::ZERO);
    let client = builder.attempt_timeout(Duration::from_millis(100)).retry(retry).build().unwrap();
    let error = client.list_phone_numbers().await.unwrap_err();
    assert!(error.is_timeout() && matches!(error, Error::Transport(_)));
    assert_eq!(server.count(), 3);
    let post = client.purchase_phone_number("1").await.unwrap_err();
    assert!(post.is_timeout() && post.may_have_reached_server());
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn all_calls_can_wait_for_one_limit() {
    let timer = TestTimer::default();
    let server = Server::sequence(vec![status(429, &[("retry-after", "9")]), list()]);
    let client = builder(&server, &timer).share_rate_limit().retry(Retry::never());
    let client = client.build().unwrap();
    client.list_phone_numbers().await.unwrap_err();
    client.list_phone_numbers().await.unwrap();
    client.list_phone_numbers().await.unwrap();
    assert_eq!(timer.waits(), [secs(9)]);
}

/// An operation whose description has the header `Idempotency-Key`.
struct Pay(Option<&'static str>);

impl Operation for Pay {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "pay", method: "POST", path: "/payments", accept: "", security: &[] };

    fn request(&self, request: &mut Request) {
        request.header("Idempotency-Key", &self.0);
        request.json(&"all of it");
        request.idempotency_key("Idempotency-Key");
    }

    fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
        response.status().is_success().then_some(Ok(()))
    }
}

static API: Api = Api { user_agent: "test", server: "https://h", variables: &[], schemes: &[] };

#[tokio::test]
async fn with_a_key_a_post_is_safe_to_send_again() {
    let answers = [String::new(), status(500, &[]), status(200, &[])];
    for key in [None, Some("mine")] {
        let server = Server::sequence(answers.to_vec());
        let builder = Builder::<Async>::new(&API).base_url(&server.url);
        let client = builder.timer(TestTimer::default()).build().unwrap();
        client.call(Pay(key)).await.unwrap();
        let requests = server.requests();
        let keys: Vec<_> =
            requests.iter().map(|request| request.header("idempotency-key").unwrap()).collect();
        assert_eq!((keys.len(), keys[0]), (3, keys[2]), "{keys:?}");
        assert!(requests.iter().all(|request| request.body == "\"all of it\""));
        match key {
            Some(key) => assert_eq!(keys[1], key),
            None => assert_eq!((keys[1].len(), &keys[1][14..15]), (36, "4")),
        }
    }
    // Each call has a key of its own, and what the caller sets on the call is what goes out.
    let server = Server::raw(&status(200, &[]));
    let client = Builder::<Async>::new(&API).base_url(&server.url).build().unwrap();
    client.call(Pay(None)).await.unwrap();
    client.call(Pay(None)).await.unwrap();
    client.call(Pay(None)).header("idempotency-key", "own").await.unwrap();
    let requests = server.requests();
    assert_ne!(requests[0].header("idempotency-key"), requests[1].header("idempotency-key"));
    assert_eq!(requests[2].header("idempotency-key"), Some("own"));
    // What is sent once needs none, and takes one all the same.
    client.call(Pay(None)).retry(Retry::never()).await.unwrap();
    client.call(Pay(Some("mine"))).retry(Retry::never()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[3].header("idempotency-key"), None);
    assert_eq!(requests[4].header("idempotency-key"), Some("mine"));
}
