//! What is known of a description in; a row of the table, or a JSON object, out.

use serde_json::{Value, json};

use super::compiler::Effort;
use super::table::{Align, table};
use super::{Compiled, Description, Generated};
use crate::report::number;

/// A description, and what became of it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) description: Description,
    pub(super) generated: Generated,
    pub(super) checked: Option<Checked>,
}

/// What compiling a crate gave.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub(super) rustc: Compiled,
    pub(super) clippy: Option<Compiled>,
    pub(super) rustdoc: Option<Compiled>,
    pub(super) effort: Effort,
}

impl Checked {
    fn all(&self) -> impl Iterator<Item = &Compiled> {
        [Some(&self.rustc), self.clippy.as_ref(), self.rustdoc.as_ref()].into_iter().flatten()
    }

    fn errors(&self) -> usize {
        self.all().map(|compiled| compiled.errors).sum()
    }

    fn warnings(&self) -> usize {
        self.all().map(|compiled| compiled.warnings).sum()
    }
}

impl Entry {
    pub(super) fn new(description: Description, generated: Generated) -> Self {
        Self { description, generated, checked: None }
    }

    /// Why the description counts as failed.
    pub(super) fn problem(&self) -> Option<&str> {
        if !self.generated.done {
            return Some(self.generated.reason.as_deref().unwrap_or("it was not generated"));
        }
        let mut compiled = self.checked.iter().flat_map(Checked::all);
        let unclean = compiled.find(|it| !it.done || it.errors + it.warnings > 0)?;
        Some(unclean.first.as_deref().unwrap_or("it was not compiled"))
    }

    /// All that is known.
    pub(super) fn json(&self) -> Value {
        let generated = &self.generated;
        let compiled = |it: &Compiled| {
            json!({
                "errors": it.errors, "warnings": it.warnings, "codes": it.codes, "first": it.first,
            })
        };
        let mut value = json!({
            "name": self.description.name,
            "path": self.description.path,
            "bytes": self.description.bytes,
            "failed": self.problem(),
            "generated": generated.done,
            "operations": generated.operations,
            "types": generated.types,
            "lines": generated.lines,
            "generateSeconds": generated.seconds,
            "generateMemory": generated.memory,
            "diagnostics": {
                "errors": generated.errors,
                "warnings": generated.warnings,
                "codes": generated.codes,
            },
        });
        if let (Some(checked), Some(object)) = (&self.checked, value.as_object_mut()) {
            object.insert("checkSeconds".to_owned(), json!(checked.effort.seconds));
            object.insert("checkMemory".to_owned(), json!(checked.effort.memory));
            object.insert("rustc".to_owned(), compiled(&checked.rustc));
            object.insert("clippy".to_owned(), checked.clippy.as_ref().map(compiled).into());
            object.insert("rustdoc".to_owned(), checked.rustdoc.as_ref().map(compiled).into());
        }
        value
    }

    fn row(&self, compiled: bool) -> Vec<String> {
        let generated = &self.generated;
        let known = generated.done;
        let if_known = |text: String| if known { text } else { String::new() };
        let mut row = vec![
            self.description.name.clone(),
            if_known(generated.operations.to_string()),
            if_known(generated.types.to_string()),
            if_known(generated.lines.to_string()),
            format!("{:.3}", generated.seconds),
            megabytes(generated.memory),
        ];
        if compiled {
            let of =
                |text: fn(&Checked) -> String| self.checked.as_ref().map_or(String::new(), text);
            row.extend([
                of(|it| format!("{:.2}", it.effort.seconds)),
                of(|it| megabytes(it.effort.memory)),
                of(|it| it.errors().to_string()),
                of(|it| it.warnings().to_string()),
            ]);
        }
        row.push(format!("{} / {}", generated.errors, generated.warnings));
        row.push(if self.problem().is_some() { "FAILED" } else { "ok" }.to_owned());
        row
    }
}

/// What clippy says beyond rustc, which speaks through it too.
pub(super) fn clippy_alone(mut clippy: Compiled) -> Compiled {
    if clippy.errors > 0 {
        return clippy;
    }
    clippy.codes.retain(|code, _| code.starts_with("clippy::"));
    clippy.warnings = clippy.codes.values().sum();
    clippy.first = clippy.first.filter(|_| clippy.warnings > 0);
    clippy
}

fn megabytes(bytes: u64) -> String {
    (bytes >> 20).to_string()
}

/// The table, why each one failed, and the sum.
pub(super) fn text(entries: &[Entry], compiled: bool) -> String {
    let mut columns = vec![
        ("description", Align::Left),
        ("ops", Align::Right),
        ("types", Align::Right),
        ("lines", Align::Right),
        ("gen s", Align::Right),
        ("gen MB", Align::Right),
    ];
    if compiled {
        let names = ["check s", "check MB", "errors", "warnings"];
        columns.extend(names.map(|name| (name, Align::Right)));
    }
    columns.extend([("diagnostics", Align::Right), ("", Align::Left)]);
    let rows: Vec<Vec<String>> = entries.iter().map(|entry| entry.row(compiled)).collect();
    let mut text = table(&columns, &rows);
    let failed: Vec<&Entry> = entries.iter().filter(|it| it.problem().is_some()).collect();
    for entry in &failed {
        let problem = entry.problem().unwrap_or_default();
        text.push_str(&format!("{}: {problem}\n", entry.description.name));
    }
    let (clean, lines) =
        (entries.len() - failed.len(), entries.iter().map(|it| it.generated.lines));
    text.push_str(&format!(
        "{}: {clean} ok, {} failed; {} lines, {:.1} s to generate{}\n",
        number(entries.len(), "description"),
        failed.len(),
        lines.sum::<usize>(),
        entries.iter().map(|it| it.generated.seconds).sum::<f64>(),
        checking(entries),
    ));
    if cfg!(debug_assertions) {
        text.push_str("The generator was built without optimizations.\n");
    }
    text
}

fn checking(entries: &[Entry]) -> String {
    let seconds: f64 =
        entries.iter().filter_map(|it| Some(it.checked.as_ref()?.effort.seconds)).sum();
    if seconds == 0.0 { String::new() } else { format!(", {seconds:.1} s to check") }
}
