//! Changes as text. In: a diff. Out: text for a terminal, Markdown for a pull request, JSON for tools, or annotations.

use std::fmt::Write;

use serde_json::json;

use super::{Bump, Change, Diff, Kind, Level};
use crate::report;

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// An object with `bump` and `changes`.
    Json,
    /// Commands that a GitHub Action prints as annotations.
    Github,
}

pub(super) fn text(diff: &Diff, format: Format) -> String {
    match format {
        Format::Text => plain(diff),
        Format::Markdown => markdown(diff),
        Format::Json => format!("{:#}\n", json(diff)),
        Format::Github => diff.changes.iter().map(annotation).collect(),
    }
}

const LEVELS: [Level; 3] = [Level::Breaking, Level::Additive, Level::Invisible];

fn plain(diff: &Diff) -> String {
    let mut text = String::new();
    for change in &diff.changes {
        let place = change.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let Change { level, rust, message, .. } = change;
        let _ = writeln!(text, "{}: `{rust}`: {message}{place}", name(*level));
        let sides = [("-", &change.before), ("+", &change.after)];
        for (sign, side) in
            sides.iter().filter(|_| change.before.is_some() && change.after.is_some())
        {
            let _ = writeln!(text, "  {sign} {}", side.as_deref().unwrap_or_default());
        }
    }
    let _ = writeln!(text, "bump: {}", bump(diff.bump()));
    text
}

fn markdown(diff: &Diff) -> String {
    let mut text = format!("**Version bump: {}**\n", bump(diff.bump()));
    for level in LEVELS {
        let changes: Vec<&Change> = diff.changes.iter().filter(|it| it.level == level).collect();
        if changes.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n### {}\n\n| what | where | before | after |\n| --- | --- | --- | --- |",
            title(level)
        );
        for change in changes {
            let code = |side: &Option<String>| side.as_deref().map(cell).unwrap_or_default();
            let _ = writeln!(
                text,
                "| {} {} | {} | {} | {} |",
                cell(&change.rust),
                change.message,
                change.place.as_deref().map(cell).unwrap_or_default(),
                code(&change.before),
                code(&change.after)
            );
        }
    }
    text
}

/// A string as code in a cell of a table.
fn cell(text: &str) -> String {
    let plain = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    if plain.contains('`') { format!("`` {plain} ``") } else { format!("`{plain}`") }
}

fn json(diff: &Diff) -> serde_json::Value {
    let changes: Vec<serde_json::Value> = diff
        .changes
        .iter()
        .map(|change| {
            json!({
                "level": name(change.level),
                "kind": match change.kind { Kind::Api => "api", Kind::Wire => "wire", Kind::Docs => "docs" },
                "rust": change.rust,
                "message": change.message,
                "before": change.before,
                "after": change.after,
                "place": change.place,
            })
        })
        .collect();
    json!({ "bump": bump(diff.bump()), "changes": changes })
}

/// A command of GitHub's workflows.
fn annotation(change: &Change) -> String {
    let command = match change.level {
        Level::Breaking => "error",
        Level::Additive | Level::Invisible => "notice",
    };
    let message = format!("`{}`: {}", change.rust, change.message);
    format!(
        "::{command} title={} change::{}\n",
        name(change.level),
        report::github_message(&message)
    )
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Additive => "additive",
        Level::Invisible => "invisible",
    }
}

fn title(level: Level) -> &'static str {
    match level {
        Level::Breaking => "Breaking",
        Level::Additive => "Additive",
        Level::Invisible => "Invisible to programs",
    }
}

fn bump(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "none",
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}
