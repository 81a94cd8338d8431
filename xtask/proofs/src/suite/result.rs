//! What was found in; the report out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::judge::Judged;

/// The largest share of scenarios that descriptions may not say.
pub(super) const MOST_UNSAID: f64 = 0.05;

impl Judged {
    /// The names of all scenarios, called or counted.
    fn names(&self) -> BTreeSet<&str> {
        self.calls.keys().chain(self.counted.keys()).map(String::as_str).collect()
    }

    /// What is wrong with each scenario; nothing for those that are right.
    fn wrong(&self, unsaid: &BTreeMap<String, String>) -> BTreeMap<&str, Vec<String>> {
        let mut wrong = BTreeMap::new();
        for name in self.names().into_iter().filter(|name| !unsaid.contains_key(*name)) {
            let mut found = self.calls.get(name).cloned().unwrap_or_default();
            match (self.calls.contains_key(name), self.counted.get(name)) {
                (false, _) => found.push("it is not called".to_owned()),
                (true, None) => found.push("the server has no such scenario".to_owned()),
                (true, Some(0)) => found.push("the server did not count it".to_owned()),
                (true, Some(_)) => {}
            }
            if !found.is_empty() {
                wrong.insert(name, found);
            }
        }
        wrong
    }

    fn unsaid<'u>(&self, unsaid: &'u BTreeMap<String, String>) -> Vec<(&'u str, &'u str)> {
        let named = unsaid.iter().filter(|(name, _)| self.counted.contains_key(*name));
        named.map(|(name, reason)| (name.as_str(), reason.as_str())).collect()
    }

    /// Whether every scenario is right or in the table, and few are there.
    pub(super) fn is_clean(&self, unsaid: &BTreeMap<String, String>) -> bool {
        let share = self.unsaid(unsaid).len() as f64;
        self.wrong(unsaid).is_empty() && share <= MOST_UNSAID * self.counted.len() as f64
    }
}

/// The report.
pub(super) fn text(judged: &Judged, unsaid: &BTreeMap<String, String>) -> String {
    let wrong = judged.wrong(unsaid);
    let unsaid = judged.unsaid(unsaid);
    let mut text = String::new();
    for (name, found) in &wrong {
        for what in found {
            let _ = writeln!(text, "{name}: {what}");
        }
    }
    let mut by_reason = BTreeMap::<&str, Vec<&str>>::new();
    for (name, reason) in &unsaid {
        by_reason.entry(reason).or_default().push(name);
    }
    for (reason, names) in by_reason {
        let _ = writeln!(text, "\n{reason}\n  {}", names.join(", "));
    }
    let all = judged.names().len();
    let right = all.saturating_sub(wrong.len() + unsaid.len());
    let _ = write!(
        text,
        "\n{all} scenarios: {right} right, {} wrong, {} that the description does not say",
        wrong.len(),
        unsaid.len()
    );
    text
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::suite::judge::Judged;
    use std::collections::BTreeMap;

    #[test]
    fn each_scenario_is_right_wrong_or_unsaid() {
        let counted =
            [("right", 2), ("wrong", 1), ("uncounted", 0), ("uncalled", 1), ("unsaid", 0)];
        let calls = [("right", ""), ("wrong", "op: why"), ("uncounted", ""), ("other", "")];
        let calls = calls.map(|(name, what)| {
            (name.to_owned(), (!what.is_empty()).then(|| what.to_owned()).into_iter().collect())
        });
        let judged = Judged {
            calls: BTreeMap::from(calls),
            counted: counted.map(|(name, count)| (name.to_owned(), count)).into(),
        };
        let unsaid = BTreeMap::from([("unsaid".to_owned(), "It is not described.".to_owned())]);
        assert_eq!(
            text(&judged, &unsaid),
            "other: the server has no such scenario\nuncalled: it is not called\n\
             uncounted: the server did not count it\nwrong: op: why\n\n\
             It is not described.\n  unsaid\n\n\
             6 scenarios: 1 right, 4 wrong, 1 that the description does not say"
        );
        assert!(!judged.is_clean(&unsaid));
        let counted =
            (0..20).map(|number| (format!("n{number}"), 1)).chain([("unsaid".to_owned(), 0)]);
        let calls = (0..20).map(|number| (format!("n{number}"), Vec::new()));
        let judged = Judged { calls: calls.collect(), counted: counted.collect() };
        assert!(judged.is_clean(&unsaid));
    }
}
