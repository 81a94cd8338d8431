//! `clientsmith check`: a description in, its diagnostics out; nothing is written.

use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::diagnostic;

use crate::report::MessageFormat;
use crate::source::source;
use crate::{Choice, CommandResult, report};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith check petstore.yaml
  clientsmith check petstore.yaml --message-format json | jq -r .message

Exit codes:
  0  code can be generated; there may be warnings
  1  the description has errors
  2  wrong arguments, or settings that cannot be read")]
pub struct Args {
    /// The description: YAML or JSON.
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// The format of diagnostics.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let job = args.choice.job(&args.spec)?;
    let output = job.generate_from(&*source(args.choice.allow_remote)?)?;
    report::diagnostics(&output, args.message_format);
    if args.message_format == MessageFormat::Human {
        report::status(&format!("{}: {}", job.description, diagnostic::count(&output.diagnostics)));
    }
    Ok(if output.files.is_some() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
