//! `cargo xtask bless`: accepts what is generated now. In: the checked-out repository. Out: a new crate and new
//! snapshots, and a table of what to review.

mod table;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clientsmith_cli::{CommandResult, report};

use crate::home;

/// The tests whose snapshots are files.
const TESTS: [&str; 3] = ["snapshots", "dialects", "diagnostics"];

/// Where the snapshots are.
const FOLDER: &str = "generator/tests";

pub(crate) fn run() -> CommandResult {
    let program = std::env::current_exe()?;
    let codegen = Command::new(&program).arg("codegen").status()?;
    if !codegen.success() {
        let code = codegen.code().and_then(|code| u8::try_from(code).ok());
        return Ok(ExitCode::from(code.unwrap_or(2)));
    }
    let list = program.with_file_name("snapshots.txt");
    if let Err(error) = fs::remove_file(&list)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(format!("cannot remove {}: {error}", list.display()).into());
    }
    if !accept(&list)? {
        return Ok(ExitCode::from(1));
    }
    let used = fs::read_to_string(&list)?;
    let used = used.lines().map(fs::canonicalize).collect::<Result<_, _>>()?;
    remove_others(&fs::canonicalize(home().join(FOLDER))?, &used)?;
    report::to_stdout(&table::table(&status()?));
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests so that they write their snapshots, and the paths of these to the list. False if a test fails for
/// another reason, which is shown.
fn accept(list: &Path) -> Result<bool, io::Error> {
    report::status("running the tests that have snapshots");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["test", "--quiet", "--package", "clientsmith"])
        .args(TESTS.iter().flat_map(|test| ["--test", test]))
        .env("INSTA_UPDATE", "always")
        .env("INSTA_SNAPSHOT_REFERENCES_FILE", list)
        .current_dir(home())
        .output()?;
    if !output.status.success() {
        report::status(&String::from_utf8_lossy(&output.stdout));
        report::status(&String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.status.success())
}

/// Removes the snapshots of a folder that are not used, and pending ones.
fn remove_others(folder: &Path, used: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_stale = name.ends_with(".snap") && !used.contains(&path);
        if path.is_dir() {
            remove_others(&path, used)?;
        } else if is_stale || name.ends_with(".snap.new") {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Git's status of generated files and snapshots: for each file two letters, a space and its path.
fn status() -> Result<String, Box<dyn std::error::Error>> {
    let output = Command::new("git")
        .args(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"])
        .args(["generated", FOLDER])
        .current_dir(home())
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
