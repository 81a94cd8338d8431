//! A proxy between a client and a server, which passes on the bytes of the server: a server's address in; the requests
//! and responses that passed out.

use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::exchange::{Response, parse, send};
use crate::conformance::server::{Recorded, read};

/// A request, and what the server sent for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    pub(super) request: Recorded,
    /// None where the server sent no response.
    pub(super) response: Option<Response>,
}

/// The proxy; it listens as long as the program runs.
#[derive(Debug)]
pub(super) struct Proxy {
    pub(super) url: String,
    passed: Arc<Mutex<Vec<Exchange>>>,
}

impl Proxy {
    /// Listens on a free port of this machine.
    ///
    /// # Errors.
    ///
    /// There is none.
    pub(super) fn start(address: &str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let passed = Arc::new(Mutex::new(Vec::new()));
        let (shared, address) = (Arc::clone(&passed), address.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (passed, address) = (Arc::clone(&shared), address.clone());
                // A connection that breaks off is the client's to report.
                thread::spawn(move || pass(&stream, &address, &passed));
            }
        });
        Ok(Self { url, passed })
    }

    /// What passed since this was called last.
    pub(super) fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut lock(&self.passed))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Passes on one request, and closes the connection, as the server does with its own.
fn pass(mut stream: &TcpStream, address: &str, passed: &Mutex<Vec<Exchange>>) -> io::Result<()> {
    let Some(request) = read(&mut BufReader::new(stream))? else { return Ok(()) };
    let bytes = send(address, &request);
    let response = bytes.as_deref().ok().and_then(parse);
    lock(passed).push(Exchange { request, response });
    stream.write_all(&bytes?)
}
