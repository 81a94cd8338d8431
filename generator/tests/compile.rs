//! The crates of all cases, compiled. In: the descriptions. Out: what the compiler has to say about each of them, which
//! has to be nothing, and what those do that have a `wire.rs`, which calls them.
//!
//! What takes longer than a developer waits (clippy, rustdoc, other sets of features) is a proof: `xtask/proofs/tests`.

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
#[allow(dead_code, reason = "the proofs use the rest of it")]
mod workspace;

use workspace::{CALLS, FEATURES, PHONE_NUMBERS, Workspace};

/// One test and not several, since cargo runs one at a time in a folder of build results.
#[test]
fn the_crates_of_the_cases_compile_and_their_clients_do_what_is_described() {
    let workspace = Workspace::write();
    let build = ["build", "--tests", "--package", CALLS];
    workspace.expect_silence(&build);
    let calls = workspace.cargo(&["test", "--quiet", "--package", CALLS]).output().unwrap();
    let texts = [calls.stdout, calls.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(calls.status.success(), "{}", texts.concat());

    let excluded: Vec<String> =
        workspace.called.iter().map(|name| format!("case-{name}")).collect();
    let mut check = vec!["check", "--workspace", "--no-default-features", "--features", FEATURES];
    for name in excluded.iter().map(String::as_str).chain([CALLS, "signalwire-phone-numbers"]) {
        check.extend(["--exclude", name]);
    }
    workspace.expect_silence(&check);
    let manifest = format!("{PHONE_NUMBERS}/Cargo.toml");
    workspace.expect_silence(&[
        "check",
        "--manifest-path",
        &manifest,
        "--examples",
        "--no-default-features",
        "--features",
        "blocking,mock,tracing",
    ]);
}
