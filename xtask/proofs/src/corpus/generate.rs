//! A description in; its crate on disk, and what generating took, out.
//!
//! Each runs in a process of its own. A panic, a stack overflow or an endless loop is then the failure of one
//! description, and the system knows how much memory it took.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clientsmith::diagnostic::Severity;
use clientsmith::{Diagnostic, Job, Output, ReadSource};
use serde::{Deserialize, Serialize};
use wait4::Wait4;

use super::Description;
use crate::{CommandResult, report};
use clientsmith::disk::{DiskSource, write, write_file};

/// Generates one description, and says on standard output what that took. The commands that generate many run it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    spec: PathBuf,
    #[arg(long)]
    out: PathBuf,
    #[arg(long)]
    map: PathBuf,
    #[arg(long)]
    package: String,
    /// Seconds after which the process ends itself.
    #[arg(long)]
    time_limit: u64,
}

/// What generating a description gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Generated {
    /// Whether there is a crate.
    pub(crate) done: bool,
    /// Seconds, without the reading of files and the writing of the crate.
    pub(crate) seconds: f64,
    /// The most memory that the process had, in bytes.
    pub(crate) memory: u64,
    /// Operations of the description.
    pub(crate) operations: usize,
    /// Types that the crate's models and operations declare.
    pub(crate) types: usize,
    /// Lines that the description causes: without blank ones, comments, and `runtime/`.
    pub(crate) lines: usize,
    /// Diagnostics that are errors.
    pub(crate) errors: usize,
    /// Diagnostics that are warnings.
    pub(crate) warnings: usize,
    /// How many diagnostics of each code there are.
    pub(crate) codes: BTreeMap<String, usize>,
    /// Why there is no crate: the first error, or how the process ended.
    pub(crate) reason: Option<String>,
}

/// Runs the command: the side of the process that generates.
pub(crate) fn run(args: &Args) -> CommandResult {
    let limit = Duration::from_secs(args.time_limit);
    std::thread::spawn(move || {
        std::thread::sleep(limit);
        report::status(&format!("it took longer than {} seconds", limit.as_secs()));
        end();
    });
    let mut job = Job::from_description(&args.spec)?.output(&args.out);
    job.config.package.name = Some(args.package.clone());
    job.config.package.workspace_member = true;
    job.config.examples.clear();
    job.config.readme = None;
    let source = Timed { spent: Cell::default() };
    let start = Instant::now();
    let output = clientsmith::generate(&job.description, &source, &job.config);
    let seconds = start.elapsed().saturating_sub(source.spent.get()).as_secs_f64();
    if let Some(files) = &output.files {
        write(&args.out, files)?;
        write_file(&args.map, &output.map.to_string())?;
    }
    report::to_stdout(&serde_json::to_string(&summary(&output, seconds))?);
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::exit, reason = "it ends a generator that does not come back")]
fn end() {
    std::process::exit(1)
}

/// Reads files, and knows how long that took.
struct Timed {
    spent: Cell<Duration>,
}

impl ReadSource for Timed {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let start = Instant::now();
        let bytes = DiskSource.read(path);
        self.spent.set(self.spent.get() + start.elapsed());
        bytes
    }
}

fn summary(output: &Output, seconds: f64) -> Generated {
    let mut codes = BTreeMap::new();
    for diagnostic in &output.diagnostics {
        *codes.entry(diagnostic.code.to_string()).or_default() += 1;
    }
    let errors: Vec<&Diagnostic> =
        output.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    let operations = output.map.get("operations").and_then(|it| it.as_array()).map_or(0, Vec::len);
    let files = || output.files.iter().flat_map(|files| files.iter());
    let reason = match errors.first() {
        Some(first) => Some(located(output, first)),
        None if output.files.is_none() => {
            Some("the generator returned neither files nor errors".to_owned())
        }
        None => None,
    };
    Generated {
        done: output.files.is_some(),
        seconds,
        memory: 0,
        operations,
        types: files().map(|(path, text)| types(path, text)).sum(),
        lines: files().map(|(path, text)| lines(path, text)).sum(),
        errors: errors.len(),
        warnings: output.diagnostics.len() - errors.len(),
        codes,
        reason,
    }
}

fn located(output: &Output, diagnostic: &Diagnostic) -> String {
    let place = output.sources.locate(diagnostic.span);
    let file = Path::new(&place.file).file_name().unwrap_or_default().to_string_lossy();
    format!("{} ({file}:{}:{} {})", diagnostic.message, place.line, place.column, diagnostic.code)
}

/// The types that a file defines, if it is one of the models or operations; other names for types are none.
fn types(path: &str, text: &str) -> usize {
    let is_type =
        |line: &&str| ["pub struct ", "pub enum "].iter().any(|start| line.starts_with(start));
    let counts = ["src/models", "src/operations"].iter().any(|folder| path.starts_with(folder));
    if counts { text.lines().filter(is_type).count() } else { 0 }
}

/// The lines of a file that the description causes.
fn lines(path: &str, text: &str) -> usize {
    let counts = path.starts_with("src/") && !path.starts_with("src/runtime");
    let is_code = |line: &&str| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with("//")
    };
    if counts { text.lines().filter(is_code).count() } else { 0 }
}

/// Where the things of a description go.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    /// The crate's folder.
    pub(crate) out: &'a Path,
    /// The file for the Rust names.
    pub(crate) map: &'a Path,
    /// The package's name.
    pub(crate) package: &'a str,
}

/// Generates a description into a crate that is a member of the Cargo workspace around it.
///
/// The process that does it is this program again.
pub(crate) fn generate(description: &Description, place: &Place<'_>, time_limit: u64) -> Generated {
    attempt(description, place, time_limit)
        .unwrap_or_else(|reason| Generated { reason: Some(reason), ..Generated::default() })
}

fn attempt(
    description: &Description,
    place: &Place<'_>,
    time_limit: u64,
) -> Result<Generated, String> {
    let failed = |error: std::io::Error| format!("cannot run the generator: {error}");
    let program = std::env::current_exe().map_err(failed)?;
    let mut child = Command::new(program)
        .arg("generate-measured")
        .arg(&description.path)
        .arg("--out")
        .arg(place.out)
        .arg("--map")
        .arg(place.map)
        .args(["--package", place.package, "--time-limit", &time_limit.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (mut said, mut complaints) = (String::new(), Vec::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let usage = std::thread::scope(|scope| {
        scope.spawn(|| err.map(|mut err| err.read_to_end(&mut complaints)));
        scope.spawn(|| out.map(|mut out| out.read_to_string(&mut said)));
        child.wait4()
    })
    .map_err(failed)?;
    if !usage.status.success() {
        return Err(why(&usage.status.to_string(), &String::from_utf8_lossy(&complaints)));
    }
    let mut generated: Generated = serde_json::from_str(&said)
        .map_err(|error| format!("the generator said something else: {error}"))?;
    generated.memory = usage.rusage.maxrss;
    Ok(generated)
}

/// How a process ended, in one line.
pub(crate) fn why(status: &str, complaints: &str) -> String {
    let mut lines = complaints.lines().map(str::trim).filter(|line| !line.is_empty());
    let panicked = lines.clone().skip_while(|line| !line.contains("panicked at")).take(2);
    let panicked = panicked.collect::<Vec<_>>().join(" ");
    match (panicked.as_str(), lines.next()) {
        ("", Some(first)) => format!("{first} ({status})"),
        ("", None) => status.to_owned(),
        (panicked, _) => panicked.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, types, why};

    #[test]
    fn what_the_description_causes_is_counted() {
        let text = "//! Pets.\n\n/// A pet.\npub struct Pet {\n    pub name: String, // how\n}\n";
        assert_eq!(lines("src/models/pet.rs", text), 3);
        assert_eq!(lines("src/runtime/client.rs", text), 0);
        assert_eq!(lines("Cargo.toml", text), 0);
        assert_eq!(types("src/models/pet.rs", text), 1);
        assert_eq!(types("src/operations/pet.rs", text), 1);
        assert_eq!(types("src/client.rs", text), 0);
    }

    #[test]
    fn the_end_of_a_process_is_one_line() {
        let panic = "\nthread 'main' panicked at a.rs:1:2:\nindex out of bounds\nnote: run with\n";
        assert_eq!(
            why("exit status: 101", panic),
            "thread 'main' panicked at a.rs:1:2: index out of bounds"
        );
        assert_eq!(why("signal: 6", "\nstack overflow\n"), "stack overflow (signal: 6)");
        assert_eq!(why("signal: 9", ""), "signal: 9");
    }
}
