//! Regular expressions of ECMA-262, as the crate `regex` has them: the classes that Rust understands more narrowly.

/// White space, by ECMA-262, section 22.2.2.9.
const SPACE: &str = r"\t\n\x0B\x0C\r \u{A0}\u{FEFF}\p{Zs}\u{2028}\u{2029}";

/// The pattern with the values that it has in ECMA-262: `\W` and `\D` match the letters and digits of all scripts but
/// Latin, and `\s` a byte order mark.
pub(super) fn as_rust(pattern: &str) -> String {
    let mut rust = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            rust.push(char);
            continue;
        }
        match chars.next() {
            // A class in a class is one in Rust.
            Some('s') => rust.extend(["[", SPACE, "]"]),
            Some('S') => rust.extend(["[^", SPACE, "]"]),
            Some('W') => rust.push_str("[^0-9A-Za-z_]"),
            Some('D') => rust.push_str("[^0-9]"),
            Some(other) => rust.extend(['\\', other]),
            None => rust.push('\\'),
        }
    }
    rust
}

#[cfg(test)]
mod tests {
    use super::as_rust;

    #[test]
    fn classes_match_as_in_ecma_262() {
        for (pattern, text) in [
            (r"^\s$", "\u{feff}"),
            (r"^[\s]$", "\u{3000}"),
            (r"^\S$", "\u{85}"),
            (r"^\W$", "é"),
            (r"^[^\W]$", "e"),
            (r"^[a\D]+$", "a\u{663}"),
            (r"^\\s$", "\\s"),
        ] {
            let regex = regex::Regex::new(&as_rust(pattern)).unwrap();
            assert!(regex.is_match(text), "{pattern} {text:?}");
        }
    }
}
