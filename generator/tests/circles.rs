//! Imports that go round in a circle. In: the files of the runtime, and those of the generator. Out: the circles, of which
//! there are to be none.
//!
//! A file of the runtime imports its neighbours, and none of them may lead back to it.
//!
//! In the generator a module and the modules below it are one to those outside: what imports one of them imports all.
//! The modules beside each other, at whatever depth, must not lead back to each other. Imports between a module and
//! those below it do not count, since both know each other by their place in the tree; nor do those of tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clientsmith_runtime::sources::SOURCES;

/// What each module imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// A module by the names on the way to it; the crate by none.
type Module = Vec<String>;

#[test]
fn the_files_of_the_runtime_import_each_other_in_no_circle() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let imports = SOURCES.iter().map(|source| (source.name.to_owned(), names(source.requires)));
    assert_eq!(circles(&imports.collect()), [""; 0]);
}

#[test]
fn the_modules_of_the_generator_import_each_other_in_no_circle() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    read(&folder, &folder, &mut files);
    let mut levels: BTreeMap<Module, Imports> = BTreeMap::new();
    for (module, text) in &files {
        for other in imported(module, text, &files) {
            let shared = module.iter().zip(&other).take_while(|(one, other)| one == other).count();
            // Neither is below the other.
            if let (Some(from), Some(to)) = (module.get(shared), other.get(shared)) {
                let level = levels.entry(module[..shared].to_vec()).or_default();
                level.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    let found = levels.iter().flat_map(|(level, imports)| {
        circles(imports).into_iter().map(|circle| format!("in {}: {circle}", level.join("::")))
    });
    assert_eq!(found.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_circle_is_found_with_what_leads_round_it() {
    let imports = [("a", "b c"), ("b", "d"), ("c", "a"), ("d", "b"), ("e", "a d")];
    let names = |names: &str| names.split(' ').map(str::to_owned).collect();
    let imports = imports.map(|(from, to)| (from.to_owned(), names(to)));
    assert_eq!(circles(&BTreeMap::from(imports)), ["a -> c, c -> a", "b -> d, d -> b"]);
}

#[test]
fn an_import_is_found_in_whatever_form_it_is_written() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    let known = ["a", "a::b", "a::c", "d", "d::e"].map(|path| (module(path), String::new()));
    let text = "use super::{c, Item};\nuse crate::{\n    d::{e::{X, Y}, Z},\n};\n// super::not\nfn f() { crate::a::g(super::c::h()) }\n";
    let found = imported(&module("a::b"), text, &BTreeMap::from(known));
    assert_eq!(Vec::from_iter(found), ["a", "a::c", "d", "d::e"].map(module));
}

/// The sets of modules that all lead to each other, each as the imports within it.
fn circles(imports: &Imports) -> Vec<String> {
    let reachable: Imports =
        imports.keys().map(|from| (from.clone(), reached(imports, from))).collect();
    let leads = |from: &String, to: &String| reachable.get(from).is_some_and(|it| it.contains(to));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for name in imports.keys().filter(|name| leads(name, name)) {
        let circle: Vec<_> =
            imports.keys().filter(|other| leads(name, other) && leads(other, name)).collect();
        let edges = circle.iter().flat_map(|from| circle.iter().map(move |to| (from, to)));
        let edges = edges.filter(|(from, to)| imports[**from].contains(**to));
        let text: Vec<_> = edges.map(|(from, to)| format!("{from} -> {to}")).collect();
        if seen.insert(circle) {
            found.push(text.join(", "));
        }
    }
    found
}

/// All that the imports of a module lead to.
fn reached(imports: &Imports, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        let more = imports.get(name).into_iter().flatten();
        next.extend(more.filter(|name| found.insert((*name).clone())).map(String::as_str));
    }
    found
}

/// The text of each module below the folder, without its tests.
fn read(root: &Path, folder: &Path, files: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
            continue;
        }
        let module = path.strip_prefix(root).unwrap().with_extension("");
        let names = module.iter().map(|name| name.to_str().unwrap().to_owned());
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
        files.insert(names.filter(|name| name != "lib").collect(), code.to_owned());
    }
}

/// The modules that the text of a module imports, or mentions by their path.
fn imported(module: &Module, text: &str, files: &BTreeMap<Module, String>) -> BTreeSet<Module> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.flat_map(|line| [line.trim(), " "]).collect();
    let mut found = BTreeSet::new();
    for prefix in ["crate::", "super::"] {
        for (at, _) in code.match_indices(prefix) {
            // Further on in a path that was seen at its beginning.
            if !code[..at].ends_with("::") {
                follow(module, &code[at..], files, &mut found);
            }
        }
    }
    found
}

/// Adds the modules that the path or the tree of paths at the beginning of the text leads to, from a module.
fn follow(
    from: &Module,
    text: &str,
    files: &BTreeMap<Module, String>,
    found: &mut BTreeSet<Module>,
) {
    let text = text.trim();
    if text.is_empty() {
        // Behind the last comma of a list.
        return;
    }
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut is_outside = |character: char| {
            depth += match character {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth < 0 || (character == ',' && depth == 0)
        };
        let mut rest = group;
        while let Some(end) = rest.find(&mut is_outside) {
            follow(from, &rest[..end], files, found);
            if rest[end..].starts_with('}') {
                break;
            }
            rest = &rest[end + 1..];
        }
        return;
    }
    let name = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
    let to: Module = match name {
        "crate" => Vec::new(),
        "self" => from.clone(),
        "super" => from[..from.len().saturating_sub(1)].to_vec(),
        name => from.iter().cloned().chain([name.to_owned()]).collect(),
    };
    match text[name.len()..].strip_prefix("::") {
        _ if !to.is_empty() && !files.contains_key(&to) => drop(found.insert(from.clone())),
        Some(rest) => follow(&to, rest, files, found),
        None => drop(found.insert(to)),
    }
}
