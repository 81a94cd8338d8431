//! What became of the calls in; lines and a table for people out.

use super::calls::Called;
use super::verdict::Verdict;
use crate::corpus::table::{Align, table};

/// What became of a server.
#[derive(Debug)]
pub(super) struct Entry {
    name: String,
    outcome: Outcome,
}

#[derive(Debug)]
enum Outcome {
    /// It cannot be had here.
    Skipped(String),
    /// There is no client.
    Failed(String),
    Tried(Vec<Called>),
}

impl Entry {
    pub(super) fn skipped(name: &str, why: String) -> Self {
        Self { name: name.to_owned(), outcome: Outcome::Skipped(why) }
    }

    pub(super) fn failed(name: String, why: String) -> Self {
        Self { name, outcome: Outcome::Failed(why) }
    }

    pub(super) fn tried(name: String, calls: Vec<Called>) -> Self {
        Self { name, outcome: Outcome::Tried(calls) }
    }

    /// Whether nothing is wrong.
    pub(super) fn is_clean(&self) -> bool {
        match &self.outcome {
            Outcome::Skipped(_) => true,
            Outcome::Failed(_) => false,
            Outcome::Tried(calls) => {
                !calls.iter().any(|called| matches!(called.verdict, Verdict::Wrong(_)))
            }
        }
    }
}

/// The columns of verdicts, each with the title of its findings.
const KINDS: [(&str, &str); 6] = [
    ("right", ""),
    ("corrected", "corrected"),
    ("no body", "body that the description does not have"),
    ("misdescribed", "misdescribed"),
    ("wrong", "wrong"),
    ("not sent", "not sent"),
];

/// The column of a verdict, and its findings.
fn kind(verdict: &Verdict) -> (usize, Vec<&str>) {
    match verdict {
        Verdict::Right => (0, Vec::new()),
        Verdict::Corrected(corrections) => (1, corrections.iter().map(String::as_str).collect()),
        Verdict::NoBody(body) => (2, vec![body]),
        Verdict::Misdescribed(why) => (3, vec![why]),
        Verdict::Wrong(why) => (4, vec![why]),
        Verdict::NotSent(why) => (5, vec![why]),
    }
}

/// The findings of each server, and a table of all.
pub(super) fn text(entries: &[Entry], limit: usize) -> String {
    let mut text: String = entries.iter().map(|entry| findings(entry, limit)).collect();
    let mut columns = vec![("server", Align::Left), ("calls", Align::Right)];
    columns.extend(KINDS.map(|(column, _)| (column, Align::Right)));
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    text.push_str(&table(&columns, &rows));
    text
}

fn row(entry: &Entry) -> Vec<String> {
    let cells: Vec<String> = match &entry.outcome {
        Outcome::Skipped(_) => ["skipped"; 7].map(str::to_owned).to_vec(),
        Outcome::Failed(_) => ["failed"; 7].map(str::to_owned).to_vec(),
        Outcome::Tried(calls) => {
            let count = |number| calls.iter().filter(|it| kind(&it.verdict).0 == number).count();
            let counts: Vec<usize> = (0..KINDS.len()).map(count).collect();
            let sent = calls.len() - counts.last().copied().unwrap_or_default();
            [sent].into_iter().chain(counts).map(|count| count.to_string()).collect()
        }
    };
    [entry.name.clone()].into_iter().chain(cells).collect()
}

fn findings(entry: &Entry, limit: usize) -> String {
    let name = &entry.name;
    let calls = match &entry.outcome {
        Outcome::Skipped(why) => return format!("{name} is skipped: {why}\n"),
        Outcome::Failed(why) => return format!("{name}: there is no client: {why}\n"),
        Outcome::Tried(calls) => calls,
    };
    let mut text = String::new();
    for (number, (_, title)) in KINDS.iter().enumerate().skip(1) {
        let lines: Vec<String> = calls
            .iter()
            .filter(|it| kind(&it.verdict).0 == number)
            .flat_map(|it| kind(&it.verdict).1.into_iter().map(|what| format!("{}: {what}", it.of)))
            .collect();
        if lines.is_empty() {
            continue;
        }
        text.push_str(&format!("{name}: {title} ×{}\n", lines.len()));
        lines.iter().take(limit).for_each(|line| text.push_str(&format!("  {line}\n")));
        if lines.len() > limit {
            text.push_str(&format!("  … and {} more\n", lines.len() - limit));
        }
    }
    text
}
