//! The patterns of a description (ECMA-262), each compiled once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

/// Bytes of a compiled pattern; a larger one takes long, and allows everything.
const LARGEST: usize = 1 << 20;

/// The patterns that were compiled; `None` for one that is not supported.
#[derive(Default)]
pub(super) struct Patterns(RefCell<BTreeMap<String, Option<Regex>>>);

impl Patterns {
    /// Whether the string matches the pattern, as far as is known.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.0.borrow_mut();
        let compiled = match patterns.get(pattern) {
            Some(known) => known,
            None => patterns.entry(pattern.to_owned()).or_insert_with(|| compiled(pattern)),
        };
        compiled.as_ref().is_none_or(|compiled| compiled.is_match(text))
    }
}

/// The pattern, if it means the same in Rust: there a class may have operators, and classes within.
fn compiled(pattern: &str) -> Option<Regex> {
    let class = pattern.find('[').and_then(|start| pattern.get(start + 1..)).unwrap_or_default();
    let differs = ["&&", "--", "~~"].iter().any(|operator| class.contains(operator))
        || class.split(']').next().is_some_and(|class| class.contains('['));
    if differs {
        return None;
    }
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn what_has_another_meaning_in_rust_allows_everything() {
        let patterns = Patterns::default();
        assert!(patterns.matches("^[a&&b]+$", "a&b") && patterns.matches("^[[a]+$", "["));
        assert!(patterns.matches("^[a-c]+$", "abc") && !patterns.matches("^[a-c]+$", "d"));
        assert!(patterns.matches(r"^[\p{L}]{0,9999}$", "1"), "it is too large to be compared");
    }
}
