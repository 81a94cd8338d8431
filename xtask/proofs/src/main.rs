//! The proofs for contributors, by `cargo xtask`: arguments in, an exit code out.

mod conformance;
mod corpus;
mod fuzz;
mod node;
mod parallel;
mod prism;
mod process;
mod roundtrip;
mod servers;
mod suite;
mod unions;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientsmith_cli::{CommandResult, exit_code, report};

/// The generator allocates many small strings and tokens, for which this is faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Tests the generator on many descriptions.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
#[command(after_help = "\
Exit codes:
  0  done
  1  a check failed
  2  wrong arguments, or files that cannot be read or written")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Conformance(conformance::Args),
    Corpus(corpus::Args),
    Fuzz(fuzz::Args),
    Roundtrip(roundtrip::Args),
    Servers(servers::Args),
    Suite(suite::Args),
    Unions(unions::Args),
    #[command(hide = true)]
    GenerateMeasured(corpus::generate::Args),
}

fn main() -> ExitCode {
    if let Some(folder) = std::env::var_os(corpus::compiler::MEASURED) {
        return corpus::compiler::run(folder.as_ref());
    }
    exit_code(match Cli::parse().command {
        Command::Conformance(args) => conformance::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Roundtrip(args) => roundtrip::run(&args),
        Command::Servers(args) => servers::run(&args),
        Command::Suite(args) => suite::run(&args),
        Command::Unions(args) => unions::run(&args),
        Command::GenerateMeasured(args) => corpus::generate::run(&args),
    })
}

/// The folder of this repository.
fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
