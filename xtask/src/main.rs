//! The command line: arguments in, an exit code out. Disk and terminal are used here and nowhere in the generator.

mod changes;
mod check;
mod codegen;
mod conformance;
mod corpus;
mod fuzz;
mod parallel;
mod prism;
mod report;
mod roundtrip;
mod settings;
mod source;
mod write;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generating makes and drops many small strings and tokens, at which this is quicker than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns OpenAPI descriptions into Rust client crates.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
#[command(after_help = "\
Exit codes:
  0  done
  1  the description has errors, or --check found differences, or a check of what was generated failed
  2  wrong arguments, or files that cannot be read or written")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Codegen(codegen::Args),
    Check(check::Args),
    Conformance(conformance::Args),
    Corpus(corpus::Args),
    Fuzz(fuzz::Args),
    Roundtrip(roundtrip::Args),
    #[command(hide = true)]
    GenerateMeasured(corpus::generate::Args),
}

/// What a command ends with: an exit code, or why it could not do its work, which makes the exit code 2.
type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(corpus::compiler::MEASURED) {
        return corpus::compiler::run(folder.as_ref());
    }
    let result = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Conformance(args) => conformance::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Roundtrip(args) => roundtrip::run(&args),
        Command::GenerateMeasured(args) => corpus::generate::run(&args),
    };
    result.unwrap_or_else(|error| {
        report::status(&format!("error: {error}"));
        ExitCode::from(2)
    })
}
