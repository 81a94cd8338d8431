//! A server that runs as a process: a command in, a running server with its output out.

use std::fs::File;
use std::io::{Read, Seek};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Servers start slowly on a loaded machine.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    log: File,
}

impl Process {
    /// Starts a server, and waits until it listens on the port.
    ///
    /// # Errors.
    ///
    /// It does not start; the error contains its output.
    pub(crate) fn start(name: &str, command: &mut Command, port: u16) -> Result<Self, String> {
        let no_log = |error| format!("no log file for {name}: {error}");
        let log = tempfile::tempfile().map_err(no_log)?;
        let output = || log.try_clone().map_err(no_log);
        let child =
            command.stdin(Stdio::piped()).stdout(output()?).stderr(output()?).spawn().map_err(
                |error| format!("cannot run `{}`: {error}", command.get_program().display()),
            )?;
        let mut process = Self { child, log };
        process.wait(name, port)?;
        Ok(process)
    }

    /// The output of the server so far.
    pub(crate) fn log(&mut self) -> String {
        let mut text = Vec::new();
        let read = self.log.rewind().and_then(|()| self.log.read_to_end(&mut text));
        read.map_or_else(|error| error.to_string(), |_| String::from_utf8_lossy(&text).into_owned())
    }

    fn wait(&mut self, name: &str, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < STARTS_WITHIN {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("{name} ended with {status}:\n{}", self.log()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{name} did not listen within {STARTS_WITHIN:?}:\n{}", self.log()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A free port; another process may take it before the server does, which then ends with an error.
///
/// # Errors.
///
/// There is none.
pub(crate) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}
