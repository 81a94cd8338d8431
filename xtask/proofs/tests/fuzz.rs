//! `cargo xtask fuzz`, as a user types it: descriptions in; exit code and text out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the command over a folder of this repository or of its neighbour, in a working folder that stays.
fn fuzz(folder: &Path, working: &str, arguments: &[&str]) -> Output {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    Command::new(env!("CARGO_BIN_EXE_proofs"))
        .arg("fuzz")
        .arg(folder)
        .arg("--keep")
        .arg(temporary.join(working))
        // Where dependencies are built already.
        .arg("--target-dir")
        .arg(temporary.join(".."))
        .args(arguments)
        .output()
        .unwrap()
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn assert_sound(output: &Output, wanted: &str) {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{out}{err}");
    assert!(out.contains(wanted), "{out}");
}

#[test]
fn mutants_of_all_cases_give_crates_that_compile_or_errors() {
    let cases = home().join("generator/tests/cases");
    let output = fuzz(&cases, "fuzz-cases", &["--count", "600", "--compile", "12"]);
    assert_sound(&output, "600 mutants: ");
    let out = String::from_utf8_lossy(&output.stdout);
    let compiled: usize =
        out.split(", ").nth(1).and_then(|it| it.split(' ').next()).unwrap().parse().unwrap();
    assert!(compiled > 4, "{out}");
}

/// Real descriptions are not part of the repository.
#[test]
fn mutants_of_real_descriptions_give_crates_or_errors() {
    let corpus = home().join("../shared/corpus");
    if corpus.is_dir() {
        let output = fuzz(&corpus, "fuzz-corpus", &["--max-size", "60k", "--count", "200"]);
        assert_sound(&output, "200 mutants: ");
    }
}
