//! Scanning of support files. In: sources. Out: the names in them.

use std::collections::{BTreeMap, BTreeSet};

/// The modules beside it that a file uses: in code, in links of its documentation, and in what its macros expand to.
pub(crate) fn modules(text: &str) -> BTreeSet<&str> {
    let groups = text.split("use super::{").skip(1).filter_map(|rest| rest.split_once("};"));
    let grouped = groups.flat_map(|(group, _)| group.split(outside_braces()).map(first_word));
    let paths = ["super::", "$crate::runtime::"].into_iter();
    let named = paths.flat_map(|prefix| words_after(text, prefix)).chain(grouped);
    named.filter(|name| !name.is_empty()).collect()
}

/// The public types and traits of a file, which `mod.rs` exports.
pub(crate) fn exports(text: &str) -> BTreeSet<&str> {
    let kinds = ["\npub struct ", "\npub enum ", "\npub trait ", "\npub type "];
    kinds.iter().flat_map(|kind| words_after(text, kind)).collect()
}

/// Whether the source mentions the path, and not only a longer one that contains it.
pub(crate) fn mentions(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + path.len()..));
        let is_whole =
            |next: Option<char>| !path.ends_with(is_of_name) || !next.is_some_and(is_of_name);
        !before.is_some_and(|text| text.ends_with(is_of_name))
            && after.is_some_and(|text| is_whole(text.chars().next()))
    })
}

/// A line of `mod.rs` that declares a module.
pub(crate) struct Declared<'a> {
    /// Whether generated code uses the module by its path.
    pub(crate) by_path: bool,
    /// The feature that the module belongs to.
    pub(crate) feature: Option<&'a str>,
}

/// The modules that `mod.rs` declares, by name.
pub(crate) fn declared(mod_rs: &str) -> BTreeMap<&str, Declared<'_>> {
    let mut all = BTreeMap::new();
    let mut feature = None;
    for line in mod_rs.lines() {
        if let Some(condition) = line.strip_prefix("#[cfg(feature = \"") {
            feature = condition.strip_suffix("\")]");
        } else if let Some((visibility, name)) = module(line) {
            let by_path = visibility == "pub(crate) ";
            all.insert(name, Declared { by_path, feature: feature.take() });
        } else if !line.starts_with('#') {
            feature = None;
        }
    }
    all
}

/// The visibility and the name in a line such as `mod api;`.
fn module(line: &str) -> Option<(&str, &str)> {
    line.strip_suffix(';')?
        .split_once("mod ")
        .filter(|(visibility, _)| !visibility.starts_with('/'))
}

/// The name after each occurrence of the prefix, if there is one.
fn words_after<'a>(text: &'a str, prefix: &str) -> impl Iterator<Item = &'a str> {
    text.split(prefix).skip(1).map(first_word)
}

/// Whether a character is a comma between the items of a list, and not one within an item.
fn outside_braces() -> impl FnMut(char) -> bool {
    let mut depth = 0;
    move |character| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        character == ',' && depth == 0
    }
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|character| !is_of_name(character)).next().unwrap_or_default()
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
