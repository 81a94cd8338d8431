//! A request in, and what a server sends for it out, byte by byte.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::conformance::server::{Recorded, chunks};

/// A server on the same machine that takes longer does not respond.
const RESPONDS_WITHIN: Duration = Duration::from_secs(20);

/// A response as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Response {
    pub(super) status: u16,
    /// The headers in their order.
    pub(super) headers: Vec<(String, String)>,
    /// The body without its chunks.
    pub(super) body: Vec<u8>,
}

impl Response {
    /// The value of a header, whatever the case of its name; empty if there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        let named = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map_or("", |(_, value)| value.as_str())
    }
}

/// Sends a request to a server on a connection of its own; returns the bytes that came back.
///
/// # Errors.
///
/// There is no connection, or it breaks off.
pub(super) fn send(address: &str, request: &Recorded) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(RESPONDS_WITHIN))?;
    let mut text = format!("{} {} HTTP/1.1\r\nhost: {address}\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        let is_own = ["host", "connection", "transfer-encoding", "content-length"]
            .contains(&name.to_ascii_lowercase().as_str());
        if !is_own {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    if request.header("content-type").is_some() || !request.body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", request.body.len()));
    }
    text.push_str("connection: close\r\n\r\n");
    stream.write_all(text.as_bytes())?;
    stream.write_all(&request.body)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A request without a body, by a client that accepts everything.
pub(super) fn plain(method: &str, target: &str, headers: &[(&str, &str)]) -> Recorded {
    let accept = ("accept".to_owned(), "*/*".to_owned());
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Recorded {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.chain([accept]).collect(),
        body: Vec::new(),
    }
}

/// The response that bytes are (RFC 9112). The connection was closed after them.
pub(super) fn parse(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..end)?);
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let rest = bytes.get(end + 4..)?;
    if (100..200).contains(&status) {
        // An interim response comes before the one that counts.
        return parse(rest);
    }
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let mut response = Response { status, headers, body: Vec::new() };
    response.body = match response.header("transfer-encoding").contains("chunked") {
        true => chunks(&mut &*rest).ok()?,
        false => rest.to_vec(),
    };
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_response_is_its_status_its_headers_and_its_body() {
        let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nA: b:c\r\n\r\nxyz";
        let response = parse(bytes).unwrap();
        assert_eq!((response.status, response.header("a")), (201, "b:c"));
        assert_eq!(response.body, b"xyz");
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
        assert_eq!(parse(chunked).unwrap().body, b"ab");
        assert_eq!(parse(b"nothing"), None);
    }
}
