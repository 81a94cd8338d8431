//! Handwritten programs. In: a Rust file, or a Markdown text. Out: its programs, as syntax.
//!
//! Invalid Rust is skipped; the compiler has better messages.

use std::ops::Range;

use proc_macro2::Ident;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::position;

/// A program.
pub(super) struct Program {
    pub(super) syntax: syn::File,
    /// Whether it is a part of a function in which `client` is the client, like the README's first call.
    pub(super) has_client: bool,
    /// Its source: a head, and then the content of the file.
    text: String,
    head: usize,
    /// Where it starts in the file.
    start: usize,
}

/// What a block of statements is wrapped in.
const HEAD: &str = "async fn example() { ";

/// The program of a file.
pub(super) fn of_file(text: &str) -> Option<Program> {
    let syntax = syn::parse_file(text).ok()?;
    Some(Program { syntax, has_client: false, text: text.to_owned(), head: 0, start: 0 })
}

/// The programs in the code blocks of a text.
pub(super) fn of_markdown(text: &str) -> Vec<Program> {
    let mut programs = Vec::new();
    let mut block = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let is_rust = language.split([',', ' ']).next() == Some("rust");
                block = is_rust.then_some(None);
            }
            Event::Text(_) => {
                if let Some(code) = &mut block {
                    let start = code.as_ref().map_or(range.start, |code: &Range<_>| code.start);
                    *code = Some(start..range.end);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = block.take().flatten();
                programs
                    .extend(code.and_then(|code| of_block(text.get(code.clone())?, code.start)));
            }
            _ => {}
        }
    }
    programs
}

fn of_block(code: &str, start: usize) -> Option<Program> {
    if let Ok(syntax) = syn::parse_file(code) {
        let text = code.to_owned();
        return Some(Program { syntax, has_client: false, text, head: 0, start });
    }
    let text = format!("{HEAD}{code}\n}}");
    let syntax = syn::parse_file(&text).ok()?;
    Some(Program { syntax, has_client: true, text, head: HEAD.len(), start })
}

impl Program {
    /// The bytes of a name of the program's in its file.
    pub(super) fn range(&self, name: &Ident) -> Range<usize> {
        let range = position::range(&self.text, &self.syntax, name).unwrap_or_default();
        let place = |place: usize| place.saturating_sub(self.head) + self.start;
        place(range.start)..place(range.end)
    }
}
