//! The Static Analysis Results Interchange Format (OASIS SARIF 2.1.0), which code scanners and editors read.

use serde_json::{Value, json};

use super::pointers::Pointers;
use crate::diagnostic::{Code, Diagnostic, Sources, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The diagnostics as one SARIF document, with a run for each list of diagnostics and their files. The rules are the
/// codes.
pub fn sarif(runs: &[(&[Diagnostic], &Sources)]) -> String {
    let runs: Vec<Value> =
        runs.iter().map(|(diagnostics, sources)| run(diagnostics, sources)).collect();
    format!("{:#}\n", json!({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}))
}

fn run(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut pointers = Pointers::of(sources);
    let mut codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> =
        diagnostics.iter().map(|it| result(it, sources, &mut pointers)).collect();
    let driver = json!({
        "name": "clientsmith",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    })
}

fn rule(code: Code) -> Value {
    let whole = code.explanation();
    let first = whole.split("\n\n").next().unwrap_or_default();
    json!({
        "id": code.as_str(),
        "fullDescription": {"text": first},
        "help": {"text": whole, "markdown": whole},
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources, pointers: &mut Pointers<'_>) -> Value {
    let help = diagnostic.help.as_ref().map(|help| format!(" ({help})"));
    let message = format!("{}{}", diagnostic.message, help.unwrap_or_default());
    let related = diagnostic.related.iter().map(|(span, label)| {
        let mut place = location(*span, sources, pointers);
        if let Value::Object(place) = &mut place {
            place.insert(String::from("message"), json!({"text": label}));
        }
        place
    });
    let related: Vec<Value> = related.collect();
    json!({
        "ruleId": diagnostic.code.as_str(),
        "level": diagnostic.severity.as_str(),
        "message": {"text": message},
        "locations": [location(diagnostic.span, sources, pointers)],
        "relatedLocations": related,
    })
}

fn location(span: Span, sources: &Sources, pointers: &mut Pointers<'_>) -> Value {
    let (start, end) = (sources.locate(span), sources.locate_end(span));
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": start.file},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let (Some(pointer), Value::Object(object)) = (pointers.to(span), &mut location) {
        let logical = json!([{"fullyQualifiedName": pointer}]);
        object.insert(String::from("logicalLocations"), logical);
    }
    location
}
