//! The pieces of a Rust file: items, what is between their braces, docs, and lines. In: the text of a file, laid out as
//! the generator does. Out: the pieces, and the text that is left without those of another crate.

use std::collections::BTreeSet;

use super::names::Names;

/// The pieces of some files, with their names and without.
#[derive(Default)]
pub(crate) struct Pieces {
    /// Items, parts of items, and lines such as `use …;`.
    code: BTreeSet<String>,
    docs: BTreeSet<String>,
}

impl Pieces {
    pub(crate) fn add(&mut self, text: &str, names: &Names) {
        for item in items(text) {
            let docs = item.lines().map(str::trim).filter(|line| is_doc(line));
            self.docs.extend(docs.flat_map(|line| [names.aside_in_docs(line), line.to_owned()]));
            let (head, members, _) = parts(&item);
            let pieces = members.into_iter().chain(units(&item)).chain([head, item.clone()]);
            self.code.extend(pieces.flat_map(|piece| [names.aside(&piece), piece]));
        }
    }

    pub(crate) fn docs(&self) -> impl Iterator<Item = &str> {
        self.docs.iter().map(String::as_str)
    }
}

fn from(text: &str) -> String {
    text.to_owned()
}

/// What of a file is its own.
pub(crate) fn own(
    text: &str,
    known: &Pieces,
    is_known_doc: &dyn Fn(&str) -> bool,
    names: &Names,
) -> String {
    let own = items(text).filter_map(|item| own_item(&item, known, names));
    let own: Vec<String> = own.filter_map(|item| without_docs(&item, is_known_doc)).collect();
    own.join("\n\n")
}

fn own_item(item: &str, known: &Pieces, names: &Names) -> Option<String> {
    // A name may be a word that the whole crate has for something else.
    let is_known =
        |piece: &str| known.code.contains(piece) || known.code.contains(&names.aside(piece));
    if is_known(item) {
        return None;
    }
    if is_list(item) {
        let own: Vec<String> = units(item).filter(|line| !is_known(line)).collect();
        return (!own.is_empty()).then(|| own.join("\n"));
    }
    let (head, members, tail) = parts(item);
    if members.is_empty() {
        return Some(item.to_owned());
    }
    let separator = if head.starts_with("mock!") { "\n" } else { "\n\n" };
    let own: Vec<String> = members.into_iter().filter(|member| !is_known(member)).collect();
    (!own.is_empty() || !is_known(&head))
        .then(|| format!("{head}\n{}\n{tail}", own.join(separator)))
}

/// The item without the lines of docs that are known, and without what separates these.
fn without_docs(item: &str, is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut own: Vec<&str> = Vec::new();
    let mut has_gap = false;
    for line in item.lines() {
        let trimmed = line.trim();
        if is_doc(trimmed) && is_known(trimmed) {
            has_gap = true;
            continue;
        }
        // An empty line of docs stands between two others.
        if !matches!(trimmed, "//!" | "///") {
            let after_empty = own.last().is_some_and(|last| matches!(last.trim(), "///" | "//!"));
            if after_empty && !is_doc(trimmed) {
                own.pop();
            }
            own.push(line);
        } else if own.last().is_some_and(|last| is_doc(last.trim())) && !has_gap {
            own.push(line);
        }
        has_gap = false;
    }
    (!own.is_empty()).then(|| own.join("\n"))
}

fn is_doc(line: &str) -> bool {
    line.starts_with("//")
}

/// The items of a file: what stands between empty lines, up to a line that ends an item.
fn items(text: &str) -> impl Iterator<Item = String> {
    let mut items: Vec<String> = Vec::new();
    let mut is_open = false;
    for chunk in text.trim_end().split("\n\n") {
        match items.last_mut() {
            Some(last) if is_open => *last = format!("{last}\n\n{chunk}"),
            _ => items.push(chunk.to_owned()),
        }
        is_open = chunk.lines().last().is_some_and(|line| line.starts_with(' '));
    }
    items.into_iter()
}

/// The head of an item in braces, the members between them, and the end; no members where it is in one piece.
fn parts(item: &str) -> (String, Vec<String>, String) {
    let braces = item.find("{\n").zip(item.rfind("\n}"));
    let Some((start, end)) = braces.filter(|(start, end)| start < end) else {
        return (item.to_owned(), Vec::new(), String::new());
    };
    let (head, body) = (&item[..=start], &item[start + 2..end]);
    let members: Vec<String> = if head.starts_with("mock!") {
        body.split_inclusive(";\n").map(|entry| entry.trim_end().to_owned()).collect()
    } else if head.lines().any(|line| line.starts_with("impl")) {
        body.split("\n\n").map(from).collect()
    } else {
        Vec::new()
    };
    (head.to_owned(), members, item[end + 1..].to_owned())
}

/// Whether each line is something by itself.
fn is_list(item: &str) -> bool {
    let starts = ["use ", "pub use ", "mod ", "pub mod ", "pub(crate) mod ", "#[", "#![", "//"];
    item.lines()
        .all(|line| starts.iter().any(|start| line.starts_with(start)) && !line.ends_with('{'))
}

/// The lines of a list, each with its attribute.
fn units(item: &str) -> impl Iterator<Item = String> {
    let mut units: Vec<String> = Vec::new();
    let mut is_attribute = false;
    for line in item.lines() {
        match units.last_mut() {
            Some(last) if is_attribute => *last = format!("{last}\n{line}"),
            _ => units.push(line.to_owned()),
        }
        is_attribute = line.starts_with("#[");
    }
    units.into_iter()
}

/// The lines of a file that are something by themselves.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let lists = items(text).filter(|item| is_list(item));
    let lines = lists.flat_map(|item| units(&item).collect::<Vec<_>>());
    lines.filter(|line| !is_doc(line)).collect()
}
