//! The table of sources against the files it lists. In: the text of the files. Out: whether requirements, exports and
//! dependencies are what the files say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clientsmith_runtime::sources::{CORE, SOURCES, Source, closure, dependencies, mod_rs};

fn names(sources: &[&Source]) -> Vec<&'static str> {
    sources.iter().map(|source| source.name).collect()
}

/// What stands between the prefix and the next character that is not part of a name, wherever it does.
fn words_after<'a>(text: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let word =
        |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
    text.split(prefix).skip(1).map(word).filter(|word| !word.is_empty()).collect()
}

#[test]
fn every_file_is_listed_once_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "mod")
        .collect();
    let listed: Vec<&str> = SOURCES.iter().map(|source| source.name).collect();
    assert_eq!(listed, files.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn requirements_are_what_the_files_use() {
    for source in SOURCES {
        let mut used = words_after(source.text, "super::");
        for group in source.text.split("use super::{").skip(1) {
            let group = group.split_once("};").unwrap().0;
            used.extend(
                group
                    .split(',')
                    .map(|item| item.trim().split("::").next().unwrap())
                    .filter(|item| !item.is_empty()),
            );
        }
        // A macro names the modules of what it expands to by their whole paths.
        used.extend(words_after(source.text, "$crate::runtime::"));
        used.remove(source.name);
        // Two lists in one line name their items, not their modules.
        used.remove("");
        assert_eq!(used, BTreeSet::from_iter(source.requires.iter().copied()), "{}", source.name);
    }
}

#[test]
fn files_can_be_copied_as_they_are() {
    for source in SOURCES {
        // What a macro expands to stands in the generated crate.
        let paths = source.text.replace("$crate::", "").replace("pub(crate)", "");
        assert!(!paths.contains("crate::") && !paths.contains("(crate)"), "{}", source.name);
        assert!(!source.text.contains("feature = \"client\""), "{}", source.name);
        assert!(source.text.starts_with("//! "), "{}", source.name);
        assert!(source.text.lines().count() <= 500, "{}", source.name);
    }
}

#[test]
fn exports_are_public_items() {
    for source in SOURCES {
        let mut public = BTreeSet::new();
        for kind in ["struct", "enum", "trait", "type"] {
            public.extend(words_after(source.text, &format!("\npub {kind} ")));
        }
        assert_eq!(public, BTreeSet::from_iter(source.exports.iter().copied()), "{}", source.name);
    }
}

#[test]
fn dependencies_are_what_the_files_use() {
    for source in SOURCES {
        let listed: BTreeSet<String> =
            source.dependencies.iter().map(|package| package.name.replace('-', "_")).collect();
        let all = SOURCES
            .iter()
            .flat_map(|source| source.dependencies)
            .map(|package| package.name.replace('-', "_"));
        let used = all.filter(|name| source.text.contains(&format!("{name}::"))).collect();
        assert_eq!(listed, used, "{}", source.name);
    }
}

#[test]
fn dependencies_are_those_of_the_workspace() {
    let manifest =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml"))
            .unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let workspace = &manifest["workspace"]["dependencies"];
    let all: Vec<&Source> = SOURCES.iter().collect();
    let mut seen = BTreeMap::new();
    for (package, features) in dependencies(&all) {
        let entry = &workspace[package.name];
        let version = entry.as_str().or_else(|| entry["version"].as_str()).unwrap();
        assert_eq!(version, package.version, "{}", package.name);
        let default = entry.get("default-features").is_none_or(|value| value.as_bool().unwrap());
        assert_eq!(default, package.default_features, "{}", package.name);
        if package.target.is_none() {
            seen.insert(package.name, features);
        }
    }
    assert_eq!(seen["serde_json"], ["raw_value"]);
    let listed: Vec<&str> = workspace["reqwest"]["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f.as_str().unwrap())
        .collect();
    assert_eq!(seen["reqwest"], listed);
}

#[test]
fn a_closure_holds_what_its_files_need_and_nothing_else() {
    assert_eq!(names(&closure(&["nullable"])), ["nullable", "object", "unknown"]);
    assert_eq!(names(&closure(&[])), [""; 0]);
    let core = [
        "api",
        "auth",
        "builder",
        "call",
        "client",
        "decode",
        "encode",
        "error",
        "execute",
        "gate",
        "integral",
        "middleware",
        "read",
        "request",
        "response",
        "retry",
        "server",
        "time",
        "token",
        "trace",
    ];
    assert_eq!(names(&closure(CORE)), core);
    let with_params = closure(&["builder", "params"]);
    let added: Vec<_> =
        names(&with_params).into_iter().filter(|name| !core.contains(name)).collect();
    assert_eq!(added, ["params", "style", "style_path", "value"]);
}

#[test]
fn the_module_declares_and_exports() {
    let text = mod_rs(&closure(&["blocking", "nullable", "open_enum"]));
    assert!(
        text.starts_with(
            "mod api;\nmod auth;\n#[cfg(feature = \"blocking\")]\nmod blocking;\nmod builder;\n"
        ),
        "{text}"
    );
    assert!(text.contains("\npub(crate) mod open_enum;\n"), "{text}");
    assert!(
        text.contains("\n#[cfg(feature = \"blocking\")]\npub use blocking::Blocking;\n"),
        "{text}"
    );
    assert!(text.contains("\npub use nullable::Nullable;\n"), "{text}");
    assert!(text.contains("\npub use client::Async;\npub use client::Client;\n"), "{text}");
}
