//! A large response that is read while it arrives. In: how many MiB. Out: how long it takes, and the most memory that
//! was ever in use; it fails if that grew by more than a fraction of the response.
//!
//! `cargo bench -p clientsmith-runtime --bench download -- 200`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "a benchmark may fail and print, and uses part of what the tests do"
)]

#[path = "../src/runtime/mod.rs"]
pub mod runtime;

use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Instant;

use bytes::Bytes;
use runtime::{
    Api, Async, Builder, Chunks, DecodeError, Info, Operation, Request, Response, Streamed,
};

static API: Api = Api { user_agent: "download", server: "", variables: &[], schemes: &[] };

/// What may be in use beyond what was before, in KiB.
const MOST: u64 = 16 * 1024;

struct Download;

impl Operation for Download {
    type Output = Bytes;
    type Error = Infallible;
    const INFO: &'static Info =
        &Info { id: "download", method: "GET", path: "/", accept: "*/*", security: &[] };

    fn request(&self, _: &mut Request) {}

    fn decode(response: &Response) -> Option<Result<Bytes, DecodeError>> {
        Some(response.bytes())
    }
}

impl Streamed for Download {
    type Frames = Chunks;
    const ACCEPT: &'static str = "*/*";

    fn frames(_: &Response) -> Chunks {
        Chunks::default()
    }

    fn is_stream(_: &Response) -> bool {
        true
    }
}

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let size: usize = numbers.next().unwrap_or(200) << 20;
    let client = Builder::<Async>::new(&API).base_url(serve(size)).build().unwrap();
    let before = peak();
    let start = Instant::now();
    let mut stream = client.call(Download).into_stream().await.unwrap();
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        length += chunk.unwrap().len();
    }
    assert_eq!(length, size);
    let grown = peak() - before;
    println!("{} MiB in {:.1?}, {grown} KiB more in use at most", size >> 20, start.elapsed());
    assert!(grown < MOST, "{grown} KiB");
}

/// A server of one response of that many bytes; its URL.
fn serve(size: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n").unwrap();
        let block = vec![b'x'; 1 << 16];
        for _ in 0..size / block.len() {
            stream.write_all(&block).unwrap();
        }
    });
    url
}

/// The most memory that was ever in use, in KiB; zero where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse().unwrap_or_default()
}
