//! The same warning at many places, as one: diagnostics in, fewer diagnostics out.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity};

/// A warning at more places than this is folded.
const MOST_ALIKE: usize = 3;

/// Further places that a folded warning still shows.
const SHOWN: usize = 2;

/// Folds many warnings with the same message into the first one, with the number of the others.
///
/// Errors are never folded: each of them has to be fixed.
pub(crate) fn fold(diagnostics: &mut Vec<Diagnostic>) {
    let mut alike: BTreeMap<(Code, String), Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if diagnostic.severity == Severity::Warning {
            let key = (diagnostic.code, diagnostic.message.clone());
            alike.entry(key).or_default().push(index);
        }
    }
    alike.retain(|_, indices| indices.len() > MOST_ALIKE);
    let mut folded = vec![false; diagnostics.len()];
    for indices in alike.values() {
        let Some((first, rest)) = indices.split_first() else { continue };
        let shown = rest.iter().take(SHOWN).filter_map(|index| diagnostics.get(*index));
        let places: Vec<_> = shown.map(|it| (it.span, String::from("here too"))).collect();
        if let Some(kept) = diagnostics.get_mut(*first) {
            kept.message = format!("{} (and at {} other places)", kept.message, rest.len());
            kept.related.extend(places);
        }
        for index in rest {
            if let Some(slot) = folded.get_mut(*index) {
                *slot = true;
            }
        }
    }
    let mut folded = folded.into_iter();
    diagnostics.retain(|_| folded.next() != Some(true));
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
    fn warnings_at_many_places_become_one() {
        let mut diagnostics: Vec<Diagnostic> =
            (0..10).map(|start| at(start, "a", Severity::Warning)).collect();
        diagnostics.push(at(20, "b", Severity::Warning));
        fold(&mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["a (and at 9 other places)", "b"]);
        let places: Vec<u32> =
            diagnostics.iter().flat_map(|it| &it.related).map(|(span, _)| span.start).collect();
        assert_eq!(places, [1, 2]);
    }

    #[test]
    fn few_warnings_and_all_errors_stay() {
        let mut diagnostics: Vec<Diagnostic> =
            (0..3).map(|start| at(start, "a", Severity::Warning)).collect();
        diagnostics.extend((3..13).map(|start| at(start, "a", Severity::Error)));
        let before = diagnostics.clone();
        fold(&mut diagnostics);
        assert_eq!(diagnostics, before);
    }
}
