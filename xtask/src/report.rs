//! What a run says on the terminal: diagnostics and summaries in, text on the standard streams out.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use clientsmith::diagnostic::{self, Severity};
use clientsmith::{Diagnostic, Output};

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people, on standard error.
    Human,
    /// One JSON object a line, on standard output: code, severity, message, file, line, column, help.
    Json,
}

/// Shows the diagnostics of a run.
pub(crate) fn diagnostics(output: &Output, format: MessageFormat) {
    let (diagnostics, sources) = (&output.diagnostics, &output.sources);
    match format {
        MessageFormat::Human => {
            let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            to_stderr(&diagnostic::render(diagnostics, sources, color));
        }
        MessageFormat::Json => to_stdout(&diagnostic::render_json(diagnostics, sources)),
    }
}

/// Shows a line about the run itself.
pub(crate) fn status(line: &str) {
    to_stderr(&format!("{line}\n"));
}

/// How many errors and warnings there are, in words.
pub(crate) fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    match (errors, diagnostics.len() - errors) {
        (0, 0) => "no errors, no warnings".to_owned(),
        (0, warnings) => number(warnings, "warning"),
        (errors, 0) => number(errors, "error"),
        (errors, warnings) => {
            format!("{}, {}", number(errors, "error"), number(warnings, "warning"))
        }
    }
}

/// A number and its noun, which takes an `s` where there is not one.
pub(crate) fn number(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Prints on standard output. A reader that has gone away, such as `head`, is no failure of the run.
pub(crate) fn to_stdout(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints on standard error.
pub(crate) fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
