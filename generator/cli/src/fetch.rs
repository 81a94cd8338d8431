//! `clientsmith fetch`: a `source.toml` in, the description as it is on its host out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::diagnostic::{Code, Severity};
use clientsmith::disk::{SETTINGS, write_file};
use clientsmith::{Config, Diagnostic, Job};

use crate::init::origin::{Kept, Origin, Read};
use crate::init::source_file::{self, SourceFile, hash, hashes};
use crate::{CommandResult, report};

/// The arguments of `fetch`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith fetch --check            tell whether spec/source.toml's description has changed
  clientsmith fetch                    replace it by what is there now

Exit codes:
  0  done, or with --check nothing has changed
  1  with --check, the description has changed
  2  it cannot be fetched or written, a file that it needs cannot, what is there is not a description,
     or files here were edited; nothing has changed then")]
pub struct Args {
    /// The file that `init` wrote.
    #[arg(value_name = "FILE", default_value = "spec/source.toml")]
    source: PathBuf,
    /// Write nothing; tell which files have changed, and fail if any has.
    #[arg(long)]
    check: bool,
    /// Allow this host, which may have a private address.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let shown = args.source.display();
    let text = fs::read_to_string(&args.source)
        .map_err(|error| format!("cannot read `{shown}`: {error}"))?;
    let before: SourceFile =
        toml::from_str(&text).map_err(|error| format!("`{shown}` is invalid: {error}"))?;
    let folder = args.source.parent().unwrap_or(Path::new(""));
    let read = Origin::of(&before.url, &args.allow_host)?.read(&levels(folder))?;
    require_whole(&before, &read)?;
    let kept = read.kept;
    let changes = changes(&before, &kept);
    if changes.is_empty() {
        report::status(&format!("{}: unchanged", before.url));
        return Ok(ExitCode::SUCCESS);
    }
    changes.iter().for_each(|change| report::to_stdout(&format!("{change}\n")));
    if args.check {
        report::status(&format!("{}: has changed; run `clientsmith fetch`", before.url));
        return Ok(ExitCode::from(1));
    }
    require_unedited(folder, &before, &kept)?;
    let staged = folder.join(format!(".fetch-{}", std::process::id()));
    let replaced = stage(&staged, &kept).and_then(|()| replace(&staged, folder, &kept));
    // What is left of it does no harm.
    let _ = fs::remove_dir_all(&staged);
    replaced.map_err(|error| format!("cannot write to `{}`: {error}", folder.display()))?;
    for path in before.sha256.keys().filter(|path| !kept.contains_key(*path)) {
        match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    write_file(&args.source, &source_file::text(&before.url, &kept))?;
    report::status(&format!("{}: fetched", before.url));
    Ok(ExitCode::SUCCESS)
}

/// What differs, a line for each file.
fn changes(before: &SourceFile, kept: &Kept) -> Vec<String> {
    let now = hashes(kept);
    let gone = before.sha256.keys().filter(|path| !now.contains_key(*path));
    let gone = gone.map(|path| format!("removed {path}"));
    let others = now.iter().filter_map(|(path, hash)| match before.sha256.get(path) {
        None => Some(format!("added {path}")),
        Some(old) if old != hash => Some(format!("changed {path}")),
        Some(_) => None,
    });
    others.chain(gone).collect()
}

/// The levels of the settings beside the description, which may allow a reference to nowhere.
fn levels(folder: &Path) -> Config {
    let settings = Job::from_settings(folder.join(SETTINGS)).map(|job| job.config);
    Config { diagnostics: settings.unwrap_or_default().diagnostics, ..Config::default() }
}

/// Rejects what a passing fault may leave: a page in place of a description, or one without files that it needs. What
/// else is wrong with a description is for `codegen` to say.
fn require_whole(before: &SourceFile, read: &Read) -> Result<(), String> {
    let errors = |codes: &'static [Code]| {
        let is_one = |it: &&Diagnostic| it.severity == Severity::Error && codes.contains(&it.code);
        read.output.diagnostics.iter().find(is_one)
    };
    if let Some(error) = errors(&[Code::Unreadable, Code::Syntax, Code::Empty, Code::NotOpenApi]) {
        return Err(format!("what is at {} cannot be used: {}", before.url, error.message));
    }
    // What looks like a reference in an example may lead nowhere.
    let is_needed = errors(&[Code::UnresolvedReference]).is_some();
    let lost = read.failed.iter().find(|(path, _)| is_needed || before.sha256.contains_key(*path));
    match lost {
        Some((path, reason)) => Err(format!("cannot read `{path}` of {}: {reason}", before.url)),
        None => Ok(()),
    }
}

/// Rejects files that were edited since they were fetched, and files of somebody else at the paths of new ones.
fn require_unedited(folder: &Path, before: &SourceFile, kept: &Kept) -> Result<(), String> {
    let differs = |path: &str| match fs::read(folder.join(path)) {
        // One that is as it is now may be left of a run that was stopped.
        Ok(bytes) if kept.get(path) == Some(&bytes) => false,
        Ok(bytes) => before.sha256.get(path) != Some(&hash(&bytes)),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    let shown = |path: &str| folder.join(path).display().to_string();
    if let Some(path) = before.sha256.keys().find(|path| differs(path)) {
        return Err(format!(
            "`{}` was edited since it was fetched; move the changes to an overlay, and restore the file",
            shown(path)
        ));
    }
    match kept.keys().find(|path| differs(path)) {
        Some(path) => Err(format!(
            "`{}` was not fetched, and the description has another file of that name now; move it away",
            shown(path)
        )),
        None => Ok(()),
    }
}

/// Writes the files to a folder of their own.
fn stage(staged: &Path, kept: &Kept) -> io::Result<()> {
    kept.iter().try_for_each(|(path, bytes)| {
        let path = staged.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(&path, bytes)
    })
}

/// Moves the files to their places.
fn replace(staged: &Path, folder: &Path, kept: &Kept) -> io::Result<()> {
    kept.keys().try_for_each(|path| {
        let to = folder.join(path);
        fs::create_dir_all(to.parent().unwrap_or(Path::new("")))?;
        fs::rename(staged.join(path), to)
    })
}
