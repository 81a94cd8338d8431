//! `cargo xtask conformance`: the generated client against Prism.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::prism::{self, Prism};
use crate::{CommandResult, report};

/// Runs the generated client against Prism, a mock server that knows nothing of this generator.
///
/// Prism checks every request against `spec/phone-numbers.yaml`, and answers with the examples in it.
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
    let mut prism = Prism::start(&folder, &home.join("spec/phone-numbers.yaml"))?;
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
