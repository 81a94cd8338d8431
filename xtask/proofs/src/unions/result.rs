//! What was found in, text out.

use clientsmith::diagnostic::number;

use super::judge::{Finding, Trial};
use crate::corpus::table::{Align, table};

/// What became of the values of a description.
pub(super) struct Outcome {
    pub(super) name: String,
    unions: usize,
    values: usize,
    /// The values that became a wrong member, or why none could be tried.
    findings: Result<Vec<Finding>, String>,
}

impl Outcome {
    pub(super) fn of(trial: &Trial, findings: Vec<Finding>) -> Self {
        Self {
            name: trial.name.clone(),
            unions: trial.unions(),
            values: trial.questions.len(),
            findings: Ok(findings),
        }
    }

    pub(super) fn failed(name: String, reason: String) -> Self {
        Self { name, unions: 0, values: 0, findings: Err(reason) }
    }

    /// Whether every value became the right member.
    pub(super) fn is_clean(&self) -> bool {
        self.findings.as_ref().is_ok_and(Vec::is_empty)
    }
}

/// For each description what is wrong, up to a limit; then the table.
pub(super) fn text(outcomes: &[Outcome], limit: usize) -> String {
    let mut text = String::new();
    for Outcome { name, findings, .. } in outcomes {
        match findings {
            Err(reason) => text.push_str(&format!("{name}: {reason}\n")),
            Ok(findings) if findings.is_empty() => {}
            Ok(findings) => {
                text.push_str(&format!("{name}:\n"));
                text.extend(findings.iter().take(limit).map(finding));
                if findings.len() > limit {
                    text.push_str(&format!("  … and {} more\n", findings.len() - limit));
                }
            }
        }
    }
    let wrong = |it: &Outcome| it.findings.as_ref().map_or(0, Vec::len);
    let row = |it: &Outcome| {
        let end = if it.is_clean() { "ok" } else { "FAILED" };
        let numbers = [it.unions, it.values, wrong(it)].map(|number| number.to_string());
        std::iter::once(it.name.clone()).chain(numbers).chain([end.to_owned()]).collect()
    };
    let mut columns = vec![("description", Align::Left)];
    columns.extend(["unions", "values", "wrong"].map(|name| (name, Align::Right)));
    columns.push(("", Align::Left));
    text.push_str(&table(&columns, &outcomes.iter().map(row).collect::<Vec<_>>()));
    let values: usize = outcomes.iter().map(|it| it.values).sum();
    let all: usize = outcomes.iter().map(wrong).sum();
    text.push_str(&format!("{}: {all} in a wrong member\n", number(values, "value")));
    text
}

fn finding(finding: &Finding) -> String {
    let Finding { union, taken, right, value } = finding;
    let short: String = value.chars().take(160).collect();
    let right = if right.is_empty() { "no error" } else { right };
    format!("  {union}: {taken}, not {right}: {short}\n")
}
