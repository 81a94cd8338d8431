//! Changes in a changelog. In: a diff, and the changelog so far. Out: the changelog with an entry for its version.

use super::{Change, Diff, Level};

/// The sections of an entry.
const SECTIONS: [(Level, &str); 3] = [
    (Level::Breaking, "### Breaking"),
    (Level::Additive, "### Added"),
    (Level::Invisible, "### Behind the API"),
];

const HEAD: &str = "# Changelog\n";

/// The changelog with the changes in the entry of that version, which is the first one. What is there already stays,
/// and whatever else somebody wrote.
pub(crate) fn with_entry(before: Option<&str>, version: &str, diff: &Diff) -> String {
    let before = before.unwrap_or(HEAD);
    let heading = format!("## {version}");
    let lines = before.split_inclusive('\n');
    let head: usize = lines.take_while(|line| !line.starts_with("## ")).map(str::len).sum();
    let (head, rest) = before.split_at(head);
    let first = rest.lines().next();
    let is_same = first.is_some_and(|first| first.split_whitespace().nth(1) == Some(version));
    let (entry, others) = match is_same {
        true => rest.split_at(rest.find("\n## ").map_or(rest.len(), |at| at + 1)),
        false => ("", rest),
    };
    let mut entry = if entry.is_empty() { heading } else { entry.trim_end().to_owned() };
    if diff.changes.is_empty() && !is_same {
        entry.push_str("\n\nThe first version.");
    }
    for (level, section) in SECTIONS {
        let changes = diff.changes.iter().filter(|change| change.level == level);
        let lines: Vec<String> = changes.map(line).filter(|line| !entry.contains(line)).collect();
        if !lines.is_empty() {
            add(&mut entry, section, &lines.join("\n"));
        }
    }
    let head = head.trim_end();
    let head = if head.is_empty() { String::new() } else { format!("{head}\n\n") };
    let others = if others.is_empty() { String::new() } else { format!("\n{others}") };
    format!("{head}{entry}\n{others}")
}

/// Adds lines to a section of the entry, at its beginning, or the section.
fn add(entry: &mut String, section: &str, lines: &str) {
    let heading = format!("\n{section}\n\n");
    match entry.find(&heading) {
        Some(at) => entry.insert_str(at + heading.len(), &format!("{lines}\n")),
        None => entry.push_str(&format!("\n{heading}{lines}")),
    }
}

/// A change on one line.
fn line(change: &Change) -> String {
    let Change { rust, message, before, after, .. } = change;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sides = match (before, after) {
        (Some(before), Some(after)) => {
            format!(", from `{}` to `{}`", one_line(before), one_line(after))
        }
        _ => String::new(),
    };
    format!("- `{rust}`: {}{sides}", one_line(message))
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    fn diff(changes: &[(Level, &str)]) -> Diff {
        let change = |(level, rust): &(Level, &str)| Change {
            level: *level,
            kind: Kind::Api,
            rust: (*rust).to_owned(),
            before: None,
            after: None,
            message: String::from("it is new"),
            place: None,
        };
        Diff { changes: changes.iter().map(change).collect() }
    }

    #[test]
    fn entries_are_added_in_front_and_merged_by_version() {
        let first = with_entry(None, "0.1.0", &Diff::default());
        assert_eq!(first, "# Changelog\n\n## 0.1.0\n\nThe first version.\n");
        let second = with_entry(Some(&first), "0.1.1", &diff(&[(Level::Additive, "a")]));
        let added = "# Changelog\n\n## 0.1.1\n\n### Added\n\n- `a`: it is new\n";
        assert_eq!(second, format!("{added}\n## 0.1.0\n\nThe first version.\n"));
        let more = diff(&[(Level::Breaking, "b"), (Level::Additive, "a"), (Level::Additive, "c")]);
        let third = with_entry(Some(&second), "0.1.1", &more);
        let merged = "# Changelog\n\n## 0.1.1\n\n### Added\n\n- `c`: it is new\n- `a`: it is new\n\n### Breaking\n\n- `b`: it is new\n";
        assert_eq!(third, format!("{merged}\n## 0.1.0\n\nThe first version.\n"));
        assert_eq!(with_entry(Some(&third), "0.1.1", &more), third);
    }

    #[test]
    fn what_somebody_wrote_stays() {
        let own = "# What is new\n\nBy hand.\n\n## 1.0.0 - today\n\nWords.\n";
        let text = with_entry(Some(own), "1.1.0", &diff(&[(Level::Additive, "a")]));
        assert!(text.starts_with("# What is new\n\nBy hand.\n\n## 1.1.0\n\n### Added\n"), "{text}");
        assert!(text.ends_with("\n## 1.0.0 - today\n\nWords.\n"), "{text}");
        let same = with_entry(Some(own), "1.0.0", &diff(&[(Level::Additive, "a")]));
        assert!(same.contains("## 1.0.0 - today\n\nWords.\n\n### Added\n\n- `a`"), "{same}");
    }

    #[test]
    fn a_changelog_may_begin_with_an_entry() {
        let own = "## 2.0.0\n\nWords.\n\n## 2.0.0-rc.1\n\nOthers.\n";
        let next = with_entry(Some(own), "2.1.0", &diff(&[(Level::Additive, "a")]));
        assert_eq!(next, format!("## 2.1.0\n\n### Added\n\n- `a`: it is new\n\n{own}"));
        let same = with_entry(Some(own), "2.0.0", &diff(&[(Level::Additive, "a")]));
        let entry = "## 2.0.0\n\nWords.\n\n### Added\n\n- `a`: it is new\n";
        assert_eq!(same, format!("{entry}\n## 2.0.0-rc.1\n\nOthers.\n"));
    }
}
