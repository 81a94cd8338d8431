//! What Cargo and the compilers say, a JSON object a line, in; what it means for each crate out.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// What compiling a crate gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Compiled {
    /// Whether it came to its end.
    pub(crate) done: bool,
    /// Errors.
    pub(crate) errors: usize,
    /// Warnings.
    pub(crate) warnings: usize,
    /// How many errors and warnings of each code there are.
    pub(crate) codes: BTreeMap<String, usize>,
    /// The first error, or else the first warning.
    pub(crate) first: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    reason: String,
    #[serde(default)]
    manifest_path: String,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    code: Option<MessageCode>,
    #[serde(default)]
    spans: Vec<Place>,
}

#[derive(Deserialize)]
struct MessageCode {
    code: String,
}

#[derive(Deserialize)]
struct Place {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

/// Adds a line to what is known; gives the crate's name when the crate is ready.
///
/// The name is that of the crate's folder; crates whose folder is not below `workspace` don't count.
pub(crate) fn take<'k>(
    known: &'k mut BTreeMap<String, Compiled>,
    workspace: &Path,
    line: &str,
) -> Option<&'k str> {
    let line: Line = serde_json::from_str(line).ok()?;
    let folder = Path::new(&line.manifest_path).parent()?;
    let name = folder.strip_prefix(workspace).ok()?.file_name()?.to_string_lossy().into_owned();
    let compiled = known.entry(name.clone()).or_default();
    match (line.reason.as_str(), line.message) {
        ("compiler-message", Some(message)) => add(compiled, message),
        ("compiler-artifact", _) => {
            compiled.done = true;
            return known.get_key_value(&name).map(|(name, _)| name.as_str());
        }
        _ => {}
    }
    None
}

fn add(compiled: &mut Compiled, message: Message) {
    // "aborting due to 2 previous errors", "3 warnings emitted"
    let is_summary = message.spans.is_empty()
        && message.code.is_none()
        && (message.message.starts_with("aborting due to")
            || message.message.ends_with(" emitted"));
    let is_error = message.level.starts_with("error");
    if is_summary || !(is_error || message.level == "warning") {
        return;
    }
    let code = message.code.map_or_else(|| "other".to_owned(), |code| code.code);
    if compiled.first.is_none() || (is_error && compiled.errors == 0) {
        let place = message.spans.iter().find(|place| place.is_primary);
        let place =
            place.map_or(String::new(), |it| format!("{}:{} ", it.file_name, it.line_start));
        let text = message.message.split_whitespace().collect::<Vec<_>>().join(" ");
        compiled.first = Some(format!("{text} ({place}{code})"));
    }
    *compiled.codes.entry(code).or_default() += 1;
    if is_error {
        compiled.errors += 1;
    } else {
        compiled.warnings += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Compiled, take};
    use serde_json::{Value, json};
    use std::collections::BTreeMap;
    use std::path::Path;

    fn message(level: &str, text: &str, code: Value, line: usize) -> Value {
        let span = json!({"file_name": "pets/src/lib.rs", "line_start": line, "is_primary": true});
        let spans = if line == 0 { json!([]) } else { json!([span]) };
        let message = json!({"level": level, "message": text, "code": code, "spans": spans});
        json!({"reason": "compiler-message", "manifest_path": "/w/pets/Cargo.toml", "message": message})
    }

    #[test]
    fn errors_and_warnings_are_counted_for_each_crate() {
        let lines = [
            message("warning", "unused  variable", json!({"code": "unused_variables"}), 3),
            message("error", "cannot find\ntype", json!({"code": "E0412"}), 7),
            message("error", "expected expression", Value::Null, 9),
            message(
                "error",
                "aborting due to 2 previous errors; 1 warning emitted",
                Value::Null,
                0,
            ),
            message("failure-note", "For more information", Value::Null, 0),
            json!({"reason": "compiler-artifact", "manifest_path": "/w/.drivers/cats/Cargo.toml"}),
            json!({"reason": "compiler-artifact", "manifest_path": "/r/serde/Cargo.toml"}),
            json!({"reason": "build-finished", "success": false}),
        ];
        let mut known = BTreeMap::new();
        let ready: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                take(&mut known, Path::new("/w"), &line.to_string()).map(str::to_owned)
            })
            .collect();
        assert_eq!(ready, ["cats"]);
        assert_eq!(known.len(), 2);
        assert_eq!(known["cats"], Compiled { done: true, ..Compiled::default() });
        let codes = [("E0412", 1), ("other", 1), ("unused_variables", 1)];
        let pets = Compiled {
            done: false,
            errors: 2,
            warnings: 1,
            codes: codes.map(|(code, count)| (code.to_owned(), count)).into(),
            first: Some("cannot find type (pets/src/lib.rs:7 E0412)".to_owned()),
        };
        assert_eq!(known["pets"], pets);
    }

    #[test]
    fn other_output_is_left_alone() {
        let mut known = BTreeMap::new();
        assert_eq!(take(&mut known, Path::new("/w"), "hello"), None);
        assert!(known.is_empty());
    }
}
