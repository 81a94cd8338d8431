//! A server of raw bytes, for what no library answers with: responses that break off, connections that are reset. In:
//! the answer to each request. Out: what arrived, byte for byte.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens after a request has arrived.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// These bytes, and the connection waits for the next request.
    Keep(String),
    /// These bytes, and the end of the connection.
    Close(String),
    /// These bytes, and nothing more on an open connection.
    Hang(String),
    /// The connection is reset.
    Reset,
}

/// A running server.
pub(crate) struct Server {
    pub(crate) url: String,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log {
    requests: Mutex<Vec<Received>>,
    connections: AtomicUsize,
}

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// Method, target and version.
    pub(crate) line: String,
    /// The headers; names as they were written, in lower case by all that is sent here.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Server {
    /// Gives the requests these answers, one after the other, and the last one to all that follow.
    pub(crate) async fn start(answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (log, answers) = (Arc::new(Log::default()), answers.to_vec());
        let server = Self { url, log: log.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                log.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, log.clone(), answers.clone()));
            }
        });
        server
    }

    /// Answers every request with a body of JSON.
    pub(crate) async fn json(status: u16, body: &str) -> Self {
        Self::start(&[Answer::Close(json(status, body))]).await
    }

    /// The requests that arrived.
    pub(crate) fn requests(&self) -> Vec<Received> {
        self.log.requests.lock().unwrap().clone()
    }

    /// The only request that arrived.
    pub(crate) fn request(&self) -> Received {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests[0].clone()
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }
}

/// A whole response with a body of JSON.
pub(crate) fn json(status: u16, body: &str) -> String {
    response(status, "application/json", body)
}

/// A whole response.
pub(crate) fn response(status: u16, content_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Reason\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\
         x-request-id: r1\r\n\r\n{body}",
        body.len()
    )
}

async fn serve(mut stream: TcpStream, log: Arc<Log>, answers: Vec<Answer>) {
    while let Some(request) = read(&mut stream).await {
        let answer = {
            let mut requests = log.requests.lock().unwrap();
            requests.push(request);
            answers[(requests.len() - 1).min(answers.len() - 1)].clone()
        };
        // A client that has gone away is no failure of the server.
        match answer {
            Answer::Keep(bytes) => drop(stream.write_all(bytes.as_bytes()).await),
            Answer::Close(bytes) => {
                drop(stream.write_all(bytes.as_bytes()).await);
                return;
            }
            Answer::Hang(bytes) => {
                drop(stream.write_all(bytes.as_bytes()).await);
                // Until the client gives up.
                drop(stream.read(&mut [0; 16]).await);
                return;
            }
            Answer::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
        }
    }
}

/// The next request on the connection; none at its end.
async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break bytes.drain(..end + 4).collect();
        }
        more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let mut headers = BTreeMap::new();
    for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
        let earlier = headers.insert(name.to_owned(), value.to_owned());
        assert_eq!(earlier, None, "the header {name} was sent twice");
    }
    let length = headers.get("content-length").map_or(0, |value| value.parse().unwrap());
    while bytes.len() < length {
        more(stream, &mut bytes).await?;
    }
    assert_eq!(bytes.len(), length, "more than one request at once");
    Some(Received { line, headers, body: String::from_utf8(bytes).unwrap() })
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let length = stream.read_buf(bytes).await.ok()?;
    (length > 0).then_some(())
}
