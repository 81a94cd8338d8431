//! A server of raw bytes. In: what to answer. Out: what arrived. No library does this: they all parse, and none sends a
//! body that breaks off.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A running server. It answers every request in the same way, and closes the connection.
pub(crate) struct Server {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// Such as `GET /path?query HTTP/1.1`.
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values =
            self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        assert_eq!(values.next(), None, "header {name} was sent twice");
        first
    }

    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }
}

impl Server {
    /// Answers with a body of JSON.
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::raw(&answer(status, "application/json", body))
    }

    /// Answers with these bytes.
    pub(crate) fn raw(answer: &str) -> Self {
        let answer = answer.as_bytes().to_vec();
        Self::start(move |stream| drop(stream.write_all(&answer)))
    }

    /// Gives the requests these answers, one after the other, and the last one to all that follow.
    pub(crate) fn sequence(answers: Vec<String>) -> Self {
        let next = AtomicUsize::new(0);
        Self::start(move |stream| {
            let index = next.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            drop(stream.write_all(answers[index].as_bytes()));
        })
    }

    /// Sends these bytes, and keeps the connection open without another.
    pub(crate) fn hanging(beginning: &str) -> Self {
        let beginning = beginning.as_bytes().to_vec();
        Self::start(move |stream| {
            drop(stream.write_all(&beginning));
            std::thread::sleep(Duration::from_secs(20));
        })
    }

    fn start(reply: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (reply, log) = (Arc::new(reply), received.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, reply, log) = (stream.unwrap(), reply.clone(), log.clone());
                std::thread::spawn(move || {
                    if let Some(request) = read(&mut stream) {
                        log.lock().unwrap().push(request);
                        reply(&mut stream);
                    }
                });
            }
        });
        Self { url, received }
    }

    /// The only request that arrived.
    pub(crate) fn request(&self) -> Received {
        let received = self.received.lock().unwrap();
        assert_eq!(received.len(), 1, "{received:#?}");
        received[0].clone()
    }

    /// What the requests asked for, in their order.
    pub(crate) fn targets(&self) -> Vec<String> {
        let received = self.received.lock().unwrap();
        received.iter().map(|request| request.target().to_owned()).collect()
    }

    /// The values of that header, in the order of the requests.
    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let received = self.received.lock().unwrap();
        received.iter().filter_map(|request| request.header(name).map(str::to_owned)).collect()
    }

    /// All requests that arrived.
    pub(crate) fn requests(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// How many requests arrived.
    pub(crate) fn count(&self) -> usize {
        self.received.lock().unwrap().len()
    }
}

/// A whole response.
pub(crate) fn answer(status: u16, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Some Reason\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\
         x-request-id: abc\r\nset-cookie: session=cookie-secret\r\nconnection: close\r\n\r\n{body}"
    )
}

/// A response without a body, with further headers.
pub(crate) fn status(status: u16, headers: &[(&str, &str)]) -> String {
    let headers: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!(
        "HTTP/1.1 {status} Some Reason\r\ncontent-length: 0\r\nconnection: close\r\n{headers}\r\n"
    )
}

fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break String::from_utf8(bytes.drain(..end + 4).collect()).unwrap();
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&chunk[..length]),
        }
    };
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let header = |line: &str| {
        line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()))
    };
    let headers: Vec<_> = lines.filter_map(header).collect();
    let header = |name: &str| {
        headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let mut reader = bytes.as_slice().chain(stream);
    let body = match header("transfer-encoding") {
        Some("chunked") => chunks(&mut reader)?,
        _ => exactly(&mut reader, header("content-length").map_or(0, |it| it.parse().unwrap()))?,
    };
    Some(Received { line, headers, body: String::from_utf8(body).unwrap() })
}

fn exactly(reader: &mut impl Read, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok().map(|()| bytes)
}

/// A body in chunks (RFC 9112, section 7.1); none if it breaks off.
fn chunks(reader: &mut impl Read) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        while !line.ends_with("\r\n") {
            line.push(char::from(*exactly(reader, 1)?.first()?));
        }
        let length = usize::from_str_radix(line.trim(), 16).unwrap();
        body.extend(exactly(reader, length)?);
        exactly(reader, 2)?;
        if length == 0 {
            return Some(body);
        }
    }
}
