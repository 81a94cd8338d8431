//! Annotations of a run of GitHub Actions, by its workflow commands.

use crate::diagnostic::{Diagnostic, Sources, fold};

/// The diagnostics as workflow commands of GitHub Actions, one per line, which annotate the files of a change; of many
/// warnings of a kind only the first, with the number of the others.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    github_all(&fold(diagnostics), sources)
}

/// The same with a line for each diagnostic.
pub fn github_all(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let start = sources.locate(diagnostic.span);
        let end = sources.locate_end(diagnostic.span);
        let properties = [
            ("file", start.file),
            ("line", start.line.to_string()),
            ("endLine", end.line.to_string()),
            ("col", start.column.to_string()),
            ("title", diagnostic.code.to_string()),
        ];
        let properties = properties.map(|(key, value)| format!("{key}={}", property(&value)));
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}"));
        let message = format!("{}{}", diagnostic.message, help.unwrap_or_default());
        let severity = diagnostic.severity.as_str();
        text.push_str(&format!("::{severity} {}::{}\n", properties.join(","), data(&message)));
    }
    text
}

/// A message, in which a line break would end the command.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a colon or a comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
