//! `clientsmith codegen` of descriptions that are wrong: those of the generator's own tests of diagnostics. Out: an exit code
//! that says so, and an output folder that nobody has touched.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

/// The tests of the generator.
fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

/// The wrong descriptions, by name.
fn wrong() -> BTreeMap<String, PathBuf> {
    let entries = tests().join("diagnostics").read_dir().unwrap().map(|entry| entry.unwrap());
    let files = entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()));
    let wrong: BTreeMap<String, PathBuf> =
        files.filter(|(name, _)| name.ends_with(".yaml") || name.ends_with(".json")).collect();
    assert!(!wrong.is_empty());
    wrong
}

/// Runs `clientsmith codegen` for a description, into the folder `out` of the current one.
fn codegen(folder: &Path, description: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clientsmith"))
        .args(["codegen", "--out", "out", "--name", "out", "--spec"])
        .arg(description)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

/// Every file below the folder, with its text and the time of its last change.
fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                files.insert(path.clone(), (fs::read(&path).unwrap(), changed));
            }
        }
    }
    files
}

#[test]
fn the_command_fails_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let run = codegen(folder.path(), &tests().join("cases/objects/description.yaml"));
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let before = state(folder.path());
    assert!(before.keys().any(|path| path.ends_with("out/src/lib.rs")));

    for (name, path) in wrong() {
        let run = codegen(folder.path(), &path);
        let text = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{name}: {text}");
        assert!(text.contains(&name), "{name}: {text}");
        assert!(!text.contains("panicked"), "{name}: {text}");
        assert!(state(folder.path()) == before, "{name} changed the folder");
    }
    for place in ["nowhere.yaml", ".", "out"] {
        let run = codegen(folder.path(), Path::new(place));
        let text = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(2), "{place}: {text}");
        assert!(text.contains(place) && !text.contains("panicked"), "{place}: {text}");
        assert!(state(folder.path()) == before, "{place} changed the folder");
    }
}

#[test]
fn the_command_creates_nothing_for_a_wrong_description() {
    let folder = tempfile::tempdir().unwrap();
    for (name, path) in wrong() {
        assert!(!codegen(folder.path(), &path).status.success(), "{name}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "{name} left something behind");
    }
}
