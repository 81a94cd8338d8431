//! `Debug` output without what a server sent beside the described fields, which may be a secret. In: any value. Out: its
//! `Debug` output, with `..` in the place of unknown fields, and of values that are no known member of a union.

use std::fmt::{self, Debug};

/// A value whose unknown parts are not printed.
pub(super) struct Masked<'a, T>(pub(super) &'a T);

impl<T: Debug> Debug for Masked<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#?}", self.0) } else { format!("{:?}", self.0) };
        f.write_str(&masked(&text))
    }
}

/// What precedes unknown fields, and an unknown member.
const BEFORE: [&str; 3] = ["unknown_fields: {", "unknown_fields_map: {", "Unknown("];
/// The plain JSON of an unknown member. The unknown value of an enum remains: its field is described.
const JSON: [&str; 3] = ["Object {", "Array [", "String("];

fn masked(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = BEFORE.iter().find_map(|before| Some((*before, rest.strip_prefix(before)?)));
        let is_json = |content: &str| JSON.iter().any(|it| content.trim_start().starts_with(it));
        let length = match found {
            Some((before, content)) if before != "Unknown(" || is_json(content) => {
                let length = length(content);
                written.push_str(before);
                written.push_str(if length == 0 { "" } else { ".." });
                before.len() + length
            }
            _ => {
                let length = if first == '"' { quoted(rest) } else { first.len_utf8() };
                written.push_str(rest.get(..length).unwrap_or_default());
                length
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    written
}

/// The length of what comes before the bracket that closes it.
fn length(content: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = content.get(at..)
        && let Some(first) = rest.chars().next()
    {
        match first {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' if depth == 0 => break,
            '}' | ']' | ')' => depth -= 1,
            _ => {}
        }
        at += if first == '"' { quoted(rest) } else { first.len_utf8() };
    }
    at
}

/// The length of the string at the start, quotes included.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}
