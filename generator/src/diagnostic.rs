//! What is wrong with a description, and where.
//!
//! Every stage returns its value *and* a list of [`Diagnostic`]s; none of them stops at the first problem. A
//! diagnostic names a [`Span`] of a source file; lines and columns are computed only when one is shown.

mod codes;
mod fold;
mod render;

use std::sync::OnceLock;

pub use codes::Code;
pub(crate) use fold::fold;
pub use render::{render, render_all};

/// The severity of a [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated until this is fixed.
    Error,
    /// Code is generated; something in the description was ignored, repaired or approximated.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A source file's number, in the order of reading; the entry description is number 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

impl FileId {
    /// The settings file, which is not part of the description.
    pub const SETTINGS: Self = Self(u32::MAX);
}

/// A range of bytes in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Whether the other place is within this one.
    pub(crate) fn encloses(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A problem of a description, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem, stable between versions.
    pub code: Code,
    /// Whether it prevents generation.
    pub severity: Severity,
    /// The problem, in one sentence without a full stop.
    pub message: String,
    /// The place.
    pub span: Span,
    /// How to fix it.
    pub help: Option<String>,
    /// Other relevant places, each with a label.
    pub related: Vec<(Span, String)>,
    /// Whether it is an error that the settings may turn into a warning, since something sensible can be generated.
    pub(crate) softens: bool,
}

impl Diagnostic {
    /// Creates an error, which prevents generation.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, message.into())
    }

    /// Creates a warning: code is generated nevertheless.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, message.into())
    }

    fn new(code: Code, severity: Severity, span: Span, message: String) -> Self {
        Self { code, severity, message, span, help: None, related: Vec::new(), softens: false }
    }

    /// Sets how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another relevant place.
    #[must_use]
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }
}

/// Whether any of `diagnostics` prevents generation.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The number of errors and warnings, in words: `1 error, 2 warnings`.
pub fn count(diagnostics: &[Diagnostic]) -> String {
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

/// How many of the diagnostics [`render`] shows: one of each kind of warning that has many.
pub fn shown(diagnostics: &[Diagnostic]) -> usize {
    fold(diagnostics).len()
}

/// A number and its noun, with an `s` unless the number is one.
pub fn number(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Puts the diagnostics into the form that callers see: in the order of the text, and without duplicates.
pub(crate) fn settle(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|one, other| {
        (one.span, one.severity, one.code, &one.message).cmp(&(
            other.span,
            other.severity,
            other.code,
            &other.message,
        ))
    });
    diagnostics.dedup();
}

/// An error of the generator itself.
pub(crate) fn internal(message: String) -> Diagnostic {
    Diagnostic::error(Code::Internal, Span::default(), format!("internal error: {message}"))
        .help("report this, with the description that caused it")
}

/// The files that diagnostics point into.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    settings: Option<SourceFile>,
}

/// A file that was read: its name as the reader knows it, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path, as it was requested.
    pub name: String,
    /// The content.
    pub text: String,
    /// Where its lines start; computed when the first place in it is shown.
    lines: OnceLock<Vec<usize>>,
}

impl SourceFile {
    fn new(name: String, text: String) -> Self {
        Self { name, text, lines: OnceLock::new() }
    }

    /// The number of the line that contains the place, from 0, and where that line starts.
    fn line_of(&self, place: usize) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let newlines = self.text.match_indices('\n').map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(newlines).collect()
        });
        let line = lines.partition_point(|start| *start <= place).saturating_sub(1);
        (line, lines.get(line).copied().unwrap_or_default())
    }
}

/// A position for editors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile::new(name.into(), text.into()));
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// Sets the settings file, [`FileId::SETTINGS`].
    pub fn set_settings(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.settings = Some(SourceFile::new(name.into(), text.into()));
    }

    /// The file with that number.
    pub fn get(&self, file: FileId) -> Option<&SourceFile> {
        if file == FileId::SETTINGS {
            return self.settings.as_ref();
        }
        self.files.get(file.0 as usize)
    }

    /// All files of the description, in the order of reading.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The position of the end of `span`, after its last character.
    pub fn locate_end(&self, span: Span) -> Location {
        self.locate(Span { start: span.end.max(span.start), ..span })
    }

    /// The position of the start of `span`.
    pub fn locate(&self, span: Span) -> Location {
        let Some(source) = self.get(span.file) else {
            return Location { file: String::new(), line: 1, column: 1 };
        };
        let start = (span.start as usize).min(source.text.len());
        let (line, line_start) = source.line_of(start);
        Location {
            file: source.name.clone(),
            line: line + 1,
            column: source.text.get(line_start..start).unwrap_or_default().chars().count() + 1,
        }
    }
}
