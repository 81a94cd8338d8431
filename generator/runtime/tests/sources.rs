//! The table of sources. In: the text of the files. Out: whether the table says of each what it is to say, and whether
//! the files are fit to be copied.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[path = "../build/scan.rs"]
mod scan;

use std::collections::BTreeMap;
use std::path::Path;

use clientsmith_runtime::sources::{CORE, SOURCES, Source, closure, mod_rs, packages};

fn names(sources: &[&Source]) -> Vec<&'static str> {
    sources.iter().map(|source| source.name).collect()
}

#[test]
fn a_file_says_which_modules_it_uses() {
    let text = "//! See [`Far`](super::docs::Far).\n\nuse super::one::{A, B};\nuse super::{\n    two::{self, C},\n    three,\n};\n\nmacro_rules! m { () => { $crate::runtime::four::d!() } }\n";
    assert_eq!(Vec::from_iter(scan::modules(text)), ["docs", "four", "one", "three", "two"]);
}

#[test]
fn a_file_says_what_it_exports() {
    let text = "pub(super) struct A;\npub struct B<T>(T);\npub trait C {}\nmod d {\n    pub enum D {}\n}\n";
    assert_eq!(Vec::from_iter(scan::exports(text)), ["B", "C"]);
}

#[test]
fn a_path_is_mentioned_as_a_whole() {
    assert!(scan::mentions("use http::Uri;", "http::"));
    assert!(!scan::mentions("use my_http::Uri;", "http::"));
    assert!(scan::mentions("Uuid::new_v4()", "Uuid::new_v4"));
    assert!(!scan::mentions("Uuid::new_v40()", "Uuid::new_v4"));
}

#[test]
fn the_module_says_what_a_file_belongs_to() {
    let text = "//! mod docs;\n\nmod a;\n#[cfg(feature = \"mock\")]\n#[allow(dead_code)]\npub(crate) mod b;\nmod c;\n\n#[cfg(feature = \"mock\")]\npub use b::B;\n";
    let declared = scan::declared(text);
    let facts = declared.iter().map(|(name, it)| (*name, it.by_path, it.feature));
    let expected = [("a", false, None), ("b", true, Some("mock")), ("c", false, None)];
    assert_eq!(Vec::from_iter(facts), expected);
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
fn dependencies_are_those_of_the_workspace() {
    let manifest =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml"))
            .unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let workspace = &manifest["workspace"]["dependencies"];
    let all: Vec<&Source> = SOURCES.iter().collect();
    let mut seen = BTreeMap::new();
    for package in packages(&all) {
        let entry = &workspace[package.name];
        let version = entry.as_str().or_else(|| entry["version"].as_str()).unwrap();
        assert_eq!(version, package.version, "{}", package.name);
        let default = entry.get("default-features").is_none_or(|value| value.as_bool().unwrap());
        assert_eq!(default, package.default_features, "{}", package.name);
        if package.target.is_none() {
            seen.insert(package.name, package.features);
        }
    }
    let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let own: toml::Table = toml::from_str(&own.unwrap()).unwrap();
    assert!(own["dependencies"].as_table().unwrap().keys().eq(seen.keys()));
    assert_eq!(seen["serde_json"], ["float_roundtrip", "raw_value"]);
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
    assert_eq!(
        names(&closure(&["nullable"])),
        ["into_option", "missing", "nullable", "object", "read_only", "unknown"]
    );
    assert_eq!(names(&closure(&[])), [""; 0]);
    let core = [
        "any_error",
        "api",
        "auth",
        "builder",
        "call",
        "charset",
        "client",
        "corrected",
        "credential",
        "decode",
        "encode",
        "end",
        "error",
        "error_body",
        "execute",
        "fault",
        "gate",
        "integral",
        "json_tree",
        "lenient",
        "link",
        "masked",
        "middleware",
        "operation",
        "plain_numbers",
        "read",
        "read_only",
        "reading",
        "request",
        "response",
        "retry",
        "server",
        "server_words",
        "tell",
        "time",
        "token",
        "trace",
        "transport_error",
    ];
    assert_eq!(names(&closure(CORE)), core);
    let with_params = closure(&["builder", "call", "params"]);
    let added: Vec<_> =
        names(&with_params).into_iter().filter(|name| !core.contains(name)).collect();
    assert_eq!(added, ["params", "style", "style_path", "value"]);
}

#[test]
fn the_module_declares_and_exports() {
    let text = mod_rs(&closure(&["blocking", "nullable", "open_enum"]));
    assert!(
        text.starts_with(
            "mod any_error;\nmod api;\nmod auth;\n#[cfg(feature = \"blocking\")]\nmod blocking;\nmod builder;\n"
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
