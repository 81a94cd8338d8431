//! What a call costs over the same call written by hand with reqwest and serde. In: a server on this machine that keeps
//! its connections open. Out: the time of each, side by side.
//!
//! `cargo bench -p openapi-codegen-runtime --bench overhead`

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

use std::io::{Read, Write};
use std::net::TcpListener;

use divan::Bencher;
use numbers::{NumbersClient, PhoneNumber};

fn main() {
    divan::main();
}

/// A number of a list as the API gives it.
const NUMBER: &str = r#"{"number": "+15551234567", "name": "Front desk", "call_handler": "relay_context", "capabilities": [{"rank": 1}, {"rank": 2}], "pin": null}"#;

/// Answers every request on every connection with a list of twenty numbers.
fn serve() -> String {
    let body = format!("[{}]", vec![NUMBER; 20].join(","));
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answer) = (stream.unwrap(), answer.clone());
            stream.set_nodelay(true).unwrap();
            std::thread::spawn(move || {
                let (mut seen, mut chunk) = (Vec::new(), [0; 4096]);
                while let Ok(length) = stream.read(&mut chunk) {
                    if length == 0 {
                        break;
                    }
                    seen.extend_from_slice(&chunk[..length]);
                    if seen.ends_with(b"\r\n\r\n") {
                        seen.clear();
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                }
            });
        }
    });
    url
}

fn tokio() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[divan::bench(sample_count = 200, sample_size = 20)]
fn by_hand(bencher: Bencher<'_, '_>) {
    let (tokio, url) = (tokio(), serve());
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .user_agent("numbers/1.2.3")
        .build()
        .unwrap();
    let url = format!("{url}/api/relay/rest/phone_numbers");
    bencher.bench_local(|| {
        tokio.block_on(async {
            let request = http.get(&url).basic_auth("project", Some("token"));
            let response = request.header("accept", "application/json").send().await.unwrap();
            assert_eq!(response.status(), 200);
            let body = response.bytes().await.unwrap();
            serde_json::from_slice::<Vec<PhoneNumber>>(&body).unwrap()
        })
    });
}

#[divan::bench(sample_count = 200, sample_size = 20)]
fn by_the_client(bencher: Bencher<'_, '_>) {
    let (tokio, url) = (tokio(), serve());
    let builder = NumbersClient::builder().base_url(url).credentials("project", "token");
    let client = builder.build().unwrap();
    bencher.bench_local(|| tokio.block_on(client.list_phone_numbers().send()).unwrap());
}
