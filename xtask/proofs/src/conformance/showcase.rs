//! The client in `generated/` against Prism: an exit code, and on standard output a line for each check, out.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::home;
use crate::prism;
use crate::{CommandResult, report};

/// The folder that says which Prism is installed.
pub(super) fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/showcase"))
}

/// Runs the program of checks.
pub(super) fn run() -> CommandResult {
    prism::install(folder())?;
    let description = description(&home().join("spec/phone-numbers.yaml"))?;
    let mut prism = prism::start(folder(), description.path())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "showcase", "--", &prism.url])
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

/// The description in a file of its own, as Prism understands it.
fn description(path: &Path) -> Result<tempfile::NamedTempFile, String> {
    let failed = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    let text = prism::nulls::without(&text).map_err(|error| failed(&error))?;
    let file =
        tempfile::Builder::new().suffix(".yaml").tempfile().map_err(|error| failed(&error))?;
    std::fs::write(file.path(), text).map_err(|error| failed(&error))?;
    Ok(file)
}
