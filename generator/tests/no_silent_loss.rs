//! Nothing is lost in silence: for each keyword of the specification, a small description without it and the same with
//! it go in, and either the files differ or a diagnostic of the second is not one of the first.
//!
//! What a description gets wrong is not lost in silence either: `no_silent_loss/wrong.rs`.
//!
//! The rows stand in `no_silent_loss/`, one file for each part of the specification. A keyword that may be lost says
//! why, and one that says so although it is not lost fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[path = "no_silent_loss/document.rs"]
mod document;
#[path = "no_silent_loss/operations.rs"]
mod operations;
#[path = "no_silent_loss/row.rs"]
mod row;
#[path = "no_silent_loss/schemas.rs"]
mod schemas;
#[path = "no_silent_loss/swagger2.rs"]
mod swagger2;
#[path = "no_silent_loss/wrong.rs"]
mod wrong;

#[allow(dead_code, reason = "the other tests use the rest of it")]
mod mutation;
mod parallel;

use std::collections::{BTreeMap, BTreeSet};

use clientsmith::diagnostic::Severity;
use clientsmith::{Config, Files, ReadSource, generate};
use row::{DIALECTS, Place, Row};

/// The one description that is in memory.
struct Memory(String);

impl ReadSource for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "api.yaml" => Ok(self.0.clone().into_bytes()),
            _ => Err(String::from("no such file")),
        }
    }
}

/// What the generator makes of a description.
struct Made {
    files: Option<Files>,
    /// Code and message of each diagnostic, and how many there are of them; places move with the text.
    said: BTreeMap<(&'static str, String), usize>,
    errors: Vec<String>,
}

fn make(text: &str) -> Made {
    let output = generate("api.yaml", &Memory(text.to_owned()), &Config::default());
    let mut said = BTreeMap::new();
    let mut errors = Vec::new();
    for diagnostic in output.diagnostics {
        if diagnostic.severity == Severity::Error {
            errors.push(diagnostic.message.clone());
        }
        *said.entry((diagnostic.code.as_str(), diagnostic.message)).or_default() += 1;
    }
    Made { files: output.files, said, errors }
}

/// What there is to say of a row in a dialect; nothing where all is well.
fn judge(place: &Place, row: &Row, version: &str, base: &Made, text: &str) -> Option<String> {
    let made = make(text);
    if let Some(error) = base.errors.first().or(made.errors.first()) {
        return Some(format!("is valid, and refused: {error}"));
    }
    let news: Vec<_> = made
        .said
        .iter()
        .filter(|(said, count)| base.said.get(*said).is_none_or(|before| before < count))
        .map(|(said, _)| said)
        .collect();
    if let Some((_, message)) = news.iter().find(|(code, _)| *code == "unknown-key") {
        return Some(format!("is known to {version}, and yet: {message}"));
    }
    let shows = made.files != base.files || !news.is_empty();
    let reported = place
        .reported
        .is_some_and(|message| base.said.keys().any(|(_, said)| said.contains(message)));
    match (shows || reported, row.reason(place)) {
        (false, None) => Some(String::from("is lost in silence")),
        (true, Some(_)) => Some(String::from("is not lost any more; remove its reason")),
        (_, _) => None,
    }
}

/// A row as a complaint shows it.
fn text_of(row: &Row) -> String {
    if row.beside.is_empty() {
        row.added.to_owned()
    } else {
        format!("{} | {}", row.added, row.beside)
    }
}

fn check(places: &[Place]) {
    let mut complaints: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut rows = BTreeSet::new();
    for place in places {
        for (dialect, version) in DIALECTS {
            let mut bases: BTreeMap<String, Made> = BTreeMap::new();
            for row in place.rows.iter().filter(|row| row.dialects(place) & dialect != 0) {
                let base = place.description(version, &row.base());
                let made = bases.entry(base.clone()).or_insert_with(|| make(&base));
                let text = place.description(version, &row.added());
                rows.insert((place.object, row.added, row.beside, row.dialects(place)));
                if let Some(complaint) = judge(place, row, version, made, &text) {
                    let complaint = format!("{}: `{}` {complaint}", place.object, text_of(row));
                    complaints.entry(complaint).or_default().push(version);
                }
            }
            for (base, made) in &bases {
                if let Some(message) = place.reported
                    && !made.said.keys().any(|(_, said)| said.contains(message))
                {
                    let complaint =
                        format!("{}: nothing says {message:?} of `{base}`", place.object);
                    complaints.entry(complaint).or_default().push(version);
                }
            }
        }
    }
    let count: usize = places.iter().map(|place| place.rows.len()).sum();
    assert_eq!(rows.len(), count, "a row stands in the table twice");
    let complaints: Vec<String> = complaints
        .into_iter()
        .map(|(complaint, versions)| format!("{complaint} ({})", versions.join(", ")))
        .collect();
    assert!(complaints.is_empty(), "{} rows:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn the_document_loses_nothing() {
    check(document::PLACES);
}

#[test]
fn operations_lose_nothing() {
    check(operations::PLACES);
}

#[test]
fn schemas_lose_nothing() {
    check(schemas::PLACES);
}

#[test]
fn swagger_2_loses_nothing() {
    check(swagger2::PLACES);
}
