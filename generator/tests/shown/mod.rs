//! What the snapshots of a case show. In: what the generator makes of it, and of the case that shows whole files. Out:
//! texts, by the names of their snapshots.
//!
//! A case shows what is its own: of each file, what the whole crate does not have too, names aside. So a text that every
//! crate has stands in one snapshot, and a change of it is one line of a diff. What every crate has and this one lacks
//! is a snapshot too, so nothing goes missing unseen.

mod map;
mod names;
mod rust;

use std::collections::{BTreeMap, BTreeSet};

use clientsmith::{Output, diagnostic};

use names::Names;

/// The name of the case whose snapshots are whole files.
pub(crate) const WHOLE: &str = "whole-crate";

/// The crate that shows whole files: what of it may stand in others too.
pub(crate) struct Whole {
    /// The pieces of the Rust files of each kind.
    rust: BTreeMap<&'static str, rust::Pieces>,
    /// The lines of the fixed files, by path, each with its names and without.
    lines: BTreeMap<String, Vec<(String, String)>>,
}

impl Whole {
    pub(crate) fn of(output: &Output) -> Self {
        let names = Names::of(output);
        let mut whole = Self { rust: BTreeMap::new(), lines: BTreeMap::new() };
        for (path, text) in files(output) {
            if path.ends_with(".rs") {
                whole.rust.entry(kind(path)).or_default().add(text, &names);
            }
            if is_fixed(path) {
                let lines = lines(path, text).into_iter();
                let lines = lines.map(|line| (line.clone(), names.aside(&line))).collect();
                whole.lines.insert(path.to_owned(), lines);
            }
        }
        whole
    }

    /// What the case shows.
    pub(crate) fn shown(&self, output: &Output) -> BTreeMap<String, String> {
        let names = Names::of(output);
        let docs: BTreeSet<&str> = self.rust.values().flat_map(rust::Pieces::docs).collect();
        let empty = rust::Pieces::default();
        let readme = output.files.as_ref().and_then(|files| files.get("README.md"));
        // The docs of the crate have the same first call.
        let readme: BTreeSet<&str> =
            readme.iter().flat_map(|it| it.lines().map(str::trim)).collect();
        let mut texts = BTreeMap::new();
        for (path, text) in files(output) {
            let own = if path.ends_with(".rs") {
                let pieces = self.rust.get(kind(path)).unwrap_or(&empty);
                let is_known_doc = |line: &str| {
                    let of_readme = line.strip_prefix("//! ").filter(|_| path == "src/lib.rs");
                    docs.contains(line)
                        || docs.contains(names.aside_in_docs(line).as_str())
                        || of_readme.is_some_and(|line| readme.contains(line.trim()))
                };
                rust::own(text, pieces, &is_known_doc, &names)
            } else {
                self.own_lines(path, text, &names)
            };
            texts.insert(snapshot(path), own);
        }
        texts.insert(String::from("map.json"), map::own(&output.map));
        texts.insert(String::from("missing.txt"), self.missing(output, &names));
        texts.extend(diagnostics(output));
        texts.retain(|_, text| !text.is_empty());
        texts
    }

    fn own_lines(&self, path: &str, text: &str, names: &Names) -> String {
        let known = self.lines.get(path).map(Vec::as_slice).unwrap_or_default();
        let is_known = |text: &str| {
            let without_names = names.aside(text);
            known.iter().any(|(line, aside)| line == text || *aside == without_names)
        };
        let own = text.lines().filter(|line| !line.is_empty() && !is_known(line));
        own.collect::<Vec<&str>>().join("\n")
    }

    /// The files and lines that the whole crate has, and this one lacks.
    fn missing(&self, output: &Output, names: &Names) -> String {
        let Some(files) = &output.files else { return String::new() };
        let mut missing = Vec::new();
        for (path, of_whole) in &self.lines {
            let Some(text) = files.get(path) else {
                missing.push(path.clone());
                continue;
            };
            let there = lines(path, text).into_iter();
            let there: BTreeSet<String> = there
                .flat_map(|line| [beginning(path, &names.aside(&line)), beginning(path, &line)])
                .collect();
            let mut in_code = false;
            for (line, aside) in of_whole {
                in_code ^= line.starts_with("```");
                // The code of the README, and what the support code exports, is shown where it differs.
                let line = beginning(path, line);
                let is_there = there.contains(&line) || there.contains(&beginning(path, aside));
                if !in_code && !line.contains("pub use ") && !is_there {
                    missing.push(format!("{path}: {line}"));
                }
            }
        }
        missing.join("\n")
    }
}

/// All of what a run gives.
pub(crate) fn whole(output: &Output) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> =
        files(output).map(|(path, text)| (snapshot(path), text.to_owned())).collect();
    if output.files.is_some() {
        texts.insert(String::from("map.json"), format!("{:#}", output.map));
    }
    texts.extend(diagnostics(output));
    texts
}

/// The files, of the support code, which is the same for all, only the list.
fn files(output: &Output) -> impl Iterator<Item = (&str, &str)> {
    let is_shown = |path: &str| !path.starts_with("src/runtime/") || path == "src/runtime/mod.rs";
    output.files.iter().flat_map(|files| files.iter()).filter(move |(path, _)| is_shown(path))
}

fn snapshot(path: &str) -> String {
    path.replace('/', "__")
}

fn diagnostics(output: &Output) -> Option<(String, String)> {
    let rendered = || diagnostic::render(&output.diagnostics, &output.sources, false);
    (!output.diagnostics.is_empty()).then(|| (String::from("diagnostics.txt"), rendered()))
}

/// Files of a kind have the same pieces, names aside.
fn kind(path: &str) -> &'static str {
    match path {
        "src/lib.rs" | "src/runtime/mod.rs" | "src/models.rs" | "src/operations.rs" => "index",
        "src/mock.rs" => "mock",
        _ if path.starts_with("src/models/") => "models",
        // The methods of groups of operations stand there too.
        _ => "client and operations",
    }
}

/// What says which line it is: of prose the first words, of an entry its key. What else it has is shown where it differs.
fn beginning(path: &str, line: &str) -> String {
    let end = match path.rsplit('.').next() {
        Some("md") => line.match_indices(' ').nth(2).map(|(end, _)| end),
        Some("toml") => line.find(" ="),
        _ => None,
    };
    line.get(..end.unwrap_or(line.len())).unwrap_or(line).to_owned()
}

/// The lines of a fixed file; of a Rust file, those that are something by themselves.
fn lines(path: &str, text: &str) -> Vec<String> {
    if path.ends_with(".rs") {
        rust::lines(text)
    } else {
        text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// Whether every crate with operations and models has the file.
fn is_fixed(path: &str) -> bool {
    let of_description = path.starts_with("src/models/") || path.starts_with("src/operations/");
    !of_description && path != "src/client.rs"
}
