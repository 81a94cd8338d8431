//! `clientsmith explain`: the code of a diagnostic in, what it means out.

use std::process::ExitCode;

use clientsmith::diagnostic::Code;

use crate::{CommandResult, report};

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith explain untyped
  clientsmith explain          list the codes")]
pub struct Args {
    /// The code, which is in brackets after `error` or `warning`.
    #[arg(value_name = "CODE", value_parser = parse)]
    code: Option<Code>,
}

fn parse(name: &str) -> Result<Code, String> {
    let name = name.trim_matches(['[', ']']);
    Code::named(name).ok_or_else(|| match Code::closest(name) {
        Some(code) => format!("there is no such code; did you mean `{code}`?"),
        None => String::from("there is no such code; `explain` without one lists them"),
    })
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    match args.code {
        Some(code) => report::to_stdout(&format!("{code}\n\n{}\n", code.explanation())),
        None => {
            for code in Code::ALL {
                let first = code.explanation().lines().next().unwrap_or_default();
                report::to_stdout(&format!("{code}: {first}\n"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
