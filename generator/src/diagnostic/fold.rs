//! Many warnings of a kind, as one: diagnostics in, fewer diagnostics out.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity, number};

/// The places of a kind that are shown, all of them if there are no more.
const SHOWN: usize = 3;

/// The diagnostics with one for each kind of warning that has more than three places, with the first three and the
/// number of the others.
///
/// A kind is a code, a message and a help, but for the names and numbers in them. Errors are never folded: each of them has to be
/// fixed.
pub(crate) fn fold(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<(Code, String, String), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|it| it.severity == Severity::Warning) {
        kinds.entry(key(diagnostic)).or_default().push(diagnostic);
    }
    let mut folded = Vec::new();
    for diagnostic in diagnostics {
        let of_kind = match diagnostic.severity {
            Severity::Warning => kinds.get(&key(diagnostic)),
            Severity::Error => None,
        };
        match of_kind.map(Vec::as_slice) {
            Some(all @ [first, ..]) if all.len() > SHOWN => {
                if std::ptr::eq(*first, diagnostic) {
                    folded.push(one(first, all));
                }
            }
            _ => folded.push(diagnostic.clone()),
        }
    }
    folded
}

/// The first of a kind, with the places of the next ones and the number of all others.
fn one(first: &Diagnostic, all: &[&Diagnostic]) -> Diagnostic {
    let mut one = first.clone();
    let others = all.len() - 1;
    one.message = format!("{} (and {} like this)", one.message, number(others, "other"));
    for other in all.iter().skip(1).take(SHOWN - 1) {
        let label = if other.message == first.message {
            String::from("here too")
        } else {
            other.message.clone()
        };
        one.related.push((other.span, label));
    }
    one
}

/// What diagnostics of a kind have in common. A mistake with a mend of its own is alone, wherever it is repeated.
fn key(diagnostic: &Diagnostic) -> (Code, String, String) {
    let help = diagnostic.help.as_deref().unwrap_or_default();
    let is_own = help.starts_with("did you mean") || help.starts_with("indent it");
    let help = if is_own { help.to_owned() } else { kind(help) };
    (diagnostic.code, kind(&diagnostic.message), help)
}

/// The message without what differs between the places: quoted names, and numbers.
fn kind(message: &str) -> String {
    let mut kind = String::with_capacity(message.len());
    let mut chars = message.chars();
    while let Some(char) = chars.next() {
        match char {
            '`' | '"' => {
                kind.push(char);
                chars.by_ref().find(|other| *other == char);
            }
            '0'..='9' if kind.ends_with('0') => {}
            '0'..='9' => kind.push('0'),
            other => kind.push(other),
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileId, Span};

    fn at(start: u32, message: &str, severity: Severity) -> Diagnostic {
        let span = Span { file: FileId(0), start, end: start + 1 };
        Diagnostic { severity, ..Diagnostic::warning(Code::UnknownKey, span, message) }
    }

    #[test]
    fn warnings_of_a_kind_become_one() {
        let mut diagnostics: Vec<Diagnostic> = (0..10)
            .map(|start| {
                at(start, &format!("no key `{start}` of {start}{start}"), Severity::Warning)
            })
            .collect();
        diagnostics.push(at(20, "b", Severity::Warning));
        let folded = fold(&diagnostics);
        let messages: Vec<&str> = folded.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["no key `0` of 00 (and 9 others like this)", "b"]);
        let places: Vec<u32> =
            folded.iter().flat_map(|it| &it.related).map(|(span, _)| span.start).collect();
        assert_eq!(places, [1, 2]);
        assert_eq!(folded[0].related[0].1, "no key `1` of 11");
        // Slips are shown one by one.
        let slip = |start: u32| {
            at(start, "no key", Severity::Warning).help(format!("did you mean `{start}`?"))
        };
        let slips: Vec<Diagnostic> = (0..10).map(slip).collect();
        assert_eq!(fold(&slips), slips);
    }

    #[test]
    fn few_warnings_and_all_errors_stay() {
        let mut diagnostics: Vec<Diagnostic> =
            (0..3).map(|start| at(start, "a", Severity::Warning)).collect();
        diagnostics.extend((3..13).map(|start| at(start, "a", Severity::Error)));
        assert_eq!(fold(&diagnostics), diagnostics);
    }
}
