//! Servers of npm packages: a folder with a lock file in; an installed server, and a running one's address, out.

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
pub(crate) struct Server {
    name: &'static str,
    process: Child,
    log: File,
    /// Where it listens.
    pub(crate) url: String,
}

impl Server {
    /// Starts the server whose script is in `folder`, and waits until it listens.
    ///
    /// `arguments` gets the port.
    ///
    /// # Errors.
    ///
    /// It does not start; the error contains its output.
    pub(crate) fn start(
        name: &'static str,
        folder: &Path,
        script: &str,
        arguments: impl FnOnce(&mut Command, &str),
    ) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no free port for {name}: {error}"))?;
        let log =
            tempfile::tempfile().map_err(|error| format!("no log file for {name}: {error}"))?;
        let output = || log.try_clone().map_err(|error| format!("no log file for {name}: {error}"));
        let mut command = Command::new("node");
        command
            .arg("--require")
            .arg(EXIT_WITH_PARENT)
            .arg(folder.join("node_modules").join(script));
        arguments(&mut command, &port.to_string());
        let process = command
            .stdin(Stdio::piped())
            .stdout(output()?)
            .stderr(output()?)
            .spawn()
            .map_err(|error| format!("cannot run `node`: {error}"))?;
        let mut server = Self { name, process, log, url: format!("http://127.0.0.1:{port}") };
        server.wait(port)?;
        Ok(server)
    }

    /// The output of the server so far.
    pub(crate) fn log(&mut self) -> String {
        let mut text = Vec::new();
        let read = self.log.rewind().and_then(|()| self.log.read_to_end(&mut text));
        read.map_or_else(|error| error.to_string(), |_| String::from_utf8_lossy(&text).into_owned())
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        let (start, name) = (Instant::now(), self.name);
        while start.elapsed() < STARTS_WITHIN {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(format!("{name} ended with {status}:\n{}", self.log()));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{name} did not listen within {STARTS_WITHIN:?}:\n{}", self.log()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, then.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A script for Node that ends the server when the process is gone that started it.
const EXIT_WITH_PARENT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/showcase/exit-with-parent.cjs");

/// A free port; another process may take it before the server does, which then ends with an error.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Installs the packages of the lock file in `folder`, unless they are installed already.
///
/// # Errors.
///
/// Node or npm is missing, or npm failed.
pub(crate) fn install(name: &str, folder: &Path) -> Result<(), String> {
    require("node")?;
    let lock_file = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed-package-lock.json");
    let wanted = fs::read(&lock_file)
        .map_err(|error| format!("cannot read `{}`: {error}", lock_file.display()))?;
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    require(NPM)?;
    report::status(&format!("installing {name}"));
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
            "cannot run `{program}`: {error}\nThis proof needs Node.js 18.20 or later, with npm."
        )),
    }
}
