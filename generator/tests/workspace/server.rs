//! A server on this machine, for the `wire.rs` of a case. In: the answers to its requests. Out: each request as it
//! arrived.

#![allow(dead_code, reason = "not every case uses all of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

/// A request as it arrived.
pub struct Received {
    /// Method and target, such as `GET /pets?limit=1`.
    pub line: String,
    /// Names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Received {
    /// The value of the header of that name; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// A running server.
pub struct Server {
    /// The URL that it listens at.
    pub url: String,
    requests: Receiver<Received>,
}

impl Server {
    /// A server that gives one answer to each request, with a status line's rest, headers and a body, such as
    /// `200 OK\ncontent-type: text/plain\n\nHello`.
    pub fn answering<const N: usize>(answers: [&'static str; N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for answer in answers {
                let (stream, _) = listener.accept().unwrap();
                let _ = sender.send(serve(&stream, answer));
            }
        });
        Self { url, requests }
    }

    /// The next request that arrived.
    pub fn request(&self) -> Received {
        self.requests.recv().unwrap()
    }
}

fn serve(mut stream: &TcpStream, answer: &str) -> Received {
    let mut reader = BufReader::new(stream);
    let mut next = || {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    let line = next().trim_end_matches(" HTTP/1.1").to_owned();
    let mut headers = Vec::new();
    loop {
        let header = next();
        let Some((name, value)) = header.split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        body = chunks(&mut reader);
    }
    let (head, content) = answer.split_once("\n\n").unwrap_or((answer, ""));
    let head = head.replace('\n', "\r\n");
    let length = content.len();
    write!(stream, "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{content}").unwrap();
    Received { line, headers, body: String::from_utf8(body).unwrap() }
}

/// A body in chunks (RFC 9112, section 7.1).
fn chunks(reader: &mut impl BufRead) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let length = usize::from_str_radix(line.trim(), 16).unwrap();
        let mut chunk = vec![0; length + 2];
        reader.read_exact(&mut chunk).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
