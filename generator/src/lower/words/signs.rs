//! Signs in the values of enums, which are said where they are meant: `-id`, an order, is not `id`.

use std::borrow::Cow;

/// What the signs of ASCII are called.
const SIGNS: [(char, &str); 25] = [
    ('!', "exclamation"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('\'', "apostrophe"),
    ('(', "left_parenthesis"),
    (')', "right_parenthesis"),
    ('*', "asterisk"),
    (',', "comma"),
    ('-', "hyphen"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('?', "question"),
    ('@', "at"),
    ('[', "left_bracket"),
    ('\\', "backslash"),
    (']', "right_bracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "left_brace"),
    ('|', "pipe"),
    ('~', "tilde"),
];

/// What a sign is called.
pub(super) fn word(sign: char) -> Option<&'static str> {
    SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, word)| *word)
}

/// The value with words in the place of signs whose meaning their place tells.
pub(super) fn said(value: &str) -> Cow<'_, str> {
    let mut letters = value.chars().skip(1);
    let is_word = letters.next().is_some_and(|next| next.is_alphabetic() || next == '_');
    match value.split_at_checked(1) {
        Some(("-", number)) if is_word && is_infinite(number) => format!("minus {number}").into(),
        // The order of a list.
        Some(("-", property)) if is_word => format!("{property} desc").into(),
        Some(("!", negated)) if is_word => format!("not {negated}").into(),
        _ => zone(value).map_or(value.into(), Cow::Owned),
    }
}

fn is_infinite(number: &str) -> bool {
    ["inf", "infinity"].iter().any(|word| number.eq_ignore_ascii_case(word))
}

/// A time zone west of Greenwich: `GMT-12`.
fn zone(value: &str) -> Option<String> {
    let (before, after) = value.split_once('-')?;
    let name = before.rsplit('/').next()?;
    let is_zone = ["GMT", "UTC"].iter().any(|known| name.eq_ignore_ascii_case(known));
    let is_offset = after.starts_with(|first: char| first.is_ascii_digit());
    (is_zone && is_offset).then(|| format!("{before} minus {after}"))
}

/// The value with words in the place of all signs but blanks and underscores.
pub(super) fn all_said(value: &str) -> String {
    let said = value.chars().map(|sign| match word(sign) {
        Some(word) if sign != '_' => format!(" {word} "),
        _ => String::from(sign),
    });
    said.collect()
}
