//! Splits the names of a description into words.

mod signs;
mod spellings;

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};
use spellings::{Case, respell};
use unicode_ident::is_xid_continue;
use unicode_normalization::UnicodeNormalization;

/// The name in upper camel case, of what identifiers may consist of; empty if there are only blanks in it. Digits that are
/// apart stay so, as in `V1_5`.
pub(super) fn upper_camel(name: &str) -> String {
    if is_lower_case(name) {
        return joined(name.split('_').map(capital));
    }
    let spelled = spell(name, Case::UpperCamel);
    let camel = joined(between_digits(&spelled).map(ToUpperCamelCase::to_upper_camel_case));
    if camel.is_empty() { of_signs(name).to_upper_camel_case() } else { camel }
}

/// The parts of the name between which there is something else than a digit or a letter, with a digit on both sides.
fn between_digits(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let mut digit = None;
        for (index, char) in rest.char_indices() {
            match digit {
                Some(last) if char.is_ascii_digit() && index > last => {
                    let part = rest.get(..last);
                    rest = rest.get(index..).unwrap_or_default();
                    return part;
                }
                _ if char.is_ascii_digit() => digit = Some(index + 1),
                _ if char.is_alphanumeric() => digit = None,
                _ => {}
            }
        }
        is_over = true;
        Some(rest)
    })
}

/// Words in upper camel case as one, in which digits do not meet.
fn joined(words: impl Iterator<Item = String>) -> String {
    let is_digit = |char: char| char.is_ascii_digit();
    words.fold(String::new(), |name, word| {
        let between = if name.ends_with(is_digit) && word.starts_with(is_digit) { "_" } else { "" };
        name + between + &word
    })
}

/// The name of an enum's value in upper camel case, in which signs that are meant are said.
pub(super) fn of_value(value: &str) -> String {
    upper_camel(&signs::said(value))
}

/// The same with all signs said, for a value that differs from another one by them alone.
pub(super) fn of_value_with_signs(value: &str) -> String {
    upper_camel(&signs::all_said(value))
}

/// The name in snake case.
pub(super) fn snake(name: &str) -> String {
    if is_lower_case(name) {
        return name.to_owned();
    }
    let snake = spell(name, Case::Snake).to_snake_case();
    if snake.is_empty() { of_signs(name) } else { snake }
}

/// Whether the name is in snake case already, as most are, and need not be taken apart.
fn is_lower_case(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.split('_').all(is_word)
}

/// A word of ASCII with a capital letter in front.
fn capital(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// Words for a name that consists of nothing but signs, such as `dollar` for `$`; a sign without a word is its code
/// point.
fn of_signs(name: &str) -> String {
    /// More signs are a drawing.
    const MOST: usize = 4;
    let word = |sign: char| match signs::word(sign) {
        Some(word) => word.to_owned(),
        None => format!("u{:x}", u32::from(sign)),
    };
    let signs = name.chars().filter(|character| !character.is_whitespace()).take(MOST);
    signs.map(word).collect::<Vec<_>>().join("_")
}

/// The name in kebab case, of letters of any script.
pub(super) fn kebab(name: &str) -> String {
    snake(name).replace('_', "-")
}

/// The name with letters and digits in place of characters that stand for them, such as `1/2` for `½`, and with letters
/// in one piece (Unicode Standard Annex 15, form KC): the compiler normalizes identifiers too.
fn normalized(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { name.into() } else { name.nfkc().collect::<String>().into() }
}

/// Puts words in the place of signs that tell names apart, and blanks in the place of the rest.
fn spell(name: &str, case: Case) -> String {
    let name = normalized(name);
    let name = &*respell(&name, case);
    let mut spelled = String::with_capacity(name.len());
    for (index, character) in name.char_indices() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => spelled.push(character),
            '+' => spelled.push_str(" plus "),
            '-' if index == 0 && name.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                spelled.push_str(" minus ");
            }
            '<' => spelled.push_str(" lt "),
            '>' => spelled.push_str(" gt "),
            '=' => spelled.push_str(" eq "),
            '!' if name[index..].starts_with("!=") => spelled.push_str(" not "),
            '*' if name.len() == 1 => spelled.push_str(" any "),
            '\u{2044}' => spelled.push_str(" over "),
            '%' => spelled.push_str(" percent "),
            '&' => spelled.push_str(" and "),
            '_' => spelled.push(' '),
            character if is_xid_continue(character) => spelled.extend(transliterate(character)),
            _ => spelled.push(' '),
        }
    }
    spelled
}

/// A Latin letter without its marks; any other Unicode letter is unchanged, since Rust's identifiers allow it.
fn transliterate(character: char) -> Vec<char> {
    let plain: &str = match character {
        'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => "a",
        'Ä' | 'Á' | 'À' | 'Â' | 'Ã' | 'Å' => "A",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'É' | 'È' | 'Ê' | 'Ë' => "E",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => "o",
        'Ö' | 'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ø' => "O",
        'ü' | 'ú' | 'ù' | 'û' => "u",
        'Ü' | 'Ú' | 'Ù' | 'Û' => "U",
        'ç' => "c",
        'ñ' => "n",
        'ß' => "ss",
        _ => return vec![character],
    };
    plain.chars().collect()
}
