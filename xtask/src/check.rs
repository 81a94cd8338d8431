//! `cargo xtask check`: a description in, its diagnostics out; nothing is written.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::report::MessageFormat;
use crate::settings::Choice;
use crate::{CommandResult, report, settings, source};

/// Says what is wrong with a description.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask check petstore.yaml
  cargo xtask check petstore.yaml --message-format json | jq -r .message

Exit codes:
  0  code can be generated; there may be warnings
  1  the description has errors
  2  wrong arguments, or settings that cannot be read")]
pub(crate) struct Args {
    /// The description: YAML or JSON.
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// How diagnostics are shown.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let job = settings::job(Some(&args.spec), &args.choice, None)?;
    let output = source::generate(&job.description, &job.config, args.choice.allow_remote)?;
    report::diagnostics(&output, args.message_format);
    if args.message_format == MessageFormat::Human {
        report::status(&format!("{}: {}", job.description, report::count(&output.diagnostics)));
    }
    Ok(if output.files.is_some() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
