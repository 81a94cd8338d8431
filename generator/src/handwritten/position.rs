//! The place of a name in a program. In: the source, its syntax, and a name in that. Out: the bytes of the name.
//!
//! Syntax with places in it would make every crate slower to generate, only for programs with errors. So the earlier
//! names with the same spelling are counted in the syntax, and then in the source.

use std::ops::Range;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The bytes of the name, which is one of the syntax's own.
pub(super) fn range(text: &str, syntax: &syn::File, name: &Ident) -> Option<Range<usize>> {
    let mut before = Before { name, spelling: name.to_string(), count: 0, is_found: false };
    before.visit_file(syntax);
    let spelling = &before.spelling;
    words(text).filter(|word| text.get(word.clone()) == Some(spelling)).nth(before.count)
}

/// Counts the names of a spelling up to the one at the address.
struct Before<'a> {
    name: &'a Ident,
    spelling: String,
    count: usize,
    is_found: bool,
}

impl<'ast> Visit<'ast> for Before<'_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.is_found |= std::ptr::eq(ident, self.name);
        self.count += usize::from(!self.is_found && *ident == self.spelling);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        visit::visit_macro(self, mac);
        self.count += if self.is_found { 0 } else { in_tokens(&mac.tokens, &self.spelling) };
    }
}

fn in_tokens(tokens: &TokenStream, spelling: &str) -> usize {
    let counts = tokens.clone().into_iter().map(|token| match token {
        TokenTree::Ident(ident) => usize::from(ident == spelling),
        TokenTree::Group(group) => in_tokens(&group.stream(), spelling),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    });
    counts.sum()
}

/// The places of the words of a source, without comments and literals.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            let word = word(rest);
            if let Some(length) = literal_or_comment(rest) {
                at += length;
            } else if word == 0 {
                at += first.len_utf8();
            } else {
                at += word;
                if !first.is_ascii_digit() {
                    return Some(at - word..at);
                }
            }
        }
    })
}

/// The length of the word at the start.
fn word(text: &str) -> usize {
    let letters =
        |text: &str| text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len());
    match text.strip_prefix("r#").map(letters) {
        Some(length) if length > 0 => length + 2,
        _ => letters(text),
    }
}

/// The length of the comment or the literal at the start.
fn literal_or_comment(text: &str) -> Option<usize> {
    let end =
        |from: usize, end: &str| text.get(from..)?.find(end).map(|found| from + found + end.len());
    if text.starts_with("//") {
        return Some(end(0, "\n").unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block_comment(text));
    }
    let letters = text.find(|it: char| !matches!(it, 'b' | 'c' | 'r'))?;
    let (prefix, literal) = text.split_at(letters.min(2));
    if prefix.ends_with('r') {
        let hashes = literal.find(|it| it != '#')?;
        let start = prefix.len() + hashes + 1;
        let is_string = literal.get(hashes..)?.starts_with('"');
        return is_string.then(|| end(start, &format!("\"{}", "#".repeat(hashes))))?;
    }
    let quoted = match literal.chars().next()? {
        '"' => escaped(literal, '"'),
        // A lifetime has no quote at its end.
        '\'' if is_character(literal) => escaped(literal, '\''),
        _ => return None,
    };
    Some(prefix.len() + quoted)
}

fn is_character(text: &str) -> bool {
    let mut characters = text.chars().skip(1);
    characters.next() == Some('\\') || characters.next() == Some('\'')
}

/// The length of a literal that may contain its end after a backslash.
fn escaped(text: &str, end: char) -> usize {
    let mut is_escaped = false;
    let found = text.char_indices().skip(1).find(|(_, character)| {
        let is_end = *character == end && !is_escaped;
        is_escaped = *character == '\\' && !is_escaped;
        is_end
    });
    found.map_or(text.len(), |(place, _)| place + 1)
}

/// The length of a comment that may contain others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn comments_and_literals_are_no_words() {
        let text = r###"
            a /* b /* c */ d */ e // f
            "g \" h" b"i" r#"j " k"# r"l" 'm' '\'' b'n' 'o: &'p str 12u8 r#type c"q" br##"r"# s"## t
        "###;
        let found: Vec<&str> = words(text).map(|word| &text[word]).collect();
        assert_eq!(found, ["a", "e", "o", "p", "str", "r#type", "t"]);
    }
}
