//! Prism, an independent mock server: a description in, a running server's address out.
//!
//! Prism responds with the description's examples, and checks requests and its own responses against the description.

pub(crate) mod nulls;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Process, free_port};
use crate::report;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Prism {
    process: Process,
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
        let port = free_port()?;
        let mut command = Command::new("node");
        command
            .arg("--require")
            .arg(folder.join("exit-with-parent.cjs"))
            .arg(folder.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            // Without `--errors`, an invalid request would get an example as its response.
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(description);
        let process = Process::start("Prism", &mut command, port)?;
        Ok(Self { process, url: format!("http://127.0.0.1:{port}") })
    }

    /// The output of the server so far.
    pub(crate) fn log(&mut self) -> String {
        self.process.log()
    }
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
