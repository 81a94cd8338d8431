//! What was found in, text or JSON lines out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::compare::Difference;
use super::json::Json;
use super::samples::Sample;
use crate::corpus::table::{Align, table};
use clientsmith::diagnostic::number;

/// What became of the samples of a description.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// The description.
    pub(super) name: String,
    /// How many samples there are.
    pub(super) samples: usize,
    /// What came back of them, or why there is no program that could try.
    pub(super) trip: Result<Trip, String>,
}

impl Outcome {
    /// Whether everything came back.
    pub(super) fn is_clean(&self) -> bool {
        self.trip.as_ref().is_ok_and(|trip| trip.different == 0 && trip.missing.is_empty())
    }
}

/// What came back of samples.
#[derive(Debug, Clone, Default)]
pub(super) struct Trip {
    /// How many came back as they were.
    pub(super) equal: usize,
    /// How many did not.
    pub(super) different: usize,
    /// How many samples there are of schemas without a type.
    pub(super) missing: BTreeMap<String, usize>,
    /// The largest type, and how many bytes a value of it has.
    pub(super) largest: Option<(usize, String)>,
    /// Everything that is wrong.
    pub(super) findings: Vec<Finding>,
}

/// Something that is wrong with what came back of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    schema: String,
    case: String,
    kind: &'static str,
    pointer: String,
    before: Option<String>,
    after: Option<String>,
}

impl Finding {
    /// A difference.
    pub(super) fn different(sample: &Sample, difference: Difference) -> Self {
        let text = |value: Option<Json>| value.map(|value| value.to_string());
        Self {
            schema: sample.schema.clone(),
            case: sample.case.clone(),
            kind: difference.kind.text(),
            pointer: difference.pointer,
            before: text(difference.before),
            after: text(difference.after),
        }
    }

    /// A value that is not decoded or not encoded.
    pub(super) fn refused(sample: &Sample, before: Json, error: &str) -> Self {
        Self {
            schema: sample.schema.clone(),
            case: sample.case.clone(),
            kind: "refused",
            pointer: String::new(),
            before: Some(before.to_string()),
            after: Some(error.to_owned()),
        }
    }

    fn json(&self, name: &str) -> Value {
        json!({
            "description": name, "schema": self.schema, "case": self.case, "kind": self.kind,
            "pointer": self.pointer, "before": self.before, "after": self.after,
        })
    }

    fn text(&self) -> String {
        let short = |value: &Option<String>| match value {
            Some(value) if value.chars().count() > 120 => {
                format!("{}…", value.chars().take(119).collect::<String>())
            }
            Some(value) => value.clone(),
            None => "nothing".to_owned(),
        };
        let Self { schema, case, kind, pointer, before, after } = self;
        format!("  {schema} ({case}) {pointer}: {kind}: {} -> {}\n", short(before), short(after))
    }
}

/// JSON lines: every finding, and after those of a description its sum.
pub(super) fn json(outcomes: &[Outcome]) -> String {
    let mut lines = Vec::new();
    for outcome in outcomes {
        let mut sum = json!({ "description": outcome.name, "samples": outcome.samples });
        let mut set = |key: &str, value: Value| {
            sum.as_object_mut().map(|sum| sum.insert(key.to_owned(), value));
        };
        match &outcome.trip {
            Ok(trip) => {
                lines.extend(trip.findings.iter().map(|finding| finding.json(&outcome.name)));
                set("equal", trip.equal.into());
                set("different", trip.different.into());
                set("missing", json!(trip.missing));
                let largest = trip.largest.as_ref();
                set(
                    "largest",
                    json!(largest.map(|(size, ty)| json!({ "bytes": size, "type": ty }))),
                );
            }
            Err(reason) => set("failed", reason.as_str().into()),
        }
        lines.push(sum);
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// For each description what is wrong, up to a limit; then the table.
pub(super) fn text(outcomes: &[Outcome], limit: usize) -> String {
    let mut text = String::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.is_clean()) {
        let name = &outcome.name;
        match &outcome.trip {
            Err(reason) => text.push_str(&format!("{name}: {reason}\n")),
            Ok(trip) => {
                text.push_str(&format!("{name}:\n"));
                let shown = trip.findings.iter().take(limit).map(Finding::text);
                text.push_str(&shown.collect::<String>());
                if let Some(more) = trip.findings.len().checked_sub(limit).filter(|it| *it > 0) {
                    text.push_str(&format!("  … and {more} more\n"));
                }
                if !trip.missing.is_empty() {
                    let missing: Vec<&str> = trip.missing.keys().map(String::as_str).collect();
                    text.push_str(&format!("  no type for: {}\n", missing.join(", ")));
                }
            }
        }
    }
    let names = ["samples", "equal", "different", "no type", "largest"];
    let mut columns = vec![("description", Align::Left)];
    columns.extend(names.map(|name| (name, Align::Right)));
    columns.push(("", Align::Left));
    let rows: Vec<Vec<String>> = outcomes.iter().map(row).collect();
    text.push_str(&table(&columns, &rows));
    text.push_str(&sum(outcomes));
    text
}

fn row(outcome: &Outcome) -> Vec<String> {
    let numbers = match &outcome.trip {
        Ok(trip) => {
            [trip.equal, trip.different, trip.missing.values().sum()].map(|n| n.to_string())
        }
        Err(_) => Default::default(),
    };
    let mut row = vec![outcome.name.clone(), outcome.samples.to_string()];
    row.extend(numbers);
    row.push(if outcome.is_clean() { "ok" } else { "FAILED" }.to_owned());
    row
}

fn sum(outcomes: &[Outcome]) -> String {
    let trips = || outcomes.iter().filter_map(|outcome| outcome.trip.as_ref().ok());
    let samples: usize = outcomes.iter().map(|outcome| outcome.samples).sum();
    let equal: usize = trips().map(|trip| trip.equal).sum();
    let different: usize = trips().map(|trip| trip.different).sum();
    let missing: usize = trips().flat_map(|trip| trip.missing.values()).sum();
    format!(
        "{}: {equal} equal, {different} different, {missing} without a type, {} not tried\n",
        number(samples, "sample"),
        samples - equal - different - missing
    )
}
