//! `clientsmith config-schema`: nothing in, the JSON Schema of `codegen.toml` out.

use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::Config;
use clientsmith::disk::write_file;

use crate::{CommandResult, report};

/// The arguments of `config-schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith config-schema --out codegen.schema.json
  clientsmith config-schema | jq .properties.package

Editors:
  With `#:schema ./codegen.schema.json` as its first line, taplo completes and checks a codegen.toml.")]
pub struct Args {
    /// The file to write; by default standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let text = text();
    match &args.out {
        Some(path) => write_file(path, &text)?,
        None => report::to_stdout(&text),
    }
    Ok(ExitCode::SUCCESS)
}

/// The schema as a file.
pub(crate) fn text() -> String {
    format!("{:#}\n", Config::schema())
}
