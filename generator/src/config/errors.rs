//! What is wrong with a settings file: all of it in one run, each with its place.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Config;
use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span, render};
use crate::suggest;

/// More errors than this are not collected.
const MOST_ERRORS: usize = 50;

/// What is wrong with a settings file.
#[derive(Debug, Clone)]
pub struct SettingsError {
    /// The errors, at least one, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The settings file.
    pub sources: Box<Sources>,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(render(&self.diagnostics, &self.sources, false).trim_end())
    }
}

impl std::error::Error for SettingsError {}

/// Parses the settings file of that name.
pub(super) fn parse(name: &str, text: &str) -> Result<Config, SettingsError> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut rest = text.to_owned();
    // serde stops at the first error, so each is removed to find the next one.
    while diagnostics.len() < MOST_ERRORS {
        let error = match toml::from_str::<Config>(&rest) {
            Ok(config) if diagnostics.is_empty() => return Ok(config),
            Ok(_) => break,
            Err(error) => error,
        };
        let place = error.span().unwrap_or_default();
        let diagnostic = diagnostic(error.message(), &place);
        if !diagnostics.iter().any(|other| other.message == diagnostic.message) {
            diagnostics.push(diagnostic);
        }
        match without(&rest, &place) {
            Some(without) => rest = without,
            None => break,
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    let mut sources = Sources::default();
    sources.set_settings(name, text);
    Err(SettingsError { diagnostics, sources: Box::new(sources) })
}

fn diagnostic(message: &str, place: &Range<usize>) -> Diagnostic {
    let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let span = Span { file: FileId::SETTINGS, start: offset(place.start), end: offset(place.end) };
    let message = message.trim().replace('\n', "; ");
    // The name, and those that are expected.
    let mut names = message.split('`').skip(1).step_by(2);
    let help = match names.next() {
        Some(wrong) if message.starts_with("unknown ") => {
            suggest::did_you_mean(wrong, names, "use one of these")
        }
        _ => String::from("correct the settings; the README lists them"),
    };
    Diagnostic::error(Code::Settings, span, message).help(help)
}

/// The innermost setting around the place, key and value.
fn entry(table: &DeTable<'_>, place: &Range<usize>) -> Option<Range<usize>> {
    let is_here = |span: Range<usize>| span.start <= place.start && place.end <= span.end;
    table.iter().find_map(|(key, value)| {
        let whole = key.span().start..value.span().end.max(key.span().end);
        let inner = match value.get_ref() {
            DeValue::Table(inner) if !is_here(key.span()) => entry(inner, place),
            _ => None,
        };
        inner.or_else(|| (is_here(key.span()) || is_here(value.span())).then_some(whole))
    })
}

/// The text with spaces in place of the setting at that place, or of the whole table; `None` if there is no such one.
fn without(text: &str, place: &Range<usize>) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let found = entry(root.get_ref(), place)?;
    let start = text.get(..found.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let is_header = text.get(start..)?.trim_start().starts_with('[');
    let after = text.get(found.end..)?;
    let end = if is_header {
        after.find("\n[").map_or(text.len(), |newline| found.end + newline)
    } else {
        after.find('\n').map_or(text.len(), |newline| found.end + newline)
    };
    let blank: String = text
        .get(start..end)?
        .chars()
        .flat_map(|char| {
            std::iter::repeat_n(if char == '\n' { '\n' } else { ' ' }, char.len_utf8())
        })
        .collect();
    (start < end).then(|| {
        format!(
            "{}{blank}{}",
            text.get(..start).unwrap_or_default(),
            text.get(end..).unwrap_or_default()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn all_errors_are_found_with_their_places() {
        let text = "outpt = 'x'\nvalidate = 1\n[package]\nnam = 'a'\nversion = '1'\nkeywords = 'a'\n\
                    [packge]\nname = 'b'\n[pagination.list]\nitms = 'data'\n[formats]\nstrict = true\n";
        let error = parse("codegen.toml", text).unwrap_err();
        let found: Vec<(&str, &str)> = error
            .diagnostics
            .iter()
            .map(|it| {
                let place = it.span.start as usize..it.span.end as usize;
                (text.get(place).unwrap(), it.help.as_deref().unwrap())
            })
            .collect();
        let other = "correct the settings; the README lists them";
        let expected = [
            ("outpt", "did you mean `output`?"),
            ("1", other),
            ("nam", "did you mean `name`?"),
            ("'a'", other),
            ("packge", "did you mean `package`?"),
            ("itms", "did you mean `items`?"),
        ];
        assert_eq!(found, expected);
        assert!(error.to_string().contains("codegen.toml:1:1"), "{error}");
        assert_eq!(parse("codegen.toml", "a = ").unwrap_err().diagnostics.len(), 1);
    }
}
