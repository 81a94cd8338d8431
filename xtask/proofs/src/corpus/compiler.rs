//! Stands between Cargo and rustc: runs the compiler, and writes down what it took.
//!
//! Cargo calls this program instead of rustc for the members of a workspace. So many crates can compile side by side,
//! in one run of Cargo, and each is measured alone.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde::{Deserialize, Serialize};
use wait4::Wait4;

use crate::report;

/// The environment variable that makes this program a compiler: the folder for what it measures.
pub(crate) const MEASURED: &str = "XTASK_MEASURED";

/// What compiling a crate took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Effort {
    /// Seconds of CPU time in user mode, which depend less than those of the clock on what else the machine does.
    pub(crate) seconds: f64,
    /// The most memory that rustc had, in bytes.
    pub(crate) memory: u64,
}

/// What compiling a package took when it was compiled for the last time.
pub(crate) fn effort(folder: &Path, package: &str) -> Option<Effort> {
    serde_json::from_str(&fs::read_to_string(folder.join(package)).ok()?).ok()
}

/// Runs the compiler that the first argument names with the others.
pub(crate) fn run(folder: &Path) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next().unwrap_or_default();
    let arguments: Vec<OsString> = arguments.collect();
    let usage =
        Command::new(&compiler).args(&arguments).spawn().and_then(|mut child| child.wait4());
    let usage = match usage {
        Ok(usage) => usage,
        Err(error) => {
            report::status(&format!("error: cannot run `{}`: {error}", compiler.display()));
            return ExitCode::FAILURE;
        }
    };
    if let Some(package) = library(&arguments) {
        let (time, memory) = (usage.rusage.utime, usage.rusage.maxrss);
        let effort = Effort { seconds: time.as_secs_f64(), memory };
        // It is only a measure: without it the crate compiles as well.
        let _ = serde_json::to_string(&effort).map(|text| fs::write(folder.join(package), text));
    }
    let code = usage.status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    ExitCode::from(code)
}

/// The package whose library is compiled, if one is. Cargo also asks the compiler for its version and its targets.
fn library(arguments: &[OsString]) -> Option<String> {
    let package = std::env::var("CARGO_PKG_NAME").ok()?;
    let crate_name = arguments.iter().skip_while(|it| *it != "--crate-name").nth(1)?;
    (*crate_name == *package.replace('-', "_")).then_some(package)
}
