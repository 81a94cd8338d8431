//! `clientsmith lint`: descriptions in, what would make their clients better out; nothing is written.

use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::{diagnostic, lint};

use crate::observed::Observed;
use crate::report::{MessageFormat, Reporting};
use crate::{Choice, CommandResult};

/// The arguments of `lint`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith lint petstore.yaml
  clientsmith lint apis/*.yaml --deny warnings
  clientsmith lint petstore.yaml --allow lint-unused-component

It reports what would make a client better, and is allowed; `check` reports what is wrong.

Exit codes:
  0  done; there may be warnings
  1  a description cannot be parsed, or a code is denied
  2  wrong arguments, or files that cannot be read")]
pub struct Args {
    /// The descriptions: YAML or JSON, or `-` for standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let mut found = Vec::new();
    for file in &args.files {
        let Some(mut job) = args.reporting.settings(args.choice.job(file))? else {
            return Ok(ExitCode::from(2));
        };
        args.reporting.add_levels(&mut job.config);
        let source = Observed::new(args.choice.source()?);
        job.is_readable(&source)?;
        let (diagnostics, sources) = lint(&job.description, &source, &job.config);
        args.reporting.times(&job.description, &source);
        found.push((job.description, diagnostics, sources));
    }
    let runs = found.iter().map(|(_, diagnostics, sources)| (&**diagnostics, sources));
    args.reporting.print(&runs.collect::<Vec<_>>());
    if args.reporting.message_format == MessageFormat::Human {
        for (description, diagnostics, _) in &found {
            let more = args.reporting.hint(diagnostics);
            let count = diagnostic::count(diagnostics);
            args.reporting.status(&format!("{description}: {count}{more}"));
        }
    }
    let fails = found.iter().any(|(_, diagnostics, _)| diagnostic::has_errors(diagnostics));
    Ok(ExitCode::from(u8::from(fails)))
}
