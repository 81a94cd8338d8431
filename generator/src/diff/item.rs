//! One item of a public API before and after. In: both. Out: what differs, and whether that breaks callers.

use std::collections::BTreeSet;

use super::Level;
use crate::public_api::{Item, ItemKind, Member};

/// A difference within an item.
pub(super) struct Difference {
    pub(super) level: Level,
    /// The field, variant, constant or function; `None` for the item itself.
    pub(super) member: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) message: String,
}

/// The differences of two definitions, or of two lists of members of the same `impl`.
pub(super) fn differences(old: &Item, new: &Item) -> Vec<Difference> {
    if old.kind == ItemKind::Import && new.kind == ItemKind::Import {
        return Vec::new();
    }
    let (before, after) = (Head::of(&old.text), Head::of(&new.text));
    let mut found = before.differences(&after);
    if old.members.is_empty() && new.members.is_empty() {
        if before.rest == after.rest && before.body != after.body {
            found.push(whole(before.body, after.body, "it is another type"));
        }
        return found;
    }
    // All that callers cannot list completely may get more parts.
    let is_open = before.attributes.contains("#[non_exhaustive]")
        || !old.text.contains(" enum ") && !old.text.contains(" struct ");
    found.extend(members(&old.members, &new.members, is_open));
    found
}

/// The differences of the members of an item.
pub(super) fn members(old: &[Member], new: &[Member], is_open: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    let find = |list: &[Member], name: &str| list.iter().find(|it| it.name == name).cloned();
    for member in old {
        let before = Part::of(&member.text);
        let Some(other) = find(new, &member.name) else {
            found.push(Difference {
                level: Level::Breaking,
                member: Some(member.name.clone()),
                before: Some(before.text),
                after: None,
                message: String::from("it is gone"),
            });
            continue;
        };
        let after = Part::of(&other.text);
        if before.text != after.text {
            found.push(Difference {
                level: Level::Breaking,
                member: Some(member.name.clone()),
                before: Some(before.text),
                after: Some(after.text),
                message: String::from("its type changes"),
            });
        } else if !before.is_deprecated && after.is_deprecated {
            found.push(Difference {
                level: Level::Additive,
                member: Some(member.name.clone()),
                before: None,
                after: None,
                message: String::from("it is deprecated"),
            });
        }
    }
    for member in new.iter().filter(|member| find(old, &member.name).is_none()) {
        found.push(Difference {
            level: if is_open { Level::Additive } else { Level::Breaking },
            member: Some(member.name.clone()),
            before: None,
            after: Some(Part::of(&member.text).text),
            message: String::from("it is new"),
        });
    }
    found
}

fn whole(before: &str, after: &str, message: &str) -> Difference {
    Difference {
        level: Level::Breaking,
        member: None,
        before: Some(before.to_owned()),
        after: Some(after.to_owned()),
        message: message.to_owned(),
    }
}

/// An item without its members.
struct Head<'t> {
    derives: BTreeSet<&'t str>,
    /// The attributes but for derives and deprecation.
    attributes: BTreeSet<&'t str>,
    is_deprecated: bool,
    /// Visibility, kind, name and parameters.
    rest: &'t str,
    /// All of the item but its attributes.
    body: &'t str,
}

impl<'t> Head<'t> {
    fn of(text: &'t str) -> Self {
        let mut head = Self {
            derives: BTreeSet::new(),
            attributes: BTreeSet::new(),
            is_deprecated: false,
            rest: "",
            body: "",
        };
        let mut from = 0;
        for line in text.lines() {
            if let Some(list) = line.strip_prefix("#[derive(") {
                head.derives.extend(list.trim_end_matches(")]").split(", "));
            } else if line.starts_with("#[deprecated") {
                head.is_deprecated = true;
            } else if line.starts_with("#[") {
                head.attributes.insert(line);
            } else {
                break;
            }
            from += line.len() + 1;
        }
        head.body = text.get(from..).unwrap_or_default();
        let end = head.body.find([';', '{', '=']).unwrap_or(head.body.len());
        head.rest = head.body.get(..end).unwrap_or_default().trim_end();
        head
    }

    fn differences(&self, new: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut tell = |level, message: String| {
            found.push(Difference { level, member: None, before: None, after: None, message });
        };
        for lost in self.derives.difference(&new.derives) {
            tell(Level::Breaking, format!("it no longer implements `{lost}`"));
        }
        for gained in new.derives.difference(&self.derives) {
            tell(Level::Additive, format!("it implements `{gained}`"));
        }
        for lost in self.attributes.difference(&new.attributes) {
            let level = if lost.starts_with("#[cfg") { Level::Additive } else { Level::Invisible };
            tell(level, format!("it no longer has `{lost}`"));
        }
        for gained in new.attributes.difference(&self.attributes) {
            tell(Level::Breaking, format!("it has `{gained}`"));
        }
        if !self.is_deprecated && new.is_deprecated {
            tell(Level::Additive, String::from("it is deprecated"));
        }
        if self.rest != new.rest {
            found.push(whole(self.rest, new.rest, "its declaration changes"));
        }
        found
    }
}

/// A member without the attribute that deprecates it.
struct Part {
    text: String,
    is_deprecated: bool,
}

impl Part {
    fn of(text: &str) -> Self {
        let is_note = |line: &&str| line.trim_start().starts_with("#[deprecated");
        let lines: Vec<&str> = text.lines().filter(|line| !is_note(line)).collect();
        let lines: Vec<&str> = lines.into_iter().map(str::trim).collect();
        let text_of_lines = lines.join(" ").replace("( ", "(").replace(", )", ")");
        Self {
            text: text_of_lines.trim_end_matches([',', ';']).to_owned(),
            is_deprecated: text.lines().any(|line| is_note(&line)),
        }
    }
}
