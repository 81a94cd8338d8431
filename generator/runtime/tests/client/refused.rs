//! Requests that a server of HTTP/2 refuses unread (RFC 9113, section 8.7).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::numbers::NumbersClient;
use crate::timer::TestTimer;

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;

fn send(stream: &mut TcpStream, kind: u8, flags: u8, id: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &id.to_be_bytes()].concat();
    stream.write_all(&[&head, payload].concat()).unwrap();
}

/// The kind of the next frame, its flags and its stream; none when the client is gone.
fn receive(stream: &mut TcpStream) -> Option<(u8, u8, u32)> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).ok()?;
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    stream.read_exact(&mut vec![0; usize::try_from(length).unwrap()]).ok()?;
    Some((head[3], head[4], u32::from_be_bytes([head[5], head[6], head[7], head[8]])))
}

/// Ends the first stream with the error, and answers all others 204.
fn serve(mut stream: TcpStream, error: u32) -> usize {
    stream.read_exact(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()]).unwrap();
    send(&mut stream, SETTINGS, 0, 0, &[]);
    let mut count = 0;
    while let Some((kind, flags, id)) = receive(&mut stream) {
        match kind {
            SETTINGS if flags == 0 => send(&mut stream, SETTINGS, 1, 0, &[]),
            HEADERS if count == 0 => {
                count += 1;
                send(&mut stream, RST_STREAM, 0, id, &error.to_be_bytes());
            }
            HEADERS => {
                count += 1;
                // `:status: 204` (RFC 7541, appendix A), and nothing more.
                send(&mut stream, HEADERS, 0b101, id, &[0x89]);
            }
            _ => {}
        }
    }
    count
}

/// How many requests a POST comes to whose first stream ends with the error, and whether it may have reached the server.
async fn attempts(error: u32) -> (usize, Option<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || serve(listener.accept().unwrap().0, error));
    let http = reqwest::Client::builder().http2_prior_knowledge().retry(reqwest::retry::never());
    let client = NumbersClient::builder().base_url(url).credentials("a", "b");
    let client = client.http_client(http.build().unwrap()).timer(TestTimer::default());
    let client = client.build().unwrap();
    let failed = client.purchase_phone_number("1").await.unwrap_err();
    let reached = failed.status().is_none().then(|| failed.may_have_reached_server());
    drop(client);
    // The connection ends in the background, which must not wait for the server here.
    (tokio::task::spawn_blocking(|| server.join().unwrap()).await.unwrap(), reached)
}

#[tokio::test]
async fn what_was_refused_unread_is_sent_again() {
    const INTERNAL_ERROR: u32 = 2;
    const REFUSED_STREAM: u32 = 7;
    // The answer is documented for no purchase, which tells it from none.
    assert_eq!(attempts(REFUSED_STREAM).await, (2, None));
    assert_eq!(attempts(INTERNAL_ERROR).await, (1, Some(true)));
}
