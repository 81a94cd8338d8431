//! What a run over descriptions gave in; lines and tables for people, and the records, out.

use super::trial::{Finding, Trial};
use crate::corpus::table::{Align, table};

/// What became of a description.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// What its client did, or why there is none.
    pub(super) trial: Result<Trial, String>,
    /// What the independent validator said, if it was asked.
    pub(super) judged: Option<Result<Judged, String>>,
}

/// What an independent validator said of the requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) accepted: usize,
    /// Requests that it says nothing about, for a reason of its own.
    pub(super) undecided: Vec<Finding>,
    pub(super) refused: Vec<Finding>,
}

impl Entry {
    /// Whether nothing is wrong.
    pub(super) fn is_clean(&self) -> bool {
        let judged = match &self.judged {
            Some(Ok(judged)) => judged.refused.is_empty(),
            Some(Err(_)) => false,
            None => true,
        };
        let tried = |trial: &Trial| trial.requests.is_empty() && trial.responses.is_empty();
        self.trial.as_ref().is_ok_and(tried) && judged
    }

    /// The lines of the records.
    pub(super) fn records(&self) -> String {
        let Ok(trial) = &self.trial else { return String::new() };
        let records = trial.records.iter().map(|record| record.json());
        let lines = records.chain(trial.skipped.iter().map(|skipped| skipped.json()));
        lines.map(|line| format!("{line}\n")).collect()
    }
}

/// The findings of each description, and a table of all.
pub(super) fn text(entries: &[Entry], limit: usize) -> String {
    let mut text = String::new();
    for entry in entries {
        text.push_str(&findings(entry, limit));
    }
    let columns = [
        ("description", Align::Left),
        ("operations", Align::Right),
        ("records", Align::Right),
        ("skipped", Align::Right),
        ("differences", Align::Right),
        ("answers", Align::Right),
        ("wrong", Align::Right),
        ("accepted", Align::Right),
        ("refused", Align::Right),
        ("undecided", Align::Right),
    ];
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    text.push_str(&table(&columns, &rows));
    text
}

fn row(entry: &Entry) -> Vec<String> {
    let mut row = vec![entry.name.clone()];
    match &entry.trial {
        Ok(trial) => row.extend(
            [
                trial.operations,
                trial.records.len(),
                trial.skipped.len(),
                trial.requests.len(),
                trial.answers,
                trial.responses.len(),
            ]
            .map(|count| count.to_string()),
        ),
        Err(_) => row.extend(["failed"; 6].map(str::to_owned)),
    }
    match &entry.judged {
        Some(Ok(judged)) => row.extend(
            [judged.accepted, judged.refused.len(), judged.undecided.len()]
                .map(|count| count.to_string()),
        ),
        Some(Err(_)) => row.extend(["failed"; 3].map(str::to_owned)),
        None => row.extend(["-"; 3].map(str::to_owned)),
    }
    row
}

fn findings(entry: &Entry, limit: usize) -> String {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    match &entry.trial {
        Ok(trial) => {
            let skipped = trial.skipped.iter();
            let skipped = skipped
                .map(|it| format!("{} {}: {}", it.name.method, it.name.path, it.reason))
                .collect();
            lists.push(("skipped operation", skipped));
            lists.push(("case left out", lines(&trial.left_out)));
            lists.push(("difference in requests", lines(&trial.requests)));
            lists.push(("wrong outcome", lines(&trial.responses)));
            lists.push(("answer left out", lines(&trial.not_answered)));
        }
        Err(why) => lists.push(("failure", vec![why.clone()])),
    }
    match &entry.judged {
        Some(Ok(judged)) => {
            lists.push(("request refused by Prism", lines(&judged.refused)));
            lists.push(("request undecided by Prism", lines(&judged.undecided)));
        }
        Some(Err(why)) => lists.push(("failure of Prism", vec![why.clone()])),
        None => {}
    }
    lists.retain(|(_, lines)| !lines.is_empty());
    lists.iter().map(|(title, lines)| list(&entry.name, title, lines, limit)).collect()
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{}: {}", it.of, it.what)).collect()
}

fn list(name: &str, title: &str, lines: &[String], limit: usize) -> String {
    let mut text = format!("{name}: {title} ×{}\n", lines.len());
    lines.iter().take(limit).for_each(|line| text.push_str(&format!("  {line}\n")));
    if lines.len() > limit {
        text.push_str(&format!("  … and {} more\n", lines.len() - limit));
    }
    text
}
