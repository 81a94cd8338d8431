//! Diagnostics as text, in the style of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::fold::fold;
use super::{Diagnostic, Severity, Sources, Span};

/// Lines of more characters than this are cut when shown; minified JSON has a single line.
const LONGEST_LINE: usize = 400;

/// The diagnostics as text for people: each with its code, `file:line:column`, the source line, and help.
///
/// Of many warnings of a kind, only the first has a text, with the places of two more and the number of the others.
/// `color` turns on ANSI colours.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    render_all(&fold(diagnostics), sources, color)
}

/// The same with a text for each diagnostic.
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&report(diagnostic, sources)));
        text.push_str("\n\n");
    }
    text
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.as_str()));
    if let Some(snippet) = snippet(diagnostic.span, sources, AnnotationKind::Primary, None) {
        group = group.element(snippet);
    }
    for (span, what) in &diagnostic.related {
        if let Some(snippet) = snippet(*span, sources, AnnotationKind::Context, Some(what)) {
            group = group.element(snippet);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// The lines around a place. A span of many lines is shown by its first line; a line that is too long by a window.
fn snippet<'a>(
    span: Span,
    sources: &'a Sources,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let source = sources.get(span.file)?;
    let start = floor_char_boundary(&source.text, span.start as usize);
    let line_start = source.text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line_end =
        source.text.get(start..)?.find('\n').map_or(source.text.len(), |length| start + length);
    let window_start =
        floor_char_boundary(&source.text, line_start.max(start.saturating_sub(LONGEST_LINE / 2)));
    let window_end = floor_char_boundary(&source.text, line_end.min(start + LONGEST_LINE / 2));
    let end = floor_char_boundary(&source.text, (span.end as usize).clamp(start, window_end));
    let location = sources.locate(span);
    // The renderer counts columns from the window's start, so a cut line carries its position in its name.
    let path = if window_start == line_start {
        source.name.clone()
    } else {
        format!("{}:{}:{} (cut)", location.file, location.line, location.column)
    };
    let annotation = kind.span(start - window_start..end - window_start).label(label);
    Some(
        Snippet::source(source.text.get(window_start..window_end)?)
            .line_start(location.line)
            .path(path)
            .annotation(annotation),
    )
}

/// The last boundary between characters at or before `index`.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    let index = index.min(text.len());
    (0..=index).rev().find(|index| text.is_char_boundary(*index)).unwrap_or_default()
}
