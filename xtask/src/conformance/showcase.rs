//! The client in `generated/` against Prism: an exit code, and on standard output a line for each check, out.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::prism::{self, Prism};
use crate::settings::home;
use crate::{CommandResult, report};

/// The folder that says which Prism is installed.
pub(super) fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/conformance"))
}

/// Runs the program of checks.
pub(super) fn run() -> CommandResult {
    prism::install(folder())?;
    let mut prism = Prism::start(folder(), &home().join("spec/phone-numbers.yaml"))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "conformance", "--", &prism.url])
        .current_dir(home())
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        return Ok(ExitCode::SUCCESS);
    }
    report::status(&format!("the conformance run failed; Prism said:\n{}", prism.log()));
    Ok(ExitCode::from(1))
}
