//! The command `clientsmith`: arguments in, an exit code out.

#[cfg(feature = "shell")]
mod shell;

use std::process::ExitCode;

use clap::Parser;
use clientsmith_cli::{EXIT_CODES, Program, exit_code, parse};

/// The generator allocates many small strings and tokens, for which this is faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns OpenAPI descriptions into Rust client crates.
#[derive(Debug, Parser)]
#[command(name = "clientsmith", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    #[command(flatten)]
    Description(clientsmith_cli::Command),
    #[cfg(feature = "shell")]
    #[command(flatten)]
    Shell(shell::Command),
}

fn main() -> ExitCode {
    let program = Program { name: "clientsmith", settings: None };
    exit_code(match parse::<Cli>(program.name).command {
        Command::Description(command) => command.run(&program),
        #[cfg(feature = "shell")]
        Command::Shell(command) => command.run::<Cli>(program.name),
    })
}
