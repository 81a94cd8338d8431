//! A regular expression in; strings that match it, out (JSON Schema, `pattern`: ECMA-262, section 22.2.1).

use regex_syntax::hir::{Class, Hir, HirKind};

/// How often a repetition without an end is taken beyond its least number at most.
const MOST_REPEATS: u32 = 64;

/// A string that matches `pattern` and has between `least` and `most` characters.
///
/// # Errors.
///
/// The expression cannot be read, or no such string was found.
pub(super) fn text(
    pattern: &str,
    least: usize,
    most: Option<usize>,
    salt: usize,
) -> Result<String, String> {
    let wrong = || format!("no string was found for the pattern `{pattern}`");
    let readable = readable(pattern);
    // What stands around a place is left to be checked.
    let hir = regex_syntax::parse(&without_looks(&readable)).map_err(|_| wrong())?;
    let regex = fancy_regex::Regex::new(&readable).map_err(|_| wrong())?;
    let fits = |text: &str| {
        let length = text.chars().count();
        length >= least
            && most.is_none_or(|most| length <= most)
            && regex.is_match(text).is_ok_and(|matches| matches)
    };
    let texts = (0..=MOST_REPEATS).map(|repeats| {
        let mut text = String::new();
        write(&hir, repeats, salt, &mut text);
        text
    });
    // What is not anchored may stand in a longer string.
    texts
        .flat_map(|text| {
            let missing = least.saturating_sub(text.chars().count());
            let longer = format!("{text}{}", "x".repeat(missing));
            [text, longer]
        })
        .find(|text| fits(text))
        .ok_or_else(wrong)
}

/// Whether a string matches `pattern` and has between `least` and `most` characters.
pub(super) fn fits(pattern: &str, least: usize, most: Option<usize>, text: &str) -> bool {
    let length = text.chars().count();
    let regex = fancy_regex::Regex::new(&readable(pattern));
    length >= least
        && most.is_none_or(|most| length <= most)
        && regex.is_ok_and(|regex| regex.is_match(text).is_ok_and(|matches| matches))
}

/// The expression as the `regex` crate writes it.
fn readable(pattern: &str) -> String {
    // `\/` and `\-` are escapes of nothing, and `\d` means ASCII digits alone.
    let pattern = pattern.replace(r"\/", "/").replace(r"\d", "[0-9]").replace("[[0-9]", "[0-9");
    let pattern = literal_braces(&pattern);
    match pattern.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        Some(inner) if inner.starts_with('^') => inner.to_owned(),
        _ => pattern,
    }
}

/// The expression with each brace escaped that begins no count (ECMA-262, section B.1.2).
fn literal_braces(pattern: &str) -> String {
    let is_count = |rest: &str| {
        let count = rest.split('}').next().unwrap_or_default();
        count.starts_with(|c: char| c.is_ascii_digit())
            && count.chars().all(|c| c.is_ascii_digit() || c == ',')
    };
    let mut written = String::with_capacity(pattern.len());
    let (mut escaped, mut in_class) = (None, false);
    for (index, c) in pattern.char_indices() {
        let names_class = matches!(escaped, Some('p' | 'P' | 'u' | 'x'));
        let rest = pattern.get(index + 1..).unwrap_or_default();
        if c == '{' && !in_class && !names_class && escaped != Some('\\') && !is_count(rest) {
            written.push('\\');
        }
        written.push(c);
        in_class = match c {
            '[' | ']' if escaped != Some('\\') => c == '[',
            _ => in_class,
        };
        // After a backslash, what it escapes; two of them are one character.
        escaped = match (escaped, c) {
            (Some('\\'), '\\') => None,
            (Some('\\'), c) => Some(c).filter(|c| c.is_ascii_alphabetic()),
            (_, '\\') => Some('\\'),
            _ => None,
        };
    }
    written
}

/// The expression without its groups `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)`, which finite automata do not know.
fn without_looks(pattern: &str) -> String {
    const STARTS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];
    let mut kept = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '(' if STARTS.iter().any(|start| rest.starts_with(start)) => {
                rest = rest.get(group(rest)..).unwrap_or_default();
                continue;
            }
            _ => first.len_utf8(),
        };
        let (text, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        kept.push_str(text);
        rest = after;
    }
    kept
}

/// The length of the group at the start of a pattern.
fn group(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth <= 1 => return index + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Writes a string that the expression matches; each repetition is taken `repeats` times more than it has to be.
fn write(hir: &Hir, repeats: u32, salt: usize, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(character(class, salt + text.len())),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.saturating_add(repeats).min(most) {
                write(&repetition.sub, repeats, salt, text);
                if text.len() > 4096 {
                    return;
                }
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, repeats, salt, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, repeats, salt, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(salt % parts.len().max(1)) {
                write(part, repeats, salt, text);
            }
        }
    }
}

/// A character of the class: a letter or digit where it has one.
fn character(class: &Class, salt: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|it| (it.start(), it.end())).collect(),
        Class::Bytes(class) => {
            class.iter().map(|it| (char::from(it.start()), char::from(it.end()))).collect()
        }
    };
    let contains = |c: &char| ranges.iter().any(|(first, last)| first <= c && c <= last);
    let plain: Vec<char> = ('a'..='z').chain('0'..='9').chain('A'..='Z').filter(contains).collect();
    let chosen = plain.get(salt % plain.len().max(1)).copied();
    chosen.or_else(|| ranges.first().map(|(first, _)| *first))
}

#[cfg(test)]
mod tests {
    use super::{fits, text};

    #[test]
    fn texts_match_and_have_the_length_that_is_asked_for() {
        let of = |pattern: &str, least, most| text(pattern, least, most, 0);
        assert!(of("^[A-Z]{2}$", 0, None).unwrap().chars().all(|c| c.is_ascii_uppercase()));
        assert_eq!(of("^[0-9]+$", 5, Some(5)).unwrap().len(), 5);
        assert!(of("^(ab|cd)-\\d{3}$", 0, None).unwrap().starts_with("ab-"));
        assert!(of("needle", 20, Some(20)).unwrap().contains("needle"));
        assert!(of("^PN[0-9a-fA-F]{32}$", 34, Some(34)).unwrap().starts_with("PN"));
        assert!(of("^[\\d-]{4}$", 0, None).is_ok());
        assert_eq!(of("^(?:{[0-9]{4}})\\{[{]\\p{Lu}{2}$", 0, None).unwrap().len(), 10);
        assert_eq!(of("^(?![0-9]{2}(x|y\\)))[a-b]+$", 2, Some(2)).unwrap().len(), 2);
        assert!(fits("^[0-9]{4}-", 10, Some(10), "2024-02-29"));
        assert!(!fits("^[0-9]{4}$", 0, None, "2024-02-29"));
        assert!(!fits("^[0-9]{4}-", 11, None, "2024-02-29"));
        assert_ne!(text("^[a-z]+$", 3, None, 0), text("^[a-z]+$", 3, None, 1));
    }

    #[test]
    fn what_cannot_be_read_or_reached_is_an_error() {
        assert!(text("^(?=a)b$", 0, None, 0).is_err());
        assert!(text("(", 0, None, 0).is_err());
        assert!(text("^a$", 5, None, 0).is_err());
    }
}
