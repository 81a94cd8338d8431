//! What is known of a description in; a row of the table, or a JSON object, out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::compiler::Effort;
use super::table::{Align, table};
use super::{Compiled, Description, Generated};
use clientsmith::diagnostic::number;

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
    text.push_str(&causes(entries));
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

/// What the compilers complained about most, and in how many crates.
fn causes(entries: &[Entry]) -> String {
    let mut causes = BTreeMap::<&str, (usize, Vec<&str>)>::new();
    for entry in entries {
        for (code, count) in entry.checked.iter().flat_map(Checked::all).flat_map(|it| &it.codes) {
            let (sum, names) = causes.entry(code).or_default();
            *sum += count;
            if names.last() != Some(&entry.description.name.as_str()) {
                names.push(&entry.description.name);
            }
        }
    }
    if causes.is_empty() {
        return String::new();
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(code, (sum, _))| (std::cmp::Reverse(*sum), *code));
    let columns = [
        ("errors and warnings of the compilers", Align::Left),
        ("times", Align::Right),
        ("descriptions", Align::Right),
        ("such as", Align::Left),
    ];
    let row = |(code, (sum, names)): (&str, (usize, Vec<&str>))| {
        let first = names.first().copied().unwrap_or_default();
        vec![code.to_owned(), sum.to_string(), names.len().to_string(), first.to_owned()]
    };
    format!("\n{}\n", table(&columns, &causes.into_iter().map(row).collect::<Vec<_>>()))
}

fn checking(entries: &[Entry]) -> String {
    let seconds: f64 =
        entries.iter().filter_map(|it| Some(it.checked.as_ref()?.effort.seconds)).sum();
    if seconds == 0.0 { String::new() } else { format!(", {seconds:.1} s to check") }
}

#[cfg(test)]
mod tests {
    use super::{Checked, Effort, Entry, clippy_alone, text};
    use crate::corpus::{Compiled, Description, Generated};

    fn compiled(warnings: usize, codes: &[(&str, usize)]) -> Compiled {
        Compiled {
            done: true,
            errors: 0,
            warnings,
            codes: codes.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect(),
            first: (warnings > 0).then(|| "first".to_owned()),
        }
    }

    fn entry(name: &str, rustc: Compiled, clippy: Compiled) -> Entry {
        let description = Description { name: name.to_owned(), path: "x.yaml".into(), bytes: 1 };
        let mut entry = Entry::new(description, Generated { done: true, ..Generated::default() });
        let effort = Effort { seconds: 1.5, memory: 2 << 20 };
        entry.checked = Some(Checked { rustc, clippy: Some(clippy), rustdoc: None, effort });
        entry
    }

    #[test]
    fn clippy_is_not_counted_for_what_rustc_said() {
        let codes = [("unused_variables", 2), ("clippy::foo", 3)];
        assert_eq!(clippy_alone(compiled(5, &codes)), compiled(3, &codes[1..]));
        assert_eq!(clippy_alone(compiled(2, &codes[..1])), compiled(0, &[]));
    }

    #[test]
    fn a_warning_is_a_failure_and_is_counted_by_its_code() {
        let clean = entry("clean", compiled(0, &[]), compiled(0, &[]));
        assert_eq!(clean.problem(), None);
        let one = entry("one", compiled(1, &[("a", 1)]), compiled(2, &[("clippy::b", 2)]));
        assert_eq!(one.problem(), Some("first"));
        let two = entry("two", compiled(0, &[]), compiled(1, &[("clippy::b", 1)]));
        let text = text(&[clean, one, two], true);
        for line in [
            "one            0      0      0  0.000       0     1.50         2       0         3        0 / 0  FAILED",
            "clippy::b                                 3             2  one",
            "a                                         1             1  one",
            "3 descriptions: 1 ok, 2 failed; 0 lines, 0.0 s to generate, 4.5 s to check",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
    }

    #[test]
    fn what_did_not_come_to_its_end_has_failed() {
        let stopped = Compiled { done: false, ..compiled(0, &[]) };
        let entry = entry("x", stopped, compiled(0, &[]));
        assert_eq!(entry.problem(), Some("it was not compiled"));
    }
}
