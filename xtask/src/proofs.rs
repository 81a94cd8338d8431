//! The proofs, which are a package of their own and built when one of them is called.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use clientsmith_cli::CommandResult;

use crate::home;

/// Arguments are passed on to the proof, including `--help`.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

/// A test of the generator on many descriptions.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Proof {
    /// Generate all descriptions of a folder, and compile the crates.
    Corpus(Arguments),
    /// Change descriptions at random, and report what fails.
    Fuzz(Arguments),
    /// Deserialize and serialize JSON with the generated types, and compare.
    Roundtrip(Arguments),
    /// Deserialize JSON with the generated unions, and report wrong members.
    Unions(Arguments),
    /// Call servers through generated clients, and compare what arrives.
    Conformance(Arguments),
    /// Call real servers through their clients, and compare what arrives.
    Servers(Arguments),
    /// Call a public test server through generated clients, and report what is wrong.
    Suite(Arguments),
}

impl Proof {
    /// Builds and runs the proof, in the profile that developers use; `cargo run --release -p proofs` optimizes it.
    pub(crate) fn run(self) -> CommandResult {
        let (name, arguments) = match self {
            Self::Corpus(it) => ("corpus", it),
            Self::Fuzz(it) => ("fuzz", it),
            Self::Roundtrip(it) => ("roundtrip", it),
            Self::Unions(it) => ("unions", it),
            Self::Conformance(it) => ("conformance", it),
            Self::Servers(it) => ("servers", it),
            Self::Suite(it) => ("suite", it),
        };
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["run", "--quiet", "--package", "proofs", "--manifest-path"])
            .arg(home().join("Cargo.toml"))
            .args(["--", name])
            .args(arguments.arguments)
            .status()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2);
        Ok(ExitCode::from(code))
    }
}
