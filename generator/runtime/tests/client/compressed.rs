//! Compressed responses, in a program whose `reqwest` decodes them: the largest size counts what they unpack to.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::numbers::client;
use crate::runtime::{Async, Blocking, Builder, Error, StreamError};
use crate::server::Server;
use crate::streams::{API, Download};

const LIMIT: u64 = 1 << 20;

/// A response that unpacks to so many zeros.
fn bomb(size: usize) -> Vec<u8> {
    let body = gzip(&vec![0; size]);
    assert!(body.len() * 500 < size, "{} bytes", body.len());
    response("gzip", &body)
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn response(encoding: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn assert_left(error: &Error<impl std::fmt::Debug>) {
    let Error::Incomplete(incomplete) = error else { panic!("{error:?}") };
    assert!(incomplete.is_too_large(), "{error:?}");
    let kept = u64::try_from(error.body().unwrap().len()).unwrap();
    assert!(kept > 0 && kept <= LIMIT, "{kept}");
}

#[tokio::test]
async fn what_unpacks_to_too_much_is_left() {
    let server = Server::raw(&bomb(16 << 20));
    let client = Builder::<Async>::new(&API).base_url(&server.url).max_response_size(LIMIT);
    assert_left(&client.build().unwrap().call(Download).await.unwrap_err());
    assert_eq!(server.request().header("accept-encoding"), Some("gzip"));
}

#[test]
fn a_blocking_client_leaves_it_too() {
    let server = Server::raw(&bomb(16 << 20));
    let client = Builder::<Blocking>::new(&API).base_url(&server.url).max_response_size(LIMIT);
    assert_left(&client.build().unwrap().call(Download).send().unwrap_err());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn what_is_read_bit_by_bit_may_be_larger() {
    let size = 8 << 20;
    let server = Server::raw(&bomb(size));
    let client = Builder::<Async>::new(&API).base_url(&server.url).max_response_size(LIMIT);
    let mut stream = client.build().unwrap().call(Download).into_stream().await.unwrap();
    let (mut sum, mut largest) = (0, 0);
    while let Some(piece) = stream.next().await {
        let length = piece.unwrap().len();
        (sum, largest) = (sum + length, largest.max(length));
    }
    assert_eq!(sum, size);
    assert!(largest < 1 << 20, "{largest}");

    let client = Builder::<Blocking>::new(&API).base_url(&server.url).max_response_size(LIMIT);
    let mut stream = client.build().unwrap().call(Download).into_stream().unwrap();
    assert_eq!(std::io::copy(&mut stream, &mut std::io::sink()).unwrap(), 8 << 20);
}

#[tokio::test]
async fn what_breaks_off_within_is_told() {
    let whole = gzip(&[0; 4096]);
    let server = Server::raw(&response("gzip", &whole[..whole.len() - 4]));
    let client = Builder::<Async>::new(&API).base_url(&server.url).build().unwrap();
    let mut stream = client.call(Download).into_stream().await.unwrap();
    let mut last = None;
    while let Some(piece) = stream.next().await {
        last = Some(piece);
    }
    assert!(matches!(last, Some(Err(StreamError::Incomplete(_)))), "{last:?}");
}

#[tokio::test]
async fn an_encoding_that_nobody_decodes_is_named() {
    let server = Server::raw(&response("br", b"\x0b\x01\x80[]\x03"));
    let error = client(&server.url).list_phone_numbers().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("(application/json, still encoded as br, 6 bytes)"), "{text}");
    // One that is decoded is not.
    let server = Server::raw(&response("gzip", &gzip(b"{")));
    let text = client(&server.url).list_phone_numbers().await.unwrap_err().to_string();
    assert!(text.contains("(application/json, 1 bytes)"), "{text}");
    let server = Server::raw(&response("gzip", &gzip(b"[]")));
    client(&server.url).list_phone_numbers().await.unwrap();
}
