//! The commands, for `clientsmith` itself and for an xtask that offers them under another name. In: arguments. Out: a
//! crate's folder, text on the terminal, and an exit code.

mod check;
mod codegen;
mod config_schema;
mod diff;
mod explain;
#[cfg(feature = "remote")]
mod fetch;
mod init;
mod lint;
mod observed;
#[cfg(feature = "remote")]
mod remote;
pub mod report;
mod source;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::Job;
use clientsmith::disk::{JobError, SETTINGS};

/// The end of every command's help, for a program that includes them.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the description has errors, or --check found differences
  2  wrong arguments, or files that cannot be read or written";

/// The program that offers the commands.
#[derive(Debug, Clone)]
pub struct Program {
    /// How users call it, such as `clientsmith` or `cargo xtask`.
    pub name: &'static str,
    /// The default settings file; if `None`, the `codegen.toml` of the current folder.
    pub settings: Option<PathBuf>,
}

/// The commands on a description.
#[derive(Debug, clap::Subcommand)]
#[non_exhaustive]
pub enum Command {
    /// Write the client crate of a description.
    ///
    /// Without arguments, the settings file decides.
    /// The folder is replaced as a whole: it contains the old crate or the new one, whatever happens.
    /// A folder with files that codegen did not write is rejected.
    Codegen(Box<codegen::Args>),
    /// Report the problems of descriptions.
    Check(Box<check::Args>),
    /// Report what would make the clients of descriptions better.
    Lint(Box<lint::Args>),
    /// Report what changes for callers between two descriptions or crates, and the version bump.
    Diff(Box<diff::Args>),
    /// Explain the code of a diagnostic: why it matters, an example, and how to mend it.
    Explain(explain::Args),
    /// Start a repository for the client of a description.
    Init(Box<init::Args>),
    /// Fetch the description of a repository again, or tell whether it has changed.
    #[cfg(feature = "remote")]
    Fetch(fetch::Args),
    /// Print the JSON Schema of codegen.toml, for editors.
    ConfigSchema(config_schema::Args),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors.
    ///
    /// The command failed.
    pub fn run(&self, program: &Program) -> CommandResult {
        match self {
            Self::Codegen(args) => codegen::run(args, program),
            Self::Check(args) => check::run(args),
            Self::Lint(args) => lint::run(args),
            Self::Diff(args) => diff::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Init(args) => init::run(args),
            #[cfg(feature = "remote")]
            Self::Fetch(args) => fetch::run(args),
            Self::ConfigSchema(args) => config_schema::run(args),
        }
    }
}

/// The result of a command: an exit code, or an error, whose exit code is 2.
pub type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;

/// The exit code of a command; an error is printed on standard error.
pub fn exit_code(result: CommandResult) -> ExitCode {
    result.unwrap_or_else(|error| {
        report::status(&format!("error: {error}"));
        ExitCode::from(2)
    })
}

/// Parses the arguments of the process. The help of the commands calls the program `name`.
pub fn parse<C: clap::CommandFactory + clap::FromArgMatches>(name: &str) -> C {
    let command = named(C::command(), name);
    C::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
}

/// Examples are written with `clientsmith`; here they get the program's own name.
fn named(command: clap::Command, name: &str) -> clap::Command {
    let help = command.get_after_help().map(|text| text.to_string().replace("clientsmith", name));
    let command = command.mut_subcommands(|command| named(command, name));
    match help {
        Some(text) => command.after_help(text),
        None => command,
    }
}

/// The arguments of a command on settings and other hosts.
#[derive(Debug, Clone, Default, clap::Args)]
struct Choice {
    /// The settings file.
    ///
    /// By default the `codegen.toml` beside the description, if its `description` is that file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Follow http and https references to public hosts.
    ///
    /// A response is limited to 16 MiB and 30 seconds, and all of a run to 500 documents, 64 MiB and 2 minutes.
    /// A redirect is followed on the same host.
    /// Responses are cached in the user's cache folder, in `clientsmith/remote`; delete that to send the requests again.
    #[arg(long)]
    allow_remote: bool,
    /// Follow references to this host only, which may have a private address; several times for several hosts.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
}

impl Choice {
    /// The source of the description's files.
    fn source(&self) -> Result<Box<dyn clientsmith::ReadSource>, String> {
        source::source(self.allow_remote, &self.allow_host)
    }

    /// The job of a description with these settings.
    fn job(&self, description: &Path) -> Result<Job, JobError> {
        let job = match &self.config {
            Some(config) => Job::with_settings(description, config)?,
            None => Job::from_description(description)?,
        };
        if let Some(note) = &job.note {
            report::status(&format!("note: {note}, or use --config"));
        }
        Ok(job)
    }

    /// The settings file: this one, or the program's.
    fn settings(&self, program: &Program) -> Result<PathBuf, String> {
        let usual = || program.settings.clone().unwrap_or_else(|| PathBuf::from(SETTINGS));
        let settings = self.config.clone().unwrap_or_else(usual);
        if self.config.is_none() && !settings.is_file() {
            return Err(format!(
                "no description: use --spec or --config, or run `{} codegen` in a folder with a {SETTINGS}",
                program.name
            ));
        }
        Ok(settings)
    }
}
