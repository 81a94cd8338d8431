//! What a call costs over the same call written by hand with reqwest and serde. In: a server that keeps its connections
//! open. Out: the time of each call by hand and by the client, side by side, and that of the bytes alone.
//!
//! `cargo bench -p openapi-codegen-runtime --bench overhead`
//!
//! Both ways send the same requests and give equal values, which is checked before anything is measured. Both read the
//! whole response, and have the same limit for the time of a connection and none for that of a call, except in
//! `list_in_time`, where both have one. Only the client would retry, bound the size of the response, keep the headers
//! for errors, and call middleware.
//!
//! The server is a task on the runtime of the caller, so that a call wakes no other thread, which would take more time
//! than the call and a different one each time. Its work is part of all figures: `bytes_alone` is the same exchange
//! without an HTTP client and without decoding.
//!
//! Compare `by_hand` with `by_the_client`, by the column `median` on a quiet machine, and by `fastest` on one that has
//! other work to do. A sample is a single call, so that those which were interrupted count for neither column;
//! `slowest` and `mean` tell of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark may fail"
)]

#[allow(dead_code, unused_imports, unreachable_pub, reason = "the files are those of the library")]
#[path = "../src/runtime/mod.rs"]
pub mod runtime;

#[allow(dead_code, unreachable_pub, reason = "the tests use the rest of it")]
#[path = "../tests/client/numbers.rs"]
mod numbers;

#[allow(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/client/server.rs"]
mod server;

use std::time::Duration;

use divan::Bencher;
use numbers::{NumbersClient, PhoneNumber, PurchaseBody};
use reqwest::Url;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use runtime::Nullable;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// A number as the API gives it.
const NUMBER: &str = r#"{"number": "+15551234567", "name": "Front desk", "call_handler": "relay_context", "capabilities": [{"rank": 1}, {"rank": 2}], "pin": null}"#;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);

fn main() {
    let tokio = tokio();
    tokio.block_on(check(list(), ByHand::list, ByTheClient::list));
    tokio.block_on(check(list(), ByHand::search, ByTheClient::search));
    tokio.block_on(check(NUMBER.to_owned(), ByHand::purchase, ByTheClient::purchase));
    divan::main();
}

/// A list of twenty numbers, some 3 KB.
fn list() -> String {
    format!("[{}]", [NUMBER; 20].join(","))
}

/// Makes sure that both calls send the same and give the same.
async fn check<T: PartialEq>(
    answer: String,
    by_hand: impl AsyncFn(&ByHand) -> T,
    by_the_client: impl AsyncFn(&ByTheClient) -> T,
) {
    let (one, other) = (server::Server::json(200, &answer), server::Server::json(200, &answer));
    assert!(
        by_hand(&ByHand::new(&one.url, None)).await
            == by_the_client(&ByTheClient::new(&other.url, None)).await
    );
    let sent = |server: &server::Server| {
        let mut request = server.request();
        request.headers.retain(|(name, _)| name != "host");
        request.headers.sort();
        (request.line, request.headers, request.body)
    };
    assert_eq!(sent(&one), sent(&other));
}

/// The calls as a program has them that knows no generated client.
struct ByHand {
    http: reqwest::Client,
    url: String,
}

impl ByHand {
    fn new(url: &str, timeout: Option<Duration>) -> Self {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .user_agent("numbers/1.2.3");
        let http = timeout.into_iter().fold(http, reqwest::ClientBuilder::timeout);
        Self { http: http.build().unwrap(), url: format!("{url}/api/relay/rest/phone_numbers") }
    }

    async fn list(&self) -> Vec<PhoneNumber> {
        Self::send(self.http.get(&self.url)).await
    }

    async fn search(&self) -> Vec<PhoneNumber> {
        let query = [("page_size", "20"), ("filter_name", "desk")];
        Self::send(self.http.get(Url::parse_with_params(&self.url, query).unwrap())).await
    }

    async fn purchase(&self) -> PhoneNumber {
        let body = PurchaseBody { number: "+15551234567".to_owned(), note: Nullable::Absent };
        let body = serde_json::to_vec(&body).unwrap();
        let request = self.http.post(&self.url).header(CONTENT_TYPE, "application/json");
        Self::send(request.body(body)).await
    }

    async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> T {
        let request = request.basic_auth("project", Some("token"));
        let response = request.header(ACCEPT, "application/json").send().await.unwrap();
        assert_eq!(response.status(), 200);
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    }
}

/// The same calls by the client.
struct ByTheClient(NumbersClient);

impl ByTheClient {
    fn new(url: &str, timeout: Option<Duration>) -> Self {
        let builder = NumbersClient::builder().base_url(url).credentials("project", "token");
        let builder = timeout.into_iter().fold(builder, |builder, time| builder.timeout(time));
        Self(builder.connect_timeout(CONNECT_TIMEOUT).build().unwrap())
    }

    async fn list(&self) -> Vec<PhoneNumber> {
        self.0.list_phone_numbers().await.unwrap()
    }

    async fn search(&self) -> Vec<PhoneNumber> {
        self.0.list_phone_numbers().page_size(20).filter_name("desk").await.unwrap()
    }

    async fn purchase(&self) -> PhoneNumber {
        self.0.purchase_phone_number("+15551234567").await.unwrap()
    }
}

fn tokio() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Answers every request on every connection in the same way, as tasks of the runtime.
fn serve(tokio: &Runtime, body: &str) -> String {
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let listener = tokio.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(respond(stream, answer.clone()));
        }
    });
    url
}

async fn respond(mut stream: TcpStream, answer: String) {
    stream.set_nodelay(true).unwrap();
    let (mut seen, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut chunk).await {
        seen.extend_from_slice(&chunk[..length]);
        // The end of a head without a body, and of a body that is an object.
        if seen.ends_with(b"\r\n\r\n") || seen.ends_with(b"}") {
            seen.clear();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }
}

/// Measures a call, whose connection is there already.
fn measure<C, T>(
    bencher: Bencher<'_, '_>,
    answer: &str,
    new: impl Fn(&str) -> C,
    call: impl AsyncFn(&C) -> T,
) {
    let tokio = tokio();
    let caller = new(&serve(&tokio, answer));
    tokio.block_on(call(&caller));
    bencher.bench_local(|| tokio.block_on(call(&caller)));
}

fn by_hand(url: &str) -> ByHand {
    ByHand::new(url, None)
}

fn by_the_client(url: &str) -> ByTheClient {
    ByTheClient::new(url, None)
}

/// A `GET` without arguments.
#[divan::bench_group(sample_count = 20000, sample_size = 1)]
mod list {
    use super::{Bencher, ByHand, ByTheClient, TcpStream, list, measure, serve, tokio};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), super::by_hand, ByHand::list);
    }

    #[divan::bench]
    fn by_the_client(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), super::by_the_client, ByTheClient::list);
    }

    #[divan::bench]
    fn bytes_alone(bencher: Bencher<'_, '_>) {
        let tokio = tokio();
        let url = serve(&tokio, &list());
        let mut stream =
            tokio.block_on(TcpStream::connect(url.trim_start_matches("http://"))).unwrap();
        let mut answer = vec![0; 8192];
        bencher.bench_local(|| {
            tokio.block_on(async {
                stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
                while stream.read(&mut answer).await.unwrap() == answer.len() {}
            });
        });
    }
}

/// The same, with a limit for the time that it may take.
#[divan::bench_group(sample_count = 20000, sample_size = 1)]
mod list_in_time {
    use super::{Bencher, ByHand, ByTheClient, TIMEOUT, list, measure};

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), |url| ByHand::new(url, Some(TIMEOUT)), ByHand::list);
    }

    #[divan::bench]
    fn by_the_client(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), |url| ByTheClient::new(url, Some(TIMEOUT)), ByTheClient::list);
    }
}

/// A `GET` with a query.
#[divan::bench_group(sample_count = 20000, sample_size = 1)]
mod search {
    use super::{Bencher, ByHand, ByTheClient, list, measure};

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), super::by_hand, ByHand::search);
    }

    #[divan::bench]
    fn by_the_client(bencher: Bencher<'_, '_>) {
        measure(bencher, &list(), super::by_the_client, ByTheClient::search);
    }
}

/// A `POST` whose bodies are a single object.
#[divan::bench_group(sample_count = 20000, sample_size = 1)]
mod purchase {
    use super::{Bencher, ByHand, ByTheClient, NUMBER, measure};

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        measure(bencher, NUMBER, super::by_hand, ByHand::purchase);
    }

    #[divan::bench]
    fn by_the_client(bencher: Bencher<'_, '_>) {
        measure(bencher, NUMBER, super::by_the_client, ByTheClient::purchase);
    }
}
