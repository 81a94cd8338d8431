//! The commands for maintainers, for `clientsmith` itself and for an xtask that offers them under another name. In:
//! arguments. Out: a crate's folder, text on the terminal, and an exit code.

mod check;
mod codegen;
#[cfg(feature = "remote")]
mod remote;
pub mod report;
mod source;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::Job;
use clientsmith::disk::{JobError, SETTINGS};

/// What every command ends with, for the help of a program that has them.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the description has errors, or --check found differences
  2  wrong arguments, or files that cannot be read or written";

/// The program that offers the commands.
#[derive(Debug, Clone)]
pub struct Program {
    /// How its users call it, such as `clientsmith` or `cargo xtask`.
    pub name: &'static str,
    /// The settings file that counts where the arguments name none; by default the `codegen.toml` of the current folder.
    pub settings: Option<PathBuf>,
}

/// What maintainers do with a description.
#[derive(Debug, clap::Subcommand)]
#[non_exhaustive]
pub enum Command {
    /// Writes the client crate of a description.
    ///
    /// Without arguments it does what the settings file says.
    /// The folder is replaced as a whole: it holds the old crate or the new one, whatever happens.
    /// A folder with files that codegen did not write is refused.
    Codegen(codegen::Args),
    /// Says what is wrong with a description.
    Check(check::Args),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    ///
    /// Why it could not do its work.
    pub fn run(&self, program: &Program) -> CommandResult {
        match self {
            Self::Codegen(args) => codegen::run(args, program),
            Self::Check(args) => check::run(args),
        }
    }
}

/// What a command ends with: an exit code, or why it could not do its work, which makes the exit code 2.
pub type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;

/// The exit code of a command; an error is told on standard error.
pub fn exit_code(result: CommandResult) -> ExitCode {
    result.unwrap_or_else(|error| {
        report::status(&format!("error: {error}"));
        ExitCode::from(2)
    })
}

/// Reads the arguments of the process. The help of the commands calls the program `name`.
pub fn parse<C: clap::CommandFactory + clap::FromArgMatches>(name: &str) -> C {
    let command = named(C::command(), name);
    C::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
}

/// Examples are written with `clientsmith`; here they call the program as its users do.
fn named(command: clap::Command, name: &str) -> clap::Command {
    let help = command.get_after_help().map(|text| text.to_string().replace("clientsmith", name));
    let command = command.mut_subcommands(|command| named(command, name));
    match help {
        Some(text) => command.after_help(text),
        None => command,
    }
}

/// What the arguments of a command say about the settings and about other hosts.
#[derive(Debug, Clone, Default, clap::Args)]
struct Choice {
    /// The settings file.
    ///
    /// By default the `codegen.toml` beside the description, if its `description` names that file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read what http and https references lead to.
    ///
    /// A response may have 16 MiB and take 30 seconds. It is kept in the user's cache folder, in `clientsmith/remote`; delete
    /// that to send the request again.
    #[arg(long)]
    allow_remote: bool,
}

impl Choice {
    /// The job of a description by these settings.
    fn job(&self, description: &Path) -> Result<Job, JobError> {
        let job = match &self.config {
            Some(config) => Job::with_settings(description, config)?,
            None => Job::from_description(description)?,
        };
        if let Some(note) = &job.note {
            report::status(&format!("note: {note}, or give --config"));
        }
        Ok(job)
    }

    /// The job that settings describe: these, or the program's.
    fn job_of_settings(&self, program: &Program) -> Result<Job, Box<dyn std::error::Error>> {
        let usual = || program.settings.clone().unwrap_or_else(|| PathBuf::from(SETTINGS));
        let settings = self.config.clone().unwrap_or_else(usual);
        if self.config.is_none() && !settings.is_file() {
            return Err(format!(
                "no description: give --spec, or --config, or run `{} codegen` in a folder with a {SETTINGS}",
                program.name
            )
            .into());
        }
        Ok(Job::from_settings(settings)?)
    }
}
