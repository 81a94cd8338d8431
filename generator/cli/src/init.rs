//! `clientsmith init`: a description in, a repository for its client out.

mod layout;
pub(crate) mod origin;
#[cfg(feature = "remote")]
pub(crate) mod source_file;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::disk::write_file;
use clientsmith::{Config, Job, diagnostic};

use crate::report::Reporting;
use crate::{CommandResult, report};
use layout::Layout;
use origin::{Kept, Origin, Read, is_url};

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith init petstore --spec petstore.yaml
  clientsmith init petstore --spec https://example.com/openapi.json
  clientsmith init petstore --spec petstore.yaml --crate

Layout:
  Cargo.toml README.md spec/ generated/ xtask/, and a CI workflow; with --crate, spec/ and client/ instead.
  spec/ contains the description, all files that it refers to, and its settings, codegen.toml.
  A description from a URL is recorded in spec/source.toml, by which `clientsmith fetch` tells whether it has changed.

Exit codes:
  0  done; there may be warnings
  1  the description has errors
  2  wrong arguments, a folder that is not empty, or files that cannot be read or written")]
pub struct Args {
    /// The folder of the repository, which must be empty or not exist.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The description: a file, or an http or https URL.
    #[arg(long, value_name = "FILE|URL")]
    spec: String,
    /// The name of the client's package; by default made from the title.
    #[arg(long)]
    name: Option<String>,
    /// Without an xtask: the command `clientsmith` writes the crate.
    #[arg(long = "crate")]
    plain: bool,
    /// Allow this host, which may have a private address, in a URL.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Depend on the library in this folder, instead of a released version.
    #[arg(long, value_name = "DIR", hide = true, conflicts_with = "plain")]
    clientsmith_path: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    require_empty(&args.folder)?;
    let mut config = Config::default();
    config.package.name.clone_from(&args.name);
    args.reporting.add_levels(&mut config);
    let origin = Origin::of(&args.spec, &args.allow_host)?;
    let Read { output, kept, .. } = origin.read(&config)?;
    args.reporting.print(&[(&output.diagnostics, &output.sources)]);
    if output.files.is_none() {
        let count = diagnostic::count(&output.diagnostics);
        report::status(&format!("{}: {count}; nothing was written", args.spec));
        return Ok(ExitCode::from(1));
    }
    let package = output.map.get("package").and_then(|name| name.as_str()).unwrap_or("client");
    let layout = Layout {
        plain: args.plain,
        package,
        file: origin.name(),
        url: is_url(&args.spec).then_some(args.spec.as_str()),
        levels: args.reporting.levels(),
        library: args.clientsmith_path.as_deref().map(std::path::absolute).transpose()?,
    };
    let target = std::path::absolute(&args.folder)?;
    let staged = staging(&target);
    let written = write(&staged, &layout, &kept).and_then(|()| Ok(place(&staged, &target)?));
    if written.is_err() {
        // It may not exist; the first error is the one to tell.
        let _ = fs::remove_dir_all(&staged);
    }
    written?;
    let folder = args.folder.display();
    args.reporting.status(&format!("{folder}: created; {folder}/README.md shows what to do next"));
    Ok(ExitCode::SUCCESS)
}

/// Rejects a folder with anything in it.
fn require_empty(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    match folder.read_dir() {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(format!("`{shown}` is not empty; name a folder that does not exist")),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("cannot read `{shown}`: {error}")),
    }
}

/// The folder in which the files are written first: in the repository's if that exists, since somebody may be in it, or
/// else beside it.
fn staging(folder: &Path) -> PathBuf {
    let process = std::process::id();
    if folder.exists() {
        return folder.join(format!(".init-{process}"));
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(format!(".init-{process}"));
    folder.with_file_name(name)
}

/// Writes the repository, its client included.
fn write(
    folder: &Path,
    layout: &Layout<'_>,
    kept: &Kept,
) -> Result<(), Box<dyn std::error::Error>> {
    for (path, text) in layout.files() {
        create(&folder.join(path), text.as_bytes())?;
    }
    for (path, bytes) in kept {
        create(&folder.join("spec").join(path), bytes)?;
    }
    if let Some(record) = layout.url.and_then(|url| record(url, kept)) {
        create(&folder.join("spec/source.toml"), record.as_bytes())?;
    }
    let job = Job::from_settings(folder.join("spec/codegen.toml"))?;
    job.write(&job.generate()?)?;
    Ok(())
}

/// Where the description was fetched from, as a file.
#[cfg(feature = "remote")]
fn record(url: &str, kept: &Kept) -> Option<String> {
    Some(source_file::text(url, kept))
}

#[cfg(not(feature = "remote"))]
fn record(_url: &str, _kept: &Kept) -> Option<String> {
    None
}

fn create(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    match std::str::from_utf8(bytes) {
        Ok(text) => write_file(path, text)?,
        Err(_) => fs::write(path, bytes)?,
    }
    Ok(())
}

/// Moves the staged folder to its place, or what is in it to the folder there, which is empty.
fn place(staged: &Path, folder: &Path) -> io::Result<()> {
    if !staged.starts_with(folder) {
        return fs::rename(staged, folder);
    }
    let names = staged.read_dir()?.map(|entry| Ok(entry?.file_name()));
    let names: Vec<_> = names.collect::<io::Result<_>>()?;
    for (count, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(staged.join(name), folder.join(name)) {
            for moved in names.iter().take(count) {
                // The first error is the one to tell.
                let _ = fs::rename(folder.join(moved), staged.join(moved));
            }
            return Err(error);
        }
    }
    fs::remove_dir(staged)
}
