//! The terminal output of a run: diagnostics and summaries in, text on the standard streams out.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use clientsmith::Output;
use clientsmith::diagnostic;

/// The format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on standard error.
    Human,
    /// One JSON object per line, on standard output: code, severity, message, file, line, column, help.
    Json,
}

/// Prints the diagnostics of a run.
pub fn diagnostics(output: &Output, format: MessageFormat) {
    let (diagnostics, sources) = (&output.diagnostics, &output.sources);
    match format {
        MessageFormat::Human => {
            let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            to_stderr(&diagnostic::render(diagnostics, sources, color));
        }
        MessageFormat::Json => to_stdout(&diagnostic::render_json(diagnostics, sources)),
    }
}

/// Prints a line about the run itself.
pub fn status(line: &str) {
    to_stderr(&format!("{line}\n"));
}

/// Prints on standard output. A closed pipe, such as to `head`, is not a failure.
pub fn to_stdout(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints on standard error.
pub fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
