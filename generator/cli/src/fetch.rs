//! `clientsmith fetch`: a `source.toml` in, the description as it is on its host out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::Config;
use clientsmith::disk::write_file;

use crate::init::origin::{Kept, Origin};
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
  2  it cannot be fetched or written, or its files were edited")]
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
    // What is wrong with the description is for `codegen` to say.
    let (_, kept) = Origin::of(&before.url, &args.allow_host)?.read(&Config::default())?;
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
    require_unedited(folder, &before)?;
    for (path, bytes) in &kept {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        fs::write(&path, bytes)?;
    }
    for path in before.sha256.keys().filter(|path| !kept.contains_key(*path)) {
        fs::remove_file(folder.join(path))?;
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

/// Rejects files that were edited since they were fetched.
fn require_unedited(folder: &Path, before: &SourceFile) -> Result<(), String> {
    let is_edited = |path: &&String| {
        let known = before.sha256.get(*path);
        fs::read(folder.join(path)).is_ok_and(|bytes| Some(&hash(&bytes)) != known)
    };
    match before.sha256.keys().find(is_edited) {
        Some(path) => Err(format!(
            "`{}` was edited since it was fetched; move the changes to an overlay, and restore the file",
            folder.join(path).display()
        )),
        None => Ok(()),
    }
}
