//! Strings of a description as parts of Markdown.

/// A string as code (CommonMark, section 6.1): in one line, between more back-ticks than it contains.
///
/// With the line breaks of the string, what follows one could be a block of its own, which rustdoc compiles and runs.
pub(crate) fn code(text: &str) -> String {
    let is_break =
        |character: char| character.is_control() || "\u{2028}\u{2029}".contains(character);
    let text = text.replace(is_break, " ");
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.starts_with(' ') || text.ends_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_is_one_line_between_enough_back_ticks() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            (" a", "`  a `"),
            ("a\r\n\n    b\u{2028}c", "`a       b c`"),
        ] {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }
}
