//! The crate's examples: programs that maintainers write by hand, copied beside the code that they show.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::refs;
use crate::{Config, Files, ReadSource};

/// The files with the examples that the settings name; none, with a diagnostic, where one cannot be read.
pub(crate) fn add(
    mut files: Files,
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Files> {
    let mut complete = true;
    for example in &config.examples {
        let path = refs::parse(entry, example).path;
        let name = example.rsplit('/').next().unwrap_or(example);
        match source
            .read(&path)
            .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()))
        {
            Ok(text) => {
                let head = format!(
                    "// Copied by `cargo xtask codegen` from {example} beside the description.\n\n"
                );
                files.insert(format!("examples/{name}"), head + &text);
            }
            Err(reason) => {
                diagnostics.push(
                    Diagnostic::error(
                        Code::Settings,
                        Span::default(),
                        format!("the settings name the example {example}, and {path} cannot be read: {reason}"),
                    )
                    .help("correct `examples` in the settings"),
                );
                complete = false;
            }
        }
    }
    complete.then_some(files)
}
