//! Servers of npm packages: a folder with a lock file in; an installed server, and a running one's address, out.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Process, free_port};
use crate::report;

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Process,
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
        name: &str,
        folder: &Path,
        script: &str,
        arguments: impl FnOnce(&mut Command, &str),
    ) -> Result<Self, String> {
        let port = free_port()?;
        let mut command = Command::new("node");
        command
            .arg("--require")
            .arg(EXIT_WITH_PARENT)
            .arg(folder.join("node_modules").join(script));
        arguments(&mut command, &port.to_string());
        let process = Process::start(name, &mut command, port)?;
        Ok(Self { process, url: format!("http://127.0.0.1:{port}") })
    }

    /// The output of the server so far.
    pub(crate) fn log(&mut self) -> String {
        self.process.log()
    }
}

/// A script for Node that ends the server when the process is gone that started it.
const EXIT_WITH_PARENT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/showcase/exit-with-parent.cjs");

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
