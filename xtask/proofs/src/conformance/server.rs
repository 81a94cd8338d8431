//! A server that records what arrives on its socket and sends the given responses: requests in, records out.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

/// A request as it arrived (RFC 9112): nothing is decoded but the chunks of its body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// The target as it stands in the request line.
    pub(crate) target: String,
    /// The headers in their order.
    pub(crate) headers: Vec<(String, String)>,
    #[serde(serialize_with = "base64")]
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    /// The value of a header, whatever the case of its name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let named = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

fn base64<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

/// The response to every request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// Further headers, in their order.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    reply: Reply,
    recorded: Vec<Recorded>,
}

/// The server; it listens as long as the program runs.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) url: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// Listens on a free port of this machine.
    ///
    /// # Errors.
    ///
    /// There is none.
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // A connection that breaks off is the client's to report.
                thread::spawn(move || serve(&stream, &state));
            }
        });
        Ok(Self { url, state })
    }

    /// Answers what comes from now on like this, and forgets what came.
    pub(super) fn expect(&self, reply: Reply) {
        *lock(&self.state) = State { reply, recorded: Vec::new() };
    }

    /// What came since.
    pub(super) fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut lock(&self.state).recorded)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn serve(stream: &TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let is_head = request.method == "HEAD";
        let reply = {
            let mut state = lock(state);
            state.recorded.push(request);
            state.reply.clone()
        };
        let mut writer = stream;
        writer.write_all(&bytes(&reply, is_head))?;
    }
    Ok(())
}

fn bytes(reply: &Reply, is_head: bool) -> Vec<u8> {
    let has_body = !matches!(reply.status, 204 | 304);
    let mut text = format!("HTTP/1.1 {} Status\r\n", reply.status);
    if let Some(content_type) = &reply.content_type {
        text.push_str(&format!("Content-Type: {content_type}\r\n"));
    }
    for (name, value) in &reply.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if has_body {
        text.push_str(&format!("Content-Length: {}\r\n", reply.body.len()));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    if has_body && !is_head {
        bytes.extend_from_slice(&reply.body);
    }
    bytes
}

/// A request; none where the connection ends.
///
/// # Errors.
///
/// The connection breaks off.
pub(crate) fn read(reader: &mut impl BufRead) -> io::Result<Option<Recorded>> {
    let line = line(reader)?;
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let mut request =
        Recorded { method: method.to_owned(), target: target.to_owned(), ..Recorded::default() };
    loop {
        let line = self::line(reader)?;
        let Some((name, value)) = line.split_once(':') else { break };
        request.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let is_chunked = request.header("transfer-encoding").is_some_and(|it| it.contains("chunked"));
    let length = request.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    request.body = if is_chunked { chunks(reader)? } else { exactly(reader, length)? };
    Ok(Some(request))
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

fn exactly(reader: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The content of a chunked body (RFC 9112, section 7.1).
pub(crate) fn chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let head = line(reader)?;
        let size = head.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(io::Error::other)?;
        if size == 0 {
            // Trailers end with an empty line, as headers do.
            while !line(reader)?.is_empty() {}
            return Ok(body);
        }
        body.extend(exactly(reader, size)?);
        line(reader)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Recorded, read};

    #[test]
    fn a_request_is_written_down_as_it_arrived() {
        let text = b"POST /a%20b?c=%2B HTTP/1.1\r\nX-One: 1\r\nx-two:  2 \r\nContent-Length: 3\r\n\r\nabcGET";
        let request = read(&mut text.as_slice()).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/a%20b?c=%2B"));
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let wanted = [header("X-One", "1"), header("x-two", "2"), header("Content-Length", "3")];
        assert_eq!(request.headers, wanted);
        assert_eq!(request.body, b"abc");
    }

    #[test]
    fn chunks_are_joined() {
        let text = b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n";
        let request: Recorded = read(&mut text.as_slice()).unwrap().unwrap();
        assert_eq!(request.body, b"abc");
        assert_eq!(read(&mut b"".as_slice()).unwrap(), None);
    }
}
