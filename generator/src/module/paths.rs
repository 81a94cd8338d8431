//! Paths from the root of a crate. In: the text of a source file. Out: the same with another root. String literals, which
//! may have text of the description, stay as they are.

/// The root, as files name it.
const ROOT: &str = "crate::";

/// The file with `path` in place of `crate` at the beginning of paths, those in docs among them.
pub(super) fn replaced(text: &str, path: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    let mut in_word = false;
    while let Some(first) = rest.chars().next() {
        let length = if in_word && is_of_word(first) { first.len_utf8() } else { token(rest) };
        let (token, after) = rest.split_at(length.min(rest.len()));
        if token == ROOT {
            out.push_str(path);
            out.push_str("::");
        } else if token.starts_with("//") {
            out.push_str(&comment(token, path));
        } else {
            out.push_str(token);
        }
        in_word = token.ends_with(is_of_word);
        rest = after;
    }
    out
}

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The length of what the text begins with: a comment, a literal, the root of a path, or a character.
fn token(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with(ROOT) {
        return ROOT.len();
    }
    raw_string(text)
        .or_else(|| quoted(text, '"'))
        .or_else(|| character(text))
        .unwrap_or_else(|| text.chars().next().map_or(1, char::len_utf8))
}

/// The length of `r"…"`, `r#"…"#` and so on.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let inside = rest.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end)?;
    Some("r\"".len() + hashes + length + end.len())
}

/// The length of a literal between two of these quotes.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let inside = text.strip_prefix(quote)?;
    let mut is_escaped = false;
    for (index, char) in inside.char_indices() {
        if char == quote && !is_escaped {
            return Some(index + 2 * quote.len_utf8());
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    None
}

/// The length of a character's literal; a lifetime has no second quote.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('\'')?.chars();
    match (chars.next()?, chars.next()?) {
        ('\\', _) => quoted(text, '\''),
        (char, '\'') => Some(char.len_utf8() + 2),
        _ => None,
    }
}

/// A comment, in which a path begins a link or a piece of code.
fn comment(text: &str, path: &str) -> String {
    ["(", "`", "<"].iter().fold(text.to_owned(), |text, before| {
        text.replace(&format!("{before}{ROOT}"), &format!("{before}{path}::"))
    })
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn paths_have_another_root_and_strings_do_not() {
        for (text, wanted) in [
            ("use crate::models::Pet;", "use crate::api::models::Pet;"),
            ("$crate::runtime::object!(x)", "$crate::api::runtime::object!(x)"),
            ("pub(crate) fn mycrate::f()", "pub(crate) fn mycrate::f()"),
            (
                "f(\"crate::a \\\" crate::b\", &crate::C)",
                "f(\"crate::a \\\" crate::b\", &crate::api::C)",
            ),
            (
                "r##\"crate::a\"# crate::b\"## crate::c",
                "r##\"crate::a\"# crate::b\"## crate::api::c",
            ),
            (
                "'\"' crate::a '\\'' crate::b &'a crate::c",
                "'\"' crate::api::a '\\'' crate::api::b &'a crate::api::c",
            ),
            (
                "/// See [`a`](crate::a) and crate::b.\ncrate::c",
                "/// See [`a`](crate::api::a) and crate::b.\ncrate::api::c",
            ),
            ("for\"crate::a\"", "for\"crate::a\""),
            ("ä crate::ö", "ä crate::api::ö"),
        ] {
            assert_eq!(replaced(text, "crate::api"), wanted, "{text}");
        }
    }
}
