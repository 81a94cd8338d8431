//! The crates of all cases under every tool and with other sets of features. In: the descriptions. Out: what clippy,
//! rustdoc and the compiler have to say about each of them, which has to be nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[allow(dead_code, reason = "the tests of the generator use the rest of it")]
#[path = "../../../generator/tests/cases/mod.rs"]
mod cases;
#[allow(dead_code, reason = "the tests of the generator use the rest of it")]
#[path = "../../../generator/tests/phone_numbers/mod.rs"]
mod phone_numbers;
#[allow(dead_code, reason = "the tests of the generator use the rest of it")]
#[path = "../../../generator/tests/workspace/mod.rs"]
mod workspace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use workspace::{CALLS, FEATURES, Workspace};

/// Everything of a crate but its tests. Compiled once more for tests, of which it has none, it would say nothing new.
const TARGETS: [&str; 2] = ["--lib", "--examples"];

/// One test and not several, since cargo runs one at a time in a folder of build results.
#[test]
fn no_tool_complains_about_a_case() {
    let workspace = Workspace::write();
    let all = ["--workspace", "--exclude", CALLS, "--no-default-features"];
    // Of tags that are features, all: what each does alone comes below.
    let features = format!("{FEATURES},operations");
    let features = ["--features", &features];
    workspace.expect_silence(&[&["clippy"][..], &all, &TARGETS, &features].concat());
    workspace.expect_silence(&[&["check"][..], &all].concat());
    document(&workspace, &[&all[..], &features].concat());
    some_tags(&workspace);
    other_json(&workspace);
}

/// Clients do the same with features of serde_json that others in a program turn on for all of it.
fn other_json(workspace: &Workspace) {
    let mut cargo = workspace.cargo(&["test", "--quiet", "--package", CALLS, "--features", "json"]);
    let output = cargo.output().unwrap();
    let texts = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success(), "{}", texts.concat());
}

/// What compiles with all tags compiles with each of them alone, with none, and beside other features.
fn some_tags(workspace: &Workspace) {
    let manifest = fs::read_to_string(workspace.folder.join("tag-features/Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let tags = manifest["features"]["operations"].as_array().unwrap();
    assert!(tags.len() > 7, "{tags:?}");
    let package = ["--package", "case-tag-features", "--no-default-features"];
    for tag in tags.iter().map(|tag| tag.as_str().unwrap()) {
        workspace.expect_silence(&[&["check"][..], &package, &["--features", tag]].concat());
    }
    for features in ["", "blocking,mock,tracing,shops"] {
        let package = [&package[..], &["--features", features]].concat();
        workspace.expect_silence(&[&["clippy", "--lib"][..], &package].concat());
        document(workspace, &package);
    }
}

fn document(workspace: &Workspace, args: &[&str]) {
    let args = [&["doc", "--no-deps"][..], args].concat();
    let mut cargo = workspace.cargo(&args);
    cargo.env("RUSTDOC", rustdoc());
    workspace.expect_silence_of(cargo, &args);
}

/// The program that keeps the documentation of the crates apart.
fn rustdoc() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = folder.join(format!("rustdoc-apart{}", std::env::consts::EXE_SUFFIX));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rustdoc_apart.rs");
    let mut rustc = Command::new("rustc");
    let status = rustc.args(["--edition", "2024", "-o"]).arg(&program).arg(source).status();
    assert!(status.unwrap().success());
    program
}
