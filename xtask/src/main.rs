//! `cargo xtask`: the maintainers' commands with this repository's settings, and the proofs. In: arguments. Out: an exit
//! code.

mod bless;
mod proofs;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clientsmith_cli::{EXIT_CODES, Program, exit_code, parse};
use proofs::Proof;

/// Turns OpenAPI descriptions into Rust client crates.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
#[command(after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    #[command(flatten)]
    Maintainers(clientsmith_cli::Command),
    /// Run codegen, accept all snapshots, and list what changed.
    ///
    /// Unused snapshots are deleted. The table lists what is not committed in git yet, for review.
    Bless,
    #[command(flatten)]
    Proof(Proof),
}

fn main() -> ExitCode {
    let program = Program { name: "cargo xtask", settings: Some(home().join("spec/codegen.toml")) };
    exit_code(match parse::<Cli>(program.name).command {
        Command::Maintainers(command) => command.run(&program),
        Command::Bless => bless::run(),
        Command::Proof(proof) => proof.run(),
    })
}

/// The folder of this repository.
fn home() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}
