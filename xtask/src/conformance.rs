//! `cargo xtask conformance`: the generated client against Prism.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::prism::{self, Prism};
use crate::{CommandResult, report};

/// Runs the generated client against Prism, a mock server that knows nothing of this generator.
///
/// Prism checks every request against `spec/phone-numbers.yaml`, and answers with the examples in it, with random values
/// and with each documented error.
/// It is installed from npm at the version that `xtask/conformance/package-lock.json` pins.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Needs Node.js 18.20 or later, with npm.

Exit codes:
  0  all checks passed
  1  a check failed; what Prism said is on standard error
  2  Node.js is missing, or Prism does not start")]
pub(crate) struct Args {}

/// Runs the command.
pub(crate) fn run(_: &Args) -> CommandResult {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = xtask.parent().unwrap_or(xtask);
    let folder = xtask.join("conformance");
    prism::install(&folder)?;
    let description = description(&home.join("spec/phone-numbers.yaml"))?;
    let mut prism = Prism::start(&folder, description.path())?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "conformance", "--", &prism.url])
        .current_dir(home)
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
