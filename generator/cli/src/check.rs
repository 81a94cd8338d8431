//! `clientsmith check`: descriptions in, their diagnostics out; nothing is written.

use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::{Output, diagnostic};

use crate::observed::Observed;
use crate::report::{MessageFormat, Reporting};
use crate::{Choice, CommandResult};

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  clientsmith check petstore.yaml
  clientsmith check apis/*.yaml --deny warnings
  clientsmith check petstore.yaml --message-format json | jq -r .message
  curl https://example.com/openapi.json | clientsmith check -

Exit codes:
  0  code can be generated; there may be warnings
  1  a description has errors
  2  wrong arguments, or files that cannot be read")]
pub struct Args {
    /// The descriptions: YAML or JSON, or `-` for standard input.
    #[arg(value_name = "SPEC", required = true)]
    specs: Vec<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    reporting: Reporting,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let mut outputs: Vec<(String, Output)> = Vec::new();
    for spec in &args.specs {
        let Some(mut job) = args.reporting.settings(args.choice.job(spec))? else {
            return Ok(ExitCode::from(2));
        };
        args.reporting.add_levels(&mut job.config);
        let source = Observed::new(args.choice.source()?);
        let output = job.generate_from(&source)?;
        args.reporting.times(&job.description, &source);
        outputs.push((job.description, output));
    }
    let runs = outputs.iter().map(|(_, output)| (&*output.diagnostics, &output.sources));
    args.reporting.print(&runs.collect::<Vec<_>>());
    if args.reporting.message_format == MessageFormat::Human {
        for (description, output) in &outputs {
            let more = args.reporting.hint(&output.diagnostics);
            let count = diagnostic::count(&output.diagnostics);
            args.reporting.status(&format!("{description}: {count}{more}"));
            if let Some(note) = note(&output.without_body) {
                args.reporting.status(&note);
            }
        }
    }
    let is_right = outputs.iter().all(|(_, output)| output.files.is_some());
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What to know of the operations whose success documents no body: at most three are named.
fn note(without_body: &[String]) -> Option<String> {
    let first = without_body.iter().take(3).map(|it| format!("`{it}`")).collect::<Vec<_>>();
    let more = match without_body.len().checked_sub(first.len()) {
        Some(0) | None => String::new(),
        Some(more) => format!(" and {}", diagnostic::number(more, "other")),
    };
    (!first.is_empty()).then(|| {
        format!(
            "note: the success of {}{more} documents no body; `.raw()` of a call returns what the server sends",
            first.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn operations_without_a_body_are_one_note() {
        let names = |count| (0..count).map(|it| format!("GET /{it}")).collect::<Vec<_>>();
        assert_eq!(note(&[]), None);
        assert!(note(&names(1)).unwrap().contains("of `GET /0` documents"));
        assert!(note(&names(5)).unwrap().contains("`GET /2` and 2 others document"));
    }
}
