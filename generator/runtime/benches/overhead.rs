//! What a call costs over the same call written by hand with reqwest and serde. In: a server that keeps its connections
//! open. Out: for each kind of call, the time by hand and by the client, and how much more the latter is.
//!
//! `cargo bench -p clientsmith-runtime --bench overhead`
//!
//! Both ways send the same requests and give equal values, which is checked before anything is measured. Both read the
//! whole response, and have the same limit for the time of a connection and none for that of a call, except in
//! `list in time`, where both have one. Only the client would retry, bound the size of the response, keep the headers
//! for errors, call middleware, and open spans.
//!
//! The two ways take turns, call by call, so that whatever else the machine does meets both alike; a benchmark that
//! measures one after the other sees the machine change more than it sees the difference. The server is a task on the
//! runtime of the caller, so that a call wakes no other thread, which would take more time than the call and a
//! different one each time. Its work is part of all figures, and by itself the last row: the same exchange without an
//! HTTP client and without decoding.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark may fail and print"
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

use std::time::{Duration, Instant};

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

/// How many calls of each kind are made in each way, and how many before they count.
const CALLS: usize = 20_000;
const WARM_UP: usize = 2_000;

fn main() {
    let tokio = tokio();
    tokio.block_on(check(list(), ByHand::list, ByTheClient::list));
    tokio.block_on(check(list(), ByHand::search, ByTheClient::search));
    tokio.block_on(check(NUMBER.to_owned(), ByHand::purchase, ByTheClient::purchase));
    println!("{:14}{:>22}{:>22}{:>22}", "", "by hand", "by the client", "more");
    println!("{:14}{}", "", format!("{:>11}{:>11}", "fastest", "median").repeat(3));
    compare("list", list(), None, ByHand::list, ByTheClient::list);
    compare("list in time", list(), Some(TIMEOUT), ByHand::list, ByTheClient::list);
    compare("search", list(), None, ByHand::search, ByTheClient::search);
    compare("purchase", NUMBER.to_owned(), None, ByHand::purchase, ByTheClient::purchase);
    println!("{:14}{}", "bytes alone", bytes_alone(&list()));
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

/// Measures a call in both ways, whose connections are there already.
fn compare<T>(
    name: &str,
    answer: String,
    timeout: Option<Duration>,
    by_hand: impl AsyncFn(&ByHand) -> T,
    by_the_client: impl AsyncFn(&ByTheClient) -> T,
) {
    let tokio = tokio();
    let url = serve(&tokio, &answer);
    let (hand, client) = (ByHand::new(&url, timeout), ByTheClient::new(&url, timeout));
    let by_hand = || time(|| drop(tokio.block_on(by_hand(&hand))));
    let by_the_client = || time(|| drop(tokio.block_on(by_the_client(&client))));
    let (mut hand, mut client) = (Times::default(), Times::default());
    for call in 0..WARM_UP + CALLS {
        // Each goes first in every other turn.
        let (by_hand, by_the_client) = if call % 2 == 0 {
            let by_hand = by_hand();
            (by_hand, by_the_client())
        } else {
            let by_the_client = by_the_client();
            (by_hand(), by_the_client)
        };
        if call >= WARM_UP {
            hand.0.push(by_hand);
            client.0.push(by_the_client);
        }
    }
    let [hand, client] = [hand, client].map(|times| times.summary());
    let more = |index: usize| {
        let ratio = client[index].as_secs_f64() / hand[index].as_secs_f64();
        format!("{:>+9.1} %", (ratio - 1.0) * 100.0)
    };
    println!("{name:14}{}{}{}{}", told(hand), told(client), more(0), more(1));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// How long each call took.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    /// The shortest time and the median.
    fn summary(mut self) -> [Duration; 2] {
        self.0.sort_unstable();
        [self.0[0], self.0[self.0.len() / 2]]
    }
}

fn told(times: [Duration; 2]) -> String {
    times.map(|time| format!("{:>8.1} us", time.as_secs_f64() * 1e6)).concat()
}

/// The times of the bytes on a connection.
fn bytes_alone(answer: &str) -> String {
    let tokio = tokio();
    let url = serve(&tokio, answer);
    let mut stream = tokio.block_on(TcpStream::connect(url.trim_start_matches("http://"))).unwrap();
    let mut chunk = vec![0; 8192];
    let mut exchange = || {
        tokio.block_on(async {
            stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
            while stream.read(&mut chunk).await.unwrap() == chunk.len() {}
        });
    };
    (0..WARM_UP).for_each(|_| exchange());
    told(Times((0..CALLS).map(|_| time(&mut exchange)).collect()).summary())
}
