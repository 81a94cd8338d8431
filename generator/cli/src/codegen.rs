//! `clientsmith codegen`: a description in, a crate's folder out; with `--check` only the differences.

use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::diagnostic::number;
use clientsmith::diff::Change;
use clientsmith::disk::{JobError, Outcome, SETTINGS, write_file};
use clientsmith::{
    Config, Diagnostic, Job, Output, ReadSource, Sources, diagnostic, dump_ir, dump_normalized,
};

use crate::observed::{Observed, changed};
use crate::report::{MessageFormat, Reporting};
use crate::{Choice, CommandResult, Program, report, watch};

/// The arguments of `codegen`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith codegen                  write the crate of codegen.toml
  clientsmith codegen --check          show what would change, and write nothing
  clientsmith codegen --spec petstore.yaml --out ../petstore --name petstore
                                       write a crate of its own from any description
  clientsmith codegen --changelog      also write what changes for callers to CHANGELOG.md
  clientsmith codegen --watch          write it again whenever a file has changed
  clientsmith codegen --map names.json also write the Rust names of schemas and operations

Settings:
  --config, or a codegen.toml beside --spec whose `description` is that file, or none.
  Without --spec, --config or the codegen.toml of the current folder.
  Its paths are relative to it. --spec, --out and --name take precedence.
  With --out, the crate is a workspace of its own unless that is the folder in the settings.

Output:
  Diagnostics go to standard error, or with another --message-format than human to standard output.
  The diff of --check goes to the other stream.

Exit codes:
  0  done; there may be warnings
  1  the description has errors, or --check found differences
  2  wrong arguments, or files that cannot be read or written")]
pub struct Args {
    /// The description: YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the package.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    choice: Choice,
    /// Write nothing; print a unified diff of what would change, and fail if there is any.
    #[arg(long)]
    check: bool,
    /// Run again whenever a file that was read has changed, until the command is stopped; errors are shown.
    #[arg(long, conflicts_with_all = ["check", "changelog", "dump_normalized", "dump_ir"])]
    watch: bool,
    /// Also add what changes for callers to the crate's CHANGELOG.md, and raise the version if the settings have
    /// `package.version-policy = "semver"`.
    #[arg(long, conflicts_with = "check")]
    changelog: bool,
    /// Also write the Rust names of the description's schemas and operations, as JSON.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    map: Option<PathBuf>,
    /// Write nothing; print the normalized description, OpenAPI 3.0 as YAML.
    #[arg(long, conflicts_with_all = ["check", "map", "changelog"])]
    dump_normalized: bool,
    /// Write nothing; print the crate as the data that is emitted, as JSON.
    #[arg(long, conflicts_with_all = ["check", "map", "changelog", "dump_normalized"])]
    dump_ir: bool,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub(crate) fn run(args: &Args, program: &Program) -> CommandResult {
    if !args.watch {
        return run_once(args, program, &Observed::new(args.choice.source()?));
    }
    loop {
        let source = Observed::new(args.choice.source()?);
        // Before it is parsed, so that no change is missed.
        let settings = args.settings_file(program);
        let settings = settings.map(|path| (path.clone(), changed(&path)));
        if let Err(error) = run_once(args, program, &source) {
            report::status(&format!("error: {error}"));
        }
        let mut files = source.into_files();
        files.extend(settings);
        args.reporting.status(&format!("watching {}", number(files.len(), "file")));
        watch::wait(&files);
    }
}

fn run_once(args: &Args, program: &Program, source: &Observed) -> CommandResult {
    let job = match &args.spec {
        Some(spec) => args.choice.job(spec),
        None => Job::from_settings(args.choice.settings(program)?),
    };
    let Some(mut job) = args.reporting.settings(job)? else { return Ok(ExitCode::from(2)) };
    args.reporting.add_levels(&mut job.config);
    if let Some(out) = &args.out {
        job = job.output(out);
    }
    if args.dump_normalized {
        job.is_readable(source)?;
        return dump(dump_normalized(&job.description, source, &job.config), args);
    }
    if let Some(name) = &args.name {
        rename(&mut job.config, name);
    }
    if args.dump_ir {
        job.is_readable(source)?;
        let (json, diagnostics, sources) = dump_ir(&job.description, source, &job.config);
        return dump((format!("{json:#}\n"), diagnostics, sources), args);
    }
    if job.output.is_none() {
        return Err("no folder to write to: use --out, or `output` in the settings".into());
    }
    let output = match generate(args, &job, source) {
        Err(error @ JobError::Version { .. }) => return Ok(rejected(&error)),
        output => output?,
    };
    args.reporting.times(&job.description, source);
    args.reporting.print(&[(&output.diagnostics, &output.sources)]);
    let done =
        if args.check { check(args, program, &job, &output) } else { update(args, &job, &output) };
    match done {
        Err(error @ (JobError::Wrong { .. } | JobError::Version { .. })) => Ok(rejected(&error)),
        done => Ok(done?),
    }
}

fn generate(args: &Args, job: &Job, source: &dyn ReadSource) -> Result<Output, JobError> {
    if args.changelog { job.generate_with_changelog(source) } else { job.generate_from(source) }
}

/// Prints what the description or the settings do not allow.
fn rejected(error: &JobError) -> ExitCode {
    report::status(&error.to_string());
    ExitCode::from(1)
}

/// Prints normalized forms; diagnostics go to standard error.
fn dump(
    (text, diagnostics, sources): (String, Vec<Diagnostic>, Sources),
    args: &Args,
) -> CommandResult {
    let failed = diagnostic::has_errors(&diagnostics);
    args.reporting.print(&[(&diagnostics, &sources)]);
    report::to_stdout(&text);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Sets another package name than that of the settings.
fn rename(config: &mut Config, name: &str) {
    // They are handwritten code, which uses the crate by its name.
    let has_code = !config.examples.is_empty() || config.readme.is_some();
    if config.package.name.as_deref() != Some(name) && has_code {
        report::status(
            "`examples` and `readme` are left out: they use the crate's name in the settings",
        );
        config.examples.clear();
        config.readme = None;
    }
    config.package.name = Some(name.to_owned());
}

fn update(args: &Args, job: &Job, output: &Output) -> Result<ExitCode, JobError> {
    let breaking = job.breaking(output);
    if !breaking.is_empty() {
        args.reporting.status(&broken(&breaking));
    }
    let outcome = job.write(output)?;
    if let Some(path) = &args.map {
        write_file(path, &format!("{:#}\n", output.map))?;
    }
    let count = number(output.files.iter().flat_map(|files| files.iter()).count(), "file");
    let folder = job.folder()?.display();
    args.reporting.status(&match outcome {
        Outcome::Unchanged => format!("{folder}: unchanged"),
        Outcome::Created => format!("{folder}: created, {count}"),
        Outcome::Replaced => format!("{folder}: updated, {count}"),
    });
    Ok(ExitCode::SUCCESS)
}

/// The most changes that are shown before the crate is written.
const SHOWN: usize = 5;

/// What the crate that is about to be written breaks.
fn broken(changes: &[Change]) -> String {
    let mut text =
        format!("note: {} for callers of the crate:", number(changes.len(), "breaking change"));
    for change in changes.iter().take(SHOWN) {
        text.push_str(&format!("\n  {}: {}", change.rust, change.message));
    }
    let others = changes.len().saturating_sub(SHOWN);
    if others > 0 {
        text.push_str(&format!("\n  and {others} more, which `diff` shows"));
    }
    text
}

fn check(args: &Args, program: &Program, job: &Job, output: &Output) -> Result<ExitCode, JobError> {
    let (folder, changes) = match job.check(output) {
        Ok(()) => {
            args.reporting.status(&format!("{}: up to date", job.folder()?.display()));
            return Ok(ExitCode::SUCCESS);
        }
        Err(JobError::OutOfDate { folder, changes }) => (folder, changes),
        Err(error) => return Err(error),
    };
    let diff = changes.concat();
    match args.reporting.message_format {
        MessageFormat::Human => report::to_stdout(&diff),
        MessageFormat::Json | MessageFormat::Github | MessageFormat::Sarif => {
            report::to_stderr(&diff);
        }
    }
    let (count, command) = (number(changes.len(), "file"), args.mending_command(program));
    report::status(&format!("{}: {count} out of date; run `{command}`", folder.display()));
    Ok(ExitCode::from(1))
}

impl Args {
    /// The settings file that the run uses, or would use if it existed.
    fn settings_file(&self, program: &Program) -> Option<String> {
        let beside = self.spec.as_deref().map(|spec| spec.with_file_name(SETTINGS));
        let usual = || program.settings.clone().unwrap_or_else(|| PathBuf::from(SETTINGS));
        let path = self.choice.config.clone().or(beside).unwrap_or_else(usual);
        path.into_os_string().into_string().ok()
    }

    /// The command that makes the check pass.
    fn mending_command(&self, program: &Program) -> String {
        let mut command = format!("{} codegen", program.name);
        let mut add = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                command.push_str(&format!(" --{flag} {}", quoted(&value)));
            }
        };
        let text = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        add("spec", text(&self.spec));
        add("out", text(&self.out));
        add("name", self.name.clone());
        add("config", text(&self.choice.config));
        for host in &self.choice.allow_host {
            add("allow-host", Some(host.clone()));
        }
        if self.choice.allow_remote {
            command.push_str(" --allow-remote");
        }
        command
    }
}

/// A word that a shell takes literally.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:@%,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
