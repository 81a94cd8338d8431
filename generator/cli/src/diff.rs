//! `clientsmith diff`: two descriptions or crates in; what changes for callers, and the version bump, out.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::ValueEnum;
use clientsmith::diff::{Bump, Format, Side, diff};
use clientsmith::disk::{DiskSource, SETTINGS, read_crate};
use clientsmith::{Job, ReadSource};

use crate::{Choice, CommandResult, report};

/// The arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith diff old.yaml new.yaml
  clientsmith diff main:spec/api.yaml spec/api.yaml --format markdown
  clientsmith diff released/ generated/ --fail-on breaking

Exit codes:
  0  done
  1  a description has errors, or a change is of the level of --fail-on
  2  wrong arguments, or files that cannot be read")]
pub struct Args {
    /// The description before, a file of a git revision such as `main:spec/api.yaml`, or a generated crate's folder.
    #[arg(value_name = "OLD")]
    old: String,
    /// The same after.
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    choice: Choice,
    /// The format of the report, which goes to standard output.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
    /// Exit with 1 if there is a change of this level, or a worse one.
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// An object with `bump` and `changes`.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Programs may no longer compile.
    Breaking,
    /// There is more to use.
    Additive,
    /// Anything at all.
    Any,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let mut input = [input(&args.old, &args.choice)?, input(&args.new, &args.choice)?];
    share_settings(&mut input);
    let [old, new] = &input;
    let (Some(old), Some(new)) = (side(&args.old, old)?, side(&args.new, new)?) else {
        return Ok(ExitCode::from(1));
    };
    let found = diff(&old, &new)?;
    report::to_stdout(&found.report(match args.format {
        ReportFormat::Text => Format::Text,
        ReportFormat::Markdown => Format::Markdown,
        ReportFormat::Json => Format::Json,
        ReportFormat::Github => Format::Github,
    }));
    let fails = match args.fail_on {
        None => false,
        Some(FailOn::Breaking) => found.bump() == Bump::Major,
        Some(FailOn::Additive) => found.bump() >= Bump::Minor,
        Some(FailOn::Any) => found.bump() > Bump::None,
    };
    Ok(ExitCode::from(u8::from(fails)))
}

/// What an argument names.
enum Input {
    Crate(PathBuf),
    Description(Box<Job>, Box<dyn ReadSource>),
}

fn input(argument: &str, choice: &Choice) -> Result<Input, Box<dyn std::error::Error>> {
    let path = Path::new(argument);
    if path.join("src/lib.rs").is_file() {
        return Ok(Input::Crate(path.to_owned()));
    }
    let settings = path.join(SETTINGS);
    let revision = argument.split_once(':').filter(|_| !path.exists());
    let (job, source): (Job, Box<dyn ReadSource>) = match revision {
        _ if settings.is_file() => (Job::from_settings(settings)?, Box::new(DiskSource)),
        Some((revision, file)) => {
            let source = GitSource { revision: revision.to_owned() };
            (choice.job(Path::new(file))?, Box::new(source))
        }
        None => (choice.job(path)?, choice.source()?),
    };
    job.is_readable(&*source)?;
    Ok(Input::Description(Box::new(job), source))
}

/// If only one of the descriptions has settings, they are those of the other, too.
fn share_settings(inputs: &mut [Input; 2]) {
    if let [Input::Description(old, _), Input::Description(new, _)] = inputs {
        match (old.config.file.is_some(), new.config.file.is_some()) {
            (true, false) => new.config = old.config.clone(),
            (false, true) => old.config = new.config.clone(),
            _ => {}
        }
    }
}

/// The crate of an argument; `None` if its description has errors, which are printed.
fn side(argument: &str, input: &Input) -> Result<Option<Side>, Box<dyn std::error::Error>> {
    let (job, source) = match input {
        Input::Crate(folder) => {
            return Ok(Some(Side { files: read_crate(folder)?, ..Side::default() }));
        }
        Input::Description(job, source) => (job, source),
    };
    let (side, output) = Side::of(&job.description, &**source, &job.config);
    if side.is_none() {
        report::status(&format!("{argument} has errors:"));
        report::to_stderr(&output.report());
    }
    Ok(side)
}

/// Reads the files of a git revision, by the command `git`.
struct GitSource {
    revision: String,
}

impl ReadSource for GitSource {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        // A path that begins with `./` is relative to the current folder, any other to the repository's.
        let object = format!("{}:./{path}", self.revision);
        let output = Command::new("git")
            .args(["show", "--end-of-options", &object])
            .output()
            .map_err(|error| format!("cannot run git: {error}"))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        }
    }
}
