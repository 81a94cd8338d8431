//! One JSON object per line.

use serde_json::{Value, json};

use super::pointers::Pointers;
use crate::diagnostic::{Diagnostic, Sources, Span};

/// The diagnostics as one JSON object per line: `code`, `severity`, `message`, `help`, and the place: `file`, `line`,
/// `column`, `end_line`, `end_column` and `pointer`, which is null in settings. Lines and columns start at 1, and the
/// end is after the last character. `related` is a list of further places, each with a `label`.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut pointers = Pointers::of(sources);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let mut object = place(diagnostic.span, sources, &mut pointers);
        let related = diagnostic.related.iter().map(|(span, label)| {
            let mut place = place(*span, sources, &mut pointers);
            place.insert(String::from("label"), Value::from(label.as_str()));
            Value::from(place)
        });
        let related: Vec<Value> = related.collect();
        object.extend([
            (String::from("code"), json!(diagnostic.code.as_str())),
            (String::from("severity"), json!(diagnostic.severity.as_str())),
            (String::from("message"), json!(diagnostic.message)),
            (String::from("help"), json!(diagnostic.help)),
            (String::from("related"), Value::from(related)),
        ]);
        text.push_str(&Value::from(object).to_string());
        text.push('\n');
    }
    text
}

fn place(
    span: Span,
    sources: &Sources,
    pointers: &mut Pointers<'_>,
) -> serde_json::Map<String, Value> {
    let (start, end) = (sources.locate(span), sources.locate_end(span));
    [
        ("file", json!(start.file)),
        ("line", json!(start.line)),
        ("column", json!(start.column)),
        ("end_line", json!(end.line)),
        ("end_column", json!(end.column)),
        ("pointer", json!(pointers.to(span))),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}
