//! What is emitted, a snapshot for each file, and what callers see of the crate of this repository, one for each module.
//! In: the cases, and the description of this repository. Out: the first difference of every file that differs; with
//! `cargo xtask bless`, `INSTA_UPDATE` or `cargo insta`, new snapshots.
//!
//! The snapshots of a case stand in its folder, each named after the file that it is about, so that the file list of a
//! change tells what it touches. One case has whole files; the others have what is not in these.

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
mod shown;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use shown::Whole;

fn main() -> ExitCode {
    let cases = cases::all();
    let whole = cases.iter().find(|case| case.name == shown::WHOLE).unwrap();
    let whole = Arc::new(Whole::of(&whole.generate(&whole.config())));
    let mut trials =
        vec![Trial::test("public-api", || check(&folder("public_api"), &public_api()))];
    trials.extend(cases.into_iter().map(|case| {
        let whole = Arc::clone(&whole);
        Trial::test(case.name.clone(), move || {
            let config = case.config();
            let output = case.generate(&config);
            let texts = if config.module.is_some() {
                // No other case has files with these names.
                let mut texts = shown::whole(&output);
                texts.retain(|name, _| !name.starts_with("runtime"));
                texts
            } else {
                // Whatever macros a crate has are known.
                output.files.as_ref().map(clientsmith::public_api).transpose()?;
                let is_whole = case.name == shown::WHOLE;
                if is_whole { shown::whole(&output) } else { whole.shown(&output) }
            };
            check(&case.folder.join("snapshots"), &texts)
        })
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// What callers see of the crate of this repository, a text for each module.
fn public_api() -> BTreeMap<String, String> {
    let output = phone_numbers::generate_from(&phone_numbers::description());
    let api = clientsmith::public_api(&output.files.unwrap()).unwrap();
    let name = |path: &str| if path.is_empty() { "crate" } else { path }.replace("::", "__");
    let modules = api.modules().iter();
    modules.map(|module| (format!("{}.rs", name(&module.path)), module.text())).collect()
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
    // Where snapshots are updated, what updates them takes these away.
    if std::env::var_os("INSTA_UPDATE").is_none_or(|update| update != "always") {
        for stale in stale(folder, texts) {
            wrong.push(format!("{}: nothing has this snapshot any more", stale.display()));
        }
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
