//! The crates of all cases, and that of this repository's description, as the members of one workspace; the code in
//! their READMEs is among their examples. In: the descriptions. Out: what the compiler, clippy and rustdoc have to say
//! about each of them, which has to be nothing, and what those do that have a `wire.rs`, which calls them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[allow(dead_code, reason = "the other tests use the rest of it")]
mod cases;
#[allow(dead_code, reason = "the other tests use the rest of it")]
mod phone_numbers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use cases::Case;
use clientsmith::Files;

/// The folder of the workspace, which stays between runs.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let mut files = BTreeMap::new();
    let mut members = Vec::new();
    for case in cases::all() {
        if let Some(emitted) = emit(&case) {
            add(&case.name, &emitted, &[], &mut files);
            if let Ok(wire) = fs::read_to_string(case.folder.join(WIRE)) {
                let server = include_str!("cases/server.rs").to_owned();
                files.insert(format!("{}/tests/wire.rs", case.name), wire);
                files.insert(format!("{}/tests/server/mod.rs", case.name), server);
            }
            members.push(case.name);
        }
    }
    let emitted = phone_numbers::generate_from(&phone_numbers::description()).files.unwrap();
    let readme = fs::read_to_string(phone_numbers::home().join("README.md")).unwrap();
    add(PHONE_NUMBERS, &emitted, &[&readme], &mut files);
    members.push(String::from(PHONE_NUMBERS));
    files.insert(String::from("Cargo.toml"), manifest(&members));
    // The versions of this repository, so that nothing is downloaded and most is compiled already.
    files
        .insert(String::from("Cargo.lock"), fs::read_to_string(root().join("Cargo.lock")).unwrap());
    write(&folder, &files);
    folder
});

/// The folder of this repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The manifest of the workspace. Dependencies are compiled as this repository's are, or else none of what is compiled
/// already would do; the cases without what debuggers need, which takes half of the time.
fn manifest(members: &[String]) -> String {
    let own = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (_, profile) = own.split_once("\n[profile.dev.package]\n").unwrap();
    let mut text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev.package]\n{profile}"
    );
    for member in members.iter().filter(|member| *member != PHONE_NUMBERS) {
        text.push_str(&format!("case-{member}.debug = false\n"));
    }
    text
}

/// The program that keeps the documentation of the crates apart.
static RUSTDOC: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rustdoc.rs");
    let program = folder.join(format!("rustdoc-apart{}", std::env::consts::EXE_SUFFIX));
    let mut rustc = Command::new("rustc");
    let status = rustc.args(["--edition", "2024", "-o"]).arg(&program).arg(source).status();
    assert!(status.unwrap().success());
    program
});

/// All that the crates offer, but for `native-tls`, which needs the headers of OpenSSL.
const FEATURES: &str = "blocking,mock,tracing,oauth2";

/// All that is compiled of a case but its library once more, for tests in it, of which there are none.
const TARGETS: [&str; 4] = ["--lib", "--examples", "--test", "*"];

/// The member that is no case.
const PHONE_NUMBERS: &str = "phone-numbers";

/// The file of a case that calls its client.
const WIRE: &str = "wire.rs";

/// The files of the case's crate; none where its description has errors, which its snapshots then tell.
fn emit(case: &Case) -> Option<Files> {
    let mut config = case.config();
    config.package.name = Some(format!("case-{}", case.name));
    config.package.workspace_member = true;
    case.generate(&config).files
}

/// Adds the files of a member, and the code in its README and in others as its examples.
fn add(member: &str, emitted: &Files, readmes: &[&str], files: &mut BTreeMap<String, String>) {
    files.extend(emitted.iter().map(|(path, text)| (format!("{member}/{path}"), text.to_owned())));
    let readmes: Vec<&str> =
        emitted.get("README.md").into_iter().chain(readmes.iter().copied()).collect();
    let (programs, steps): (Vec<&str>, Vec<&str>) =
        readmes.iter().flat_map(|readme| code(readme)).partition(|code| code.contains("fn main()"));
    assert!(!programs.is_empty(), "{member}: no README has a program");
    // A sample shows how to get a client or a response, not what to do with it.
    let head = "#![allow(unused, clippy::let_unit_value)]\n";
    for (index, program) in programs.iter().enumerate() {
        files.insert(format!("{member}/examples/readme_{index}.rs"), format!("{head}{program}"));
    }
    if steps.is_empty() {
        return;
    }
    let library = emitted.get("Cargo.toml").unwrap().split('"').nth(1).unwrap().replace('-', "_");
    let mut text = format!("{head}fn main() {{}}\n");
    for (index, step) in steps.iter().enumerate() {
        text.push_str(&format!(
            "async fn step_{index}(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{step}Ok(())\n}}\n"
        ));
    }
    files.insert(format!("{member}/examples/readme_steps.rs"), text);
}

/// The Rust code in a text of Markdown, but for that which calls this generator.
fn code(markdown: &str) -> impl Iterator<Item = &str> {
    let blocks = markdown.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|code| !code.contains("clientsmith::"))
}

/// Makes the folder hold these files and no other. What is the same stays untouched, and is not compiled again.
fn write(folder: &Path, files: &BTreeMap<String, String>) {
    let mut kept = BTreeSet::new();
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        }
        kept.insert(path);
    }
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !kept.contains(&path) {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

/// Runs cargo on the whole workspace, and fails with every warning and error of a case, by case.
fn check(args: &[&str]) {
    check_of(&["--workspace"], args);
}

/// The same, on some members of the workspace.
fn check_of(members: &[&str], args: &[&str]) {
    let mut cargo = Command::new(env!("CARGO"));
    let (command, flags) = args.split_first().unwrap();
    cargo
        .arg(command)
        .args(members)
        .args(["--offline", "--keep-going", "--message-format=json"])
        .args(flags)
        .current_dir(&*WORKSPACE)
        // That of this workspace, where most dependencies are compiled already.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."));
    if *command == "doc" {
        cargo.env("RUSTDOC", &*RUSTDOC);
    }
    let output = cargo.output().unwrap();
    let mut findings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        if message["reason"] != "compiler-message" {
            continue;
        }
        let manifest = Path::new(message["manifest_path"].as_str().unwrap());
        let Ok(case) = manifest.strip_prefix(&*WORKSPACE) else { continue };
        let case = case.parent().unwrap().display().to_string();
        let text = message["message"]["rendered"].as_str().unwrap().to_owned();
        findings.entry(case).or_default().insert(text);
    }
    let mut report = String::new();
    for (case, texts) in findings {
        report.push_str(&format!("\n=== {case}\n{}", Vec::from_iter(texts).join("")));
    }
    assert!(report.is_empty(), "cargo {args:?} {members:?} in {}:{report}", WORKSPACE.display());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {args:?} {members:?} in {}:\n{errors}",
        WORKSPACE.display()
    );
}

#[test]
fn neither_the_compiler_nor_clippy_complains() {
    check(&[&["clippy", "--features", FEATURES][..], &TARGETS].concat());
}

#[test]
fn the_clients_of_the_cases_send_and_take_what_is_described() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args([
            "test",
            "--offline",
            "--features",
            "blocking,mock,tracing",
            "--no-fail-fast",
            "--test",
            "wire",
        ])
        .current_dir(&*WORKSPACE)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."));
    for case in cases::all().iter().filter(|case| case.folder.join(WIRE).exists()) {
        cargo.args(["--package", &format!("case-{}", case.name)]);
    }
    let output = cargo.output().unwrap();
    let texts = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success(), "{}", texts.concat());
}

#[test]
fn the_compiler_does_not_complain_without_features() {
    check(&["check"]);
}

#[test]
fn no_tool_complains_where_tags_are_left_out() {
    let package = ["--package", "case-tag-features"];
    let manifest = fs::read_to_string(WORKSPACE.join("tag-features/Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let tags = manifest["features"]["operations"].as_array().unwrap();
    assert!(tags.len() > 7, "{tags:?}");
    for tag in tags {
        let features = format!("rustls,{}", tag.as_str().unwrap());
        check_of(&package, &["check", "--no-default-features", "--features", &features]);
    }
    // With none of them, and with as many other features as there are.
    for features in ["rustls", "blocking,mock,tracing,rustls,shops"] {
        let flags = ["--no-default-features", "--features", features];
        check_of(&package, &[&["clippy", "--lib"][..], &flags].concat());
        check_of(&package, &[&["doc", "--no-deps"][..], &flags].concat());
    }
}

#[test]
fn rustdoc_does_not_complain() {
    check(&["doc", "--no-deps", "--features", FEATURES]);
}
