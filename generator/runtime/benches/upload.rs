//! A large body that is read while it is sent. In: how many MiB. Out: how long each way to give it takes, and the most
//! memory that was ever in use; it fails if that grew by more than a fraction of the body.
//!
//! `cargo bench -p clientsmith-runtime --bench upload -- 200`

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
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_core::Stream;
use runtime::{
    Api, Async, BoxError, Builder, Client, DecodeError, File, Info, Multipart, Operation, Records,
    Request, Response, Upload,
};

static API: Api = Api { user_agent: "upload", server: "", variables: &[], schemes: &[] };

const INFO: Info = Info { id: "upload", method: "PUT", path: "/", accept: "*/*", security: &[] };

/// What may be in use beyond what was before, in KiB.
const MOST: u64 = 16 * 1024;
const BLOCK: usize = 1 << 16;

enum Send {
    Whole(Upload),
    Part(File),
    Values(Records<String>),
}

impl Operation for Send {
    type Output = Bytes;
    type Error = Infallible;
    const INFO: &'static Info = &INFO;

    fn request(&self, request: &mut Request) {
        match self {
            Self::Whole(upload) => request.upload("application/octet-stream", upload),
            Self::Part(file) => {
                let mut parts = Multipart::new();
                parts.files("file", [file]);
                request.multipart(parts);
            }
            Self::Values(values) => request.json_lines("application/x-ndjson", values),
        }
    }

    fn decode(response: &Response) -> Option<Result<Bytes, DecodeError>> {
        Some(response.bytes())
    }
}

/// As many blocks as are left.
struct Blocks(usize);

impl Stream for Blocks {
    type Item = Result<Vec<u8>, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(vec![b'x'; BLOCK])))
    }
}

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let size: usize = numbers.next().unwrap_or(200) << 20;
    let length = u64::try_from(size).unwrap();
    let client = Builder::<Async>::new(&API).base_url(serve()).build().unwrap();
    let blocks = || Upload::stream(Blocks(size / BLOCK));
    let reader = || std::io::repeat(b'x').take(length);
    send(&client, "a stream", Send::Whole(blocks()), size).await;
    send(&client, "one of known length", Send::Whole(blocks().length(length)), size).await;
    send(&client, "a reader", Send::Whole(Upload::reader(reader())), size).await;
    let file = File::new("blocks", blocks().length(length));
    send(&client, "a part", Send::Part(file), size).await;
    let lines = (0..size / 1024).map(|_| "x".repeat(1024));
    send(&client, "lines", Send::Values(Records::iterator(lines)), size).await;
}

async fn send(client: &Client, name: &str, operation: Send, size: usize) {
    let (before, start) = (peak(), Instant::now());
    let answer = client.call(operation).await.unwrap();
    let arrived: usize = std::str::from_utf8(&answer).unwrap().parse().unwrap();
    assert!(arrived >= size, "{arrived}");
    let grown = peak() - before;
    println!(
        "{name}: {} MiB in {:.1?}, {grown} KiB more in use at most",
        size >> 20,
        start.elapsed()
    );
    assert!(grown < MOST, "{grown} KiB");
}

/// A server that says how many bytes each body had; its URL.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let length = length(&mut BufReader::with_capacity(BLOCK, &stream)).to_string();
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
            write!(stream, "{head}{}\r\n\r\n{length}", length.len()).unwrap();
        }
    });
    url
}

/// Reads a request, and says how long its body is.
fn length(reader: &mut impl BufRead) -> u64 {
    let mut known = None;
    loop {
        let header = line(reader);
        if header.is_empty() {
            break;
        }
        known = known.or(header.strip_prefix("content-length: ").map(|it| it.parse().unwrap()));
    }
    if let Some(length) = known {
        skip(reader, length);
        return length;
    }
    let mut whole = 0;
    loop {
        let length = u64::from_str_radix(&line(reader), 16).unwrap();
        skip(reader, length + 2);
        if length == 0 {
            return whole;
        }
        whole += length;
    }
}

fn line(reader: &mut impl BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line.trim().to_ascii_lowercase()
}

fn skip(reader: &mut impl BufRead, length: u64) {
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).unwrap();
}

/// The most memory that was ever in use, in KiB; zero where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse().unwrap_or_default()
}
