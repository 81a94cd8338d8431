//! What a shell needs of the command: completions and manual pages. In: the command's own arguments. Out: files.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use clientsmith_cli::{CommandResult, report};

/// The commands about this one.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Print the completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Write the manual pages, one for each command.
    Man {
        /// The folder to write to, such as `~/.local/share/man/man1`.
        #[arg(long, value_name = "DIR", default_value = ".")]
        out: PathBuf,
    },
}

impl Command {
    /// Runs the command, for the program with these arguments and this name.
    pub(crate) fn run<C: CommandFactory>(&self, name: &str) -> CommandResult {
        let mut command = C::command();
        match self {
            Self::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(*shell, &mut command, name, &mut script);
                report::to_stdout(&String::from_utf8_lossy(&script));
            }
            Self::Man { out } => {
                fs::create_dir_all(out)?;
                clap_mangen::generate_to(command, out)?;
                report::status(&format!("{}: written", out.display()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
