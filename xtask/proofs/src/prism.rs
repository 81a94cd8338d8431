//! Prism, an independent mock server: a description in, a running server's address out.
//!
//! Prism responds with the description's examples, and checks requests and its own responses against the description.

pub(crate) mod nulls;

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::report;

/// Node starts slowly on a loaded machine.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Prism {
    process: Child,
    log: File,
    /// Where it listens.
    pub(crate) url: String,
}

impl Prism {
    /// Starts the server that is installed in `folder`, and waits until it listens.
    ///
    /// # Errors.
    ///
    /// It does not start; the error contains its output.
    pub(crate) fn start(folder: &Path, description: &Path) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no free port for Prism: {error}"))?;
        let log =
            tempfile::tempfile().map_err(|error| format!("no log file for Prism: {error}"))?;
        let output = || log.try_clone().map_err(|error| format!("no log file for Prism: {error}"));
        let process = Command::new("node")
            .arg("--require")
            .arg(folder.join("exit-with-parent.cjs"))
            .arg(folder.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            // Without `--errors`, an invalid request would get an example as its response.
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(description)
            .stdin(Stdio::piped())
            .stdout(output()?)
            .stderr(output()?)
            .spawn()
            .map_err(|error| format!("cannot run `node`: {error}"))?;
        let mut prism = Self { process, log, url: format!("http://127.0.0.1:{port}") };
        prism.wait(port)?;
        Ok(prism)
    }

    /// The output of the server so far.
    pub(crate) fn log(&mut self) -> String {
        let mut text = Vec::new();
        let read = self.log.rewind().and_then(|()| self.log.read_to_end(&mut text));
        read.map_or_else(|error| error.to_string(), |_| String::from_utf8_lossy(&text).into_owned())
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < STARTS_WITHIN {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(format!("Prism ended with {status}:\n{}", self.log()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("Prism did not listen within {STARTS_WITHIN:?}:\n{}", self.log()))
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It has ended already, then.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A free port; another process may take it before the server does, which then ends with an error.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Installs the packages of the lock file in `folder`, unless they are installed already.
///
/// # Errors.
///
/// Node or npm is missing, or npm failed.
pub(crate) fn install(folder: &Path) -> Result<(), String> {
    require("node")?;
    let lock_file = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed-package-lock.json");
    let wanted = fs::read(&lock_file)
        .map_err(|error| format!("cannot read `{}`: {error}", lock_file.display()))?;
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    require(NPM)?;
    report::status("installing Prism");
    let status = Command::new(NPM)
        .args(["ci", "--loglevel=error"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run `npm`: {error}"))?;
    if !status.success() {
        return Err(format!("`npm ci` in `{}` failed: {status}", folder.display()));
    }
    fs::write(&installed, wanted)
        .map_err(|error| format!("cannot write `{}`: {error}", installed.display()))
}

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn require(program: &str) -> Result<(), String> {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    match found {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program} --version` failed: {status}")),
        Err(error) => Err(format!(
            "cannot run `{program}`: {error}\nThe conformance run needs Node.js 18.20 or later, with npm; nothing else does."
        )),
    }
}
