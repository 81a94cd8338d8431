//! What is emitted, a snapshot for each file. In: the cases, and the description of this repository. Out: the first
//! difference of every file that differs; with `INSTA_UPDATE` or `cargo insta`, new snapshots.
//!
//! The snapshots of a case stand in its folder, each named after the file that it holds, so that the file list of a
//! change tells what it touches.

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

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::{Output, diagnostic};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut trials: Vec<Trial> = cases::all()
        .into_iter()
        .map(|case| {
            Trial::test(case.name.clone(), move || {
                check(&case.folder.join("snapshots"), &texts(&case.generate(&case.config())))
            })
        })
        .collect();
    trials.push(Trial::test("generated", || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generated");
        check(&folder, &texts(&phone_numbers::generate_from(&phone_numbers::description())))
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// What a run gives, by the name of its snapshot. The support code is the same for all and left out, but not the list
/// of its files that the crate has; diagnostics are there only where there are any.
fn texts(output: &Output) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, text) in output.files.iter().flat_map(|files| files.iter()) {
        if !path.starts_with("src/runtime/") || path == "src/runtime/mod.rs" {
            texts.insert(path.replace('/', "__"), text.to_owned());
        }
    }
    if output.files.is_some() {
        texts.insert(String::from("map.json"), format!("{:#}", output.map));
    }
    if !output.diagnostics.is_empty() {
        let rendered = diagnostic::render(&output.diagnostics, &output.sources, false);
        texts.insert(String::from("diagnostics.txt"), rendered);
    }
    texts
}

/// Compares each text with its snapshot, all of them before the first one fails, and looks for snapshots of files that
/// are no longer there.
fn check(folder: &Path, texts: &BTreeMap<String, String>) -> Result<(), Failed> {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut wrong: Vec<String> = Vec::new();
    settings.bind(|| {
        for (name, text) in texts {
            let compare = || insta::assert_snapshot!(name.as_str(), text);
            if catch_unwind(AssertUnwindSafe(compare)).is_err() {
                wrong.push(format!("{name}: differs; see above"));
            }
        }
    });
    for stale in stale(folder, texts) {
        wrong.push(format!("{}: nothing has this snapshot any more; remove it", stale.display()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// The snapshots on disk that no text has.
fn stale(folder: &Path, texts: &BTreeMap<String, String>) -> Vec<PathBuf> {
    let files = folder.read_dir().map(|entries| entries.map(|entry| entry.unwrap().path()));
    let mut stale: Vec<PathBuf> = files
        .into_iter()
        .flatten()
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .filter(|path| !texts.contains_key(path.file_stem().unwrap().to_str().unwrap()))
        .collect();
    stale.sort();
    stale
}
