//! The command `clientsmith`: arguments in, an exit code out.

use std::process::ExitCode;

use clap::Parser;
use clientsmith_cli::{Command, EXIT_CODES, Program, exit_code, parse};

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

fn main() -> ExitCode {
    let program = Program { name: "clientsmith", settings: None };
    exit_code(parse::<Cli>(program.name).command.run(&program))
}
