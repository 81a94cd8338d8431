//! Patterns for names, in which each `*` is any string.

use std::cmp::Reverse;

/// A pattern: what is between its stars.
#[derive(Debug)]
pub(super) struct Pattern<'p>(Vec<&'p str>);

impl<'p> Pattern<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self(pattern.split('*').collect())
    }

    /// What is compared first: names, and patterns with much between the stars.
    pub(super) fn rank(&self) -> (usize, Reverse<usize>) {
        (self.0.len(), Reverse(self.0.iter().map(|fixed| fixed.len()).sum()))
    }

    /// What the stars are in that name, each as short as possible but for the last; `None` if it does not match.
    pub(super) fn matched<'n>(&self, name: &'n str) -> Option<Vec<&'n str>> {
        let (first, others) = self.0.split_first()?;
        let mut rest = name.strip_prefix(first)?;
        let Some((last, middle)) = others.split_last() else {
            return rest.is_empty().then(Vec::new);
        };
        let mut parts = Vec::new();
        for fixed in middle {
            let (part, after) = rest.split_at_checked(rest.find(fixed)?)?;
            parts.push(part);
            rest = after.strip_prefix(fixed)?;
        }
        parts.push(rest.strip_suffix(last)?);
        Some(parts)
    }
}

/// The name with what the stars of the pattern were in place of its own.
pub(super) fn filled(name: &str, parts: &[&str]) -> String {
    let mut parts = parts.iter();
    let mut pieces = name.split('*');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |name, piece| name + parts.next().copied().unwrap_or_default() + piece)
}

#[cfg(test)]
mod tests {
    use super::{Pattern, filled};

    #[test]
    fn stars_are_any_string() {
        for (pattern, name, new, wanted) in [
            ("Pett", "Pett", "Pet", Some("Pet")),
            ("Pett", "Petty", "Pet", None),
            ("*UsingGET", "listPetsUsingGET", "*", Some("listPets")),
            ("io.*.v1.*", "io.core.v1.Pod", "*_*", Some("core_Pod")),
            ("*.name", "Pet.name", "title", Some("title")),
            ("a*a", "a", "b", None),
            ("*", "", "x*", Some("x")),
        ] {
            let found = Pattern::new(pattern).matched(name).map(|parts| filled(new, &parts));
            assert_eq!(found.as_deref(), wanted, "{pattern} {name}");
        }
    }
}
