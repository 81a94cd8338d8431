//! What maintainers write by hand and the crate takes over. In: the settings, and the files that they name. Out: the
//! crate's examples, the texts of its licence, and the section of its README on how it is used.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::refs;
use crate::{Config, Files, ReadSource};

/// The files with the programs that the settings name as examples; none, with a diagnostic, where one cannot be read.
pub(crate) fn add_examples(
    mut files: Files,
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Files> {
    let mut complete = true;
    for example in &config.examples {
        match read(&["examples"], example, entry, source, config) {
            Ok(text) => {
                let head = format!(
                    "// Copied by `cargo xtask codegen` from {example} beside the description.\n\n"
                );
                files.insert(format!("examples/{}", place(example)), head + &text);
            }
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                complete = false;
            }
        }
    }
    complete.then_some(files)
}

/// The files with the texts of the licence too; none, with a diagnostic, where one cannot be read.
pub(crate) fn add_license_files(
    mut files: Files,
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Files> {
    let mut complete = true;
    for file in &config.package.license_files {
        match read(&["package", "license-files"], file, entry, source, config) {
            Ok(text) => files.insert(file.rsplit('/').next().unwrap_or(file), text),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                complete = false;
            }
        }
    }
    complete.then_some(files)
}

/// The place of a program among the examples: its path below a folder of that name, so that a module that several
/// programs share keeps its folder, and else the name of its file.
fn place(example: &str) -> &str {
    match example.rsplit_once("examples/") {
        Some((before, place)) if before.is_empty() || before.ends_with('/') => place,
        _ => example.rsplit('/').next().unwrap_or(example),
    }
}

/// The text that the settings name for the README, empty where they name none; none, with a diagnostic, where it cannot
/// be read.
pub(crate) fn readme(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let Some(readme) = &config.readme else { return Some(String::new()) };
    read(&["readme"], readme, entry, source, config)
        .map_err(|diagnostic| diagnostics.push(diagnostic))
        .ok()
}

/// The text of a file that a setting names, relative to the description.
fn read(
    setting: &[&str],
    file: &str,
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
) -> Result<String, Diagnostic> {
    let path = refs::parse(entry, file).path;
    let text = source
        .read(&path)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map_err(|reason| {
        let name = setting.join(".");
        let message =
            format!("`{name}` in the settings names {file}, and {path} cannot be read: {reason}");
        Diagnostic::error(Code::Settings, config.span(setting), message)
            .help(format!("correct `{name}` in the settings"))
    })
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_shared_module_keeps_its_folder() {
        assert_eq!(place("examples/buy.rs"), "buy.rs");
        assert_eq!(place("examples/settings/mod.rs"), "settings/mod.rs");
        assert_eq!(place("../shop/examples/settings/mod.rs"), "settings/mod.rs");
        assert_eq!(place("programs/buy.rs"), "buy.rs");
        assert_eq!(place("my-examples/settings/buy.rs"), "buy.rs");
    }
}
