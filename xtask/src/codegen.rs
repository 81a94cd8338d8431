//! `cargo xtask codegen`: a description in, a crate's folder out; with `--check` only the differences.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::{Config, Diagnostic, Files, Output, Sources, diagnostic};

use crate::changes::changes;
use crate::report::{MessageFormat, number};
use crate::settings::{Choice, Job};
use crate::write::{Folder, Outcome, wanted, write, write_file};
use crate::{CommandResult, report, settings, source};

/// Writes the client crate of a description.
///
/// Without arguments it reads `spec/codegen.toml` of this repository and writes `generated/`.
/// The folder is replaced as a whole: it holds the old crate or the new one, whatever happens.
/// A folder with files that codegen did not write is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask codegen                  write generated/ from spec/
  cargo xtask codegen --check          say what that would change, and change nothing
  cargo xtask codegen --spec petstore.yaml --out ../petstore --name petstore
                                       write a crate of its own from any description
  cargo xtask codegen --map names.json also say which Rust names the description's parts have

Settings:
  --config, or a codegen.toml beside --spec whose `description` names that file, or none.
  The paths in it are relative to it. --spec, --out and --name win over it.
  With --out, the crate is a workspace of its own unless that is the folder that the settings name.

Output:
  Diagnostics go to standard error, or with --message-format json to standard output, one object a line.
  The diff of --check goes to the other one of the two.

Exit codes:
  0  done; there may be warnings
  1  the description has errors, or --check found differences
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
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
    /// Also write the Rust names of the description's schemas and operations, as JSON.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    map: Option<PathBuf>,
    /// Write nothing; print the description in the one form that the generator works on, OpenAPI 3.0 as YAML.
    #[arg(long, conflicts_with_all = ["check", "map"])]
    dump_normalized: bool,
    /// Write nothing; print the crate as the data that is emitted, as JSON.
    #[arg(long, conflicts_with_all = ["check", "map", "dump_normalized"])]
    dump_ir: bool,
    /// How diagnostics are shown.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let Job { description, out, mut config } =
        settings::job(args.spec.as_deref(), &args.choice, args.out.as_deref())?;
    let allow_remote = args.choice.allow_remote;
    if args.dump_normalized {
        return dump(source::dump_normalized(&description, &config, allow_remote)?, args);
    }
    if let Some(name) = &args.name {
        rename(&mut config, name);
    }
    if args.dump_ir {
        return dump(source::dump_ir(&description, &config, allow_remote)?, args);
    }
    let out = out.ok_or("no folder to write to: give --out, or `output` in the settings")?;
    let output = source::generate(&description, &config, allow_remote)?;
    report::diagnostics(&output, args.message_format);
    let Some(files) = &output.files else { return failed(&description, &output) };
    if args.check { check(args, &out, files) } else { update(args, &out, files, &output) }
}

/// Prints what the generator works on; its diagnostics go to standard error.
fn dump(
    (text, diagnostics, sources): (String, Vec<Diagnostic>, Sources),
    args: &Args,
) -> CommandResult {
    let failed = diagnostic::has_errors(&diagnostics);
    report::diagnostics(&Output { diagnostics, sources, ..Output::default() }, args.message_format);
    report::to_stdout(&text);
    Ok(ExitCode::from(u8::from(failed)))
}

/// Gives the package another name than its settings do.
fn rename(config: &mut Config, name: &str) {
    // They are code written by hand, which calls the crate by its name.
    let has_code = !config.examples.is_empty() || config.readme.is_some();
    if config.package.name.as_deref() != Some(name) && has_code {
        report::status(
            "`examples` and `readme` are left out: they use the crate by the name that the settings give it",
        );
        config.examples.clear();
        config.readme = None;
    }
    config.package.name = Some(name.to_owned());
}

fn failed(description: &str, output: &Output) -> CommandResult {
    if !diagnostic::has_errors(&output.diagnostics) {
        return Err(format!("the generator gave neither files nor errors for {description}").into());
    }
    let count = report::count(&output.diagnostics);
    report::status(&format!("{description}: {count}; nothing was written"));
    Ok(ExitCode::from(1))
}

fn update(args: &Args, out: &Path, files: &Files, output: &Output) -> CommandResult {
    let outcome = write(out, files)?;
    if let Some(path) = &args.map {
        write_file(path, &format!("{:#}\n", output.map))?;
    }
    let count = number(files.iter().len(), "file");
    report::status(&match outcome {
        Outcome::Unchanged => format!("{}: unchanged", out.display()),
        Outcome::Created => format!("{}: created, {count}", out.display()),
        Outcome::Replaced => format!("{}: updated, {count}", out.display()),
    });
    Ok(ExitCode::SUCCESS)
}

fn check(args: &Args, out: &Path, files: &Files) -> CommandResult {
    let folder = Folder::read(out)?;
    folder.refuse_foreign(out)?;
    let changes = changes(&folder.files, &wanted(files)?);
    if changes.is_empty() {
        report::status(&format!("{}: up to date", out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let diff = changes.concat();
    match args.message_format {
        MessageFormat::Human => report::to_stdout(&diff),
        MessageFormat::Json => report::to_stderr(&diff),
    }
    let (count, command) = (number(changes.len(), "file"), args.mending_command());
    report::status(&format!("{}: {count} out of date; run `{command}`", out.display()));
    Ok(ExitCode::from(1))
}

impl Args {
    /// The command that makes the check pass.
    fn mending_command(&self) -> String {
        let mut command = String::from("cargo xtask codegen");
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
        if self.choice.allow_remote {
            command.push_str(" --allow-remote");
        }
        command
    }
}

/// A word that a shell takes as it is.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:@%,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
