//! JSON in, tree out, faster than a YAML parser; comments and commas before an end are no JSON, but read as meant.
//!
//! The only module that knows the JSON scanner.

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::build::{Builder, DEEPEST_NESTING};
use super::node::{Node, Value};
use super::number::Number;
use crate::diagnostic::{Code, Diagnostic, FileId};

/// JSON (RFC 8259).
const OPTIONS: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    Value,
    /// The first item of an array, or its end.
    ItemOrEnd,
    Key,
    /// The first key of an object, or its end.
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// The tree of `text`, which starts at `offset` in its file.
///
/// For anything but JSON, or JSON that nests too deeply, there is no tree and no diagnostic: it may be YAML, whose
/// parser reports the errors.
pub(super) fn read(
    file: FileId,
    offset: usize,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut found = Vec::new();
    let mut builder = Builder::new(file, offset, &mut found);
    let mut scanner = Scanner::new(text, &OPTIONS);
    let mut next = Next::Value;
    let mut comment = None;
    while let Some(token) = scanner.scan().ok()? {
        if matches!(token, Token::CommentLine(_) | Token::CommentBlock(_)) {
            comment = comment.or(Some(scanner.token_start()..scanner.token_end()));
            continue;
        }
        let range = scanner.token_start()..scanner.token_end();
        // YAML folds the lines of a string, and JSON has none.
        let is_one_line = |text: &str| !text.bytes().any(|byte| matches!(byte, b'\n' | b'\r'));
        if matches!(token, Token::String(_)) && !text.get(range.clone()).is_some_and(is_one_line) {
            return None;
        }
        next = add(&mut builder, next, token, range)?;
    }
    let comment = comment.map(|range| builder.span(range));
    let root = builder.root().filter(|_| next == Next::Nothing)?;
    diagnostics.append(&mut found);
    diagnostics.extend(comment.map(|span| {
        Diagnostic::warning(Code::Syntax, span, "JSON has no comments; they are ignored")
            .help("remove them, or write the file as YAML")
    }));
    Some(root)
}

/// Adds a token to the tree; returns what may follow it, or `None` if it is not allowed here.
fn add(
    builder: &mut Builder<'_>,
    next: Next,
    token: Token<'_>,
    range: std::ops::Range<usize>,
) -> Option<Next> {
    let span = builder.span(range);
    let is_in_object = builder.is_in_object();
    let value = match (next, token) {
        (Next::Key | Next::KeyOrEnd, Token::String(text)) => {
            builder.key(text.into_owned(), span);
            return Some(Next::Colon);
        }
        (Next::Colon, Token::Colon) => return Some(Next::Value),
        (Next::CommaOrEnd, Token::Comma) => {
            return Some(if is_in_object? { Next::Key } else { Next::Value });
        }
        // A comma before the end, as many tools write it.
        (Next::KeyOrEnd | Next::CommaOrEnd | Next::Key, Token::CloseBrace) if is_in_object? => {
            builder.close(span);
            return Some(after_value(builder));
        }
        (Next::ItemOrEnd | Next::CommaOrEnd | Next::Value, Token::CloseBracket)
            if is_in_object == Some(false) =>
        {
            builder.close(span);
            return Some(after_value(builder));
        }
        (Next::Value | Next::ItemOrEnd, token) => token,
        _ => return None,
    };
    let value = match value {
        Token::OpenBrace if builder.depth() < DEEPEST_NESTING => {
            builder.open_object(span, 0);
            return Some(Next::KeyOrEnd);
        }
        Token::OpenBracket if builder.depth() < DEEPEST_NESTING => {
            builder.open_array(span, 0);
            return Some(Next::ItemOrEnd);
        }
        Token::String(text) => Value::String(text.into_owned()),
        Token::Number(text) => Value::Number(Number(text.to_owned())),
        Token::Boolean(value) => Value::Bool(value),
        Token::Null => Value::Null,
        _ => return None,
    };
    builder.value(Node::new(value, span), 0);
    Some(after_value(builder))
}

fn after_value(builder: &Builder<'_>) -> Next {
    if builder.depth() == 0 { Next::Nothing } else { Next::CommaOrEnd }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;
    use crate::load::yaml;

    /// The trees of both parsers, with the number of diagnostics.
    fn both(text: &str) -> [(Option<Node>, usize); 2] {
        let file = Sources::default().add("api.json", text);
        [read, yaml::read].map(|read| {
            let mut diagnostics = Vec::new();
            let node = read(file, 0, text, &mut diagnostics);
            (node, diagnostics.len())
        })
    }

    #[test]
    fn json_is_read_as_yaml_reads_it() {
        let nested = format!("{}1{}", "[".repeat(DEEPEST_NESTING), "]".repeat(DEEPEST_NESTING));
        for text in [
            r#"{"a": [1, -2.50, 1e3, 12345678901234567890123, true, false, null], "b": {}, "": []}"#,
            r#" {"tab\tline\nquote\"slash\/\u00e9": "\u0041 é 你"} "#,
            r#"{"same": 1, "same": 2}"#,
            r#"{"<<": {"a": 1}, "b": 2}"#,
            "[\r\n  1,\n\t2\n]\n",
            &nested,
        ] {
            let [json, yaml] = both(text);
            assert!(json.0.is_some(), "{text}");
            assert_eq!(json, yaml, "{text}");
        }
    }

    #[test]
    fn comments_and_last_commas_are_read_as_meant() {
        let file = Sources::default().add("api.json", "");
        let text = "{\n  // the version\n  \"a\": [1, 2,], /* no */ \"b\": {\"c\": 1,},\n}\n";
        let mut diagnostics = Vec::new();
        let node = read(file, 0, text, &mut diagnostics).unwrap();
        assert_eq!(node.to_json(), serde_json::json!({"a": [1, 2], "b": {"c": 1}}));
        assert_eq!(diagnostics.len(), 1);
    }

    #[test]
    fn what_is_no_json_is_left_to_yaml() {
        let too_deep = "[".repeat(DEEPEST_NESTING + 1);
        for text in [
            "{a: 1}",
            "{'a': 1}",
            r#"{"a" 1}"#,
            r#"{"a": 1]"#,
            r#"{"a": 01}"#,
            r#"{"a": 1"#,
            r#"{"a": 1} {"b": 2}"#,
            "{\"a\": \"two\nlines\"}",
            "{,}",
            "[1 2]",
            "",
            &too_deep,
        ] {
            let [json, _] = both(text);
            assert_eq!(json, (None, 0), "{text}");
        }
    }
}
