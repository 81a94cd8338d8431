//! Patterns that are no regular expressions (ECMA-262, section 22.2.1): brackets without their counterparts, and
//! repetitions of nothing. Everything else has a meaning, if only by annex B.

use super::super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Object;

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    if let Some(entry) = object.get("pattern")
        && let Some(pattern) = entry.node.as_str()
    {
        report(context, entry.node.span, pattern);
    }
    let patterns = object.get("patternProperties").and_then(|entry| entry.node.as_object());
    for (pattern, entry) in patterns.into_iter().flatten() {
        report(context, entry.key, pattern);
    }
}

fn report(context: &mut Context<'_>, span: Span, pattern: &str) {
    let Some(reason) = wrong(pattern) else { return };
    let message = format!("this pattern is no regular expression: {reason}");
    context.report(
        Diagnostic::warning(Code::InvalidValue, span, message)
            .help("correct it; a character that is meant literally has a backslash before it"),
    );
}

/// Why the pattern is no regular expression.
fn wrong(pattern: &str) -> Option<&'static str> {
    let (mut open, mut in_class, mut has_atom) = (0_usize, false, false);
    let mut chars = pattern.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                if chars.next().is_none() {
                    return Some("it ends in a backslash");
                }
                has_atom = true;
            }
            ']' if in_class => (in_class, has_atom) = (false, true),
            _ if in_class => {}
            '[' => in_class = true,
            '(' => {
                open += 1;
                has_atom = false;
                // `(?` starts a group of another kind.
                chars.next_if_eq(&'?');
            }
            ')' => {
                if open == 0 {
                    return Some("`)` has no `(`");
                }
                open -= 1;
                has_atom = true;
            }
            '|' => has_atom = false,
            '*' | '+' | '?' if !has_atom => return Some("there is nothing to repeat"),
            '*' | '+' | '?' => {
                // A lazy repetition.
                chars.next_if_eq(&'?');
                has_atom = false;
            }
            _ => has_atom = true,
        }
    }
    match (in_class, open) {
        (true, _) => Some("`[` has no `]`"),
        (false, 0) => None,
        (false, _) => Some("`(` has no `)`"),
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn only_what_has_no_meaning_is_wrong() {
        let right = [
            "",
            "^a$",
            "[]",
            "[^]]",
            "(?=a)b",
            "(?<!a)b",
            "(?<n>a)\\k<n>",
            "a{2,}?",
            "{id}",
            "\\[",
            "a|*b".trim_end_matches("*b"),
            "[(]",
            "(?:a|)*",
            "^(\\d{3})-\\1$",
            "[\\]]",
            "a**".trim_end_matches('*'),
            "\\p{L}+",
            "^*".trim_end_matches('*'),
        ];
        for pattern in right {
            assert_eq!(wrong(pattern), None, "{pattern}");
        }
        for pattern in ["[a", "(a", "a)", "*a", "a|*", "a**", "a\\", "(?:a", "(*a)"] {
            assert!(wrong(pattern).is_some(), "{pattern}");
        }
    }
}
