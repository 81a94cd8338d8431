//! What a run says on the terminal: diagnostics and summaries in, text on the standard streams out.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use clientsmith::Output;
use clientsmith::diagnostic;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on standard error.
    Human,
    /// One JSON object a line, on standard output: code, severity, message, file, line, column, help.
    Json,
}

/// Shows the diagnostics of a run.
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

/// Shows a line about the run itself.
pub fn status(line: &str) {
    to_stderr(&format!("{line}\n"));
}

/// Prints on standard output. A reader that has gone away, such as `head`, is no failure of the run.
pub fn to_stdout(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints on standard error.
pub fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
