//! YAML in, tree out.
//!
//! The only module that knows the YAML reader.

use granit_parser::{Event, Parser, ScalarStyle};

use super::build::{Builder, DEEPEST_NESTING};
use super::node::{Node, Value};
use super::scalar;
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// The tree of `text`, which starts at `offset` in its file; `None` if a diagnostic reports why there is none.
pub(super) fn read(
    file: FileId,
    offset: usize,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let options = granit_parser::options! {
        emit_comments: false,
        simple_key_max_lookahead: 1 << 20,
        flow_nesting_limit: DEEPEST_NESTING,
        block_nesting_limit: DEEPEST_NESTING,
    };
    let mut builder = Builder::new(file, offset, diagnostics);
    let mut has_ended = false;
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let span = builder.span(span.byte_range().unwrap_or_default());
                match event {
                    Event::DocumentEnd => has_ended = true,
                    Event::DocumentStart(..) if has_ended => {
                        builder.diagnostics.push(second_document(span));
                        break;
                    }
                    event => {
                        if !add(&mut builder, event, span) {
                            break;
                        }
                    }
                }
            }
            Err(error) => {
                let mut start = error.marker().byte_offset().unwrap_or_default();
                let mut problem = error.info().to_string();
                // The parser points to its current token, which started on an earlier line.
                if let Some(tab) = indenting_tab(text, start).filter(|_| problem.contains("tab")) {
                    start = tab;
                    problem = String::from("a tab indents this line");
                }
                let span = builder.span(start..start + 1);
                builder.diagnostics.push(unreadable(span, text, &problem));
                return None;
            }
        }
    }
    builder.root()
}

/// Handles an event of the parser; false to stop.
fn add(builder: &mut Builder<'_>, event: Event<'_>, span: Span) -> bool {
    match event {
        // A scalar's text is the key whatever its type, as in `200:`.
        Event::Scalar(text, ScalarStyle::Plain, ..) if builder.wants_key() && text == "<<" => {
            builder.merge_key();
        }
        Event::Scalar(text, ..) if builder.wants_key() => builder.key(text.into_owned(), span),
        Event::Scalar(text, style, anchor, tag) => {
            let is_string = style != ScalarStyle::Plain
                || tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
            let value =
                if is_string { Value::String(text.into_owned()) } else { scalar::resolve(&text) };
            builder.value(Node::new(value, span), anchor);
        }
        Event::SequenceStart(_, anchor, _) => builder.open_array(span, anchor),
        Event::MappingStart(_, anchor, _) => builder.open_object(span, anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.close(span),
        Event::Alias(id) => return builder.alias(id, span),
        _ => {}
    }
    true
}

fn second_document(span: Span) -> Diagnostic {
    let message = "a second document starts here; only the first one is read";
    Diagnostic::warning(Code::InvalidValue, span, message).help("move it into a file of its own")
}

/// The first tab that indents a line, starting with the line of the place.
fn indenting_tab(text: &str, place: usize) -> Option<usize> {
    let mut start = text.get(..place)?.rfind('\n').map_or(0, |newline| newline + 1);
    for line in text.get(start..)?.split_inclusive('\n') {
        let content = line.find(|one| one != ' ' && one != '\t').unwrap_or(line.len());
        if let Some(tab) = line.get(..content)?.find('\t') {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

/// The parser's error for an invalid file.
fn unreadable(span: Span, text: &str, problem: &str) -> Diagnostic {
    let (language, help) = match text.trim_start().starts_with('{') {
        true => ("JSON", "fix the syntax here, or just before"),
        false => (
            "YAML",
            "fix the syntax here; indent with spaces, and quote strings that contain `: ` or ` #`",
        ),
    };
    Diagnostic::error(Code::Syntax, span, format!("this is not valid {language}: {problem}"))
        .help(help)
}
