//! What had to come back and what did in; what is wrong with it out.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::calls::{Call, Fails};
use crate::conformance::driver::Outcome;
use crate::conformance::told::{Told, values};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What is wrong with the calls of each scenario; nothing if they are right.
    pub(super) calls: BTreeMap<String, Vec<String>>,
    /// How often the server counted each scenario.
    pub(super) counted: BTreeMap<String, u64>,
}

/// What is wrong with the outcome of a call.
pub(super) fn wrong(call: &Call, outcome: &Outcome, server: &str) -> Vec<String> {
    let wanted = call.fails.map_or("success", Fails::name);
    if outcome.kind != wanted {
        let Outcome { kind, message, .. } = outcome;
        return vec![format!("{}: {kind} in place of {wanted}: {message}", call.call)];
    }
    let mut found = Vec::new();
    if let Some(value) = &call.gives {
        found.extend(body(&with_url(value, server), outcome));
    }
    if let Some(start) = &call.gives_bytes {
        found.extend(bytes(start, outcome));
    }
    for (name, value) in &call.gives_headers {
        let told = outcome.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        let differences = match (value, told) {
            (Value::Null, Some((_, None))) => Vec::new(),
            (_, Some((_, told))) => differences(value, told.as_ref()),
            (_, None) => vec!["there is no function for it".to_owned()],
        };
        found.extend(differences.into_iter().map(|what| format!("header `{name}`: {what}")));
    }
    found.into_iter().map(|what| format!("{}: {what}", call.call)).collect()
}

/// The value with the URL of the server in it.
fn with_url(value: &Value, server: &str) -> Value {
    match value {
        Value::String(text) => text.replace("{server}", server).into(),
        Value::Array(items) => items.iter().map(|it| with_url(it, server)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), with_url(value, server))).collect()
        }
        other => other.clone(),
    }
}

fn body(value: &Value, outcome: &Outcome) -> Vec<String> {
    let Some(items) = &outcome.items else { return differences(value, outcome.told.as_ref()) };
    let wanted = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found: Vec<String> =
        wanted.iter().zip(items).flat_map(|(value, told)| differences(value, Some(told))).collect();
    if wanted.len() != items.len() {
        found.push(format!("{} items came out, of {}", items.len(), wanted.len()));
    }
    found
}

fn differences(value: &Value, told: Option<&Told>) -> Vec<String> {
    match told {
        Some(Told::Json(text)) => values(value, text),
        Some(Told::Text(text)) if value.as_str() == Some(text) => Vec::new(),
        Some(Told::Nothing) if value.is_null() => Vec::new(),
        other => vec![format!("{other:?} came out, of {value}")],
    }
}

fn bytes(start: &str, outcome: &Outcome) -> Option<String> {
    let whole = outcome.told.iter();
    let pieces = whole.chain(outcome.items.iter().flatten()).filter_map(|told| match told {
        Told::Base64(text) => STANDARD.decode(text).ok(),
        _ => None,
    });
    let mut text = String::new();
    for byte in pieces.flatten().take(start.len() / 2) {
        let _ = write!(text, "{byte:02x}");
    }
    (text != start).then(|| format!("bytes that begin with {text} came out, not {start}"))
}

impl Fails {
    fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Undocumented => "undocumented",
            Self::Empty => "empty",
            Self::Decode => "decode",
            Self::Failed => "failed",
            Self::Unusable => "unusable",
            Self::Ended => "ended",
            Self::Unclear => "unclear",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;
    use serde_json::{Value, json};

    /// What is wrong with an outcome, for a call of the operation `op`.
    fn found(call: &str, outcome: Value) -> Vec<String> {
        let call = serde_yaml::from_str(&format!("{{ call: op, {call} }}")).unwrap();
        wrong(&call, &serde_json::from_value(outcome).unwrap(), "http://server")
    }

    #[test]
    fn what_came_back_is_compared_with_what_has_to() {
        let value = |text: &str| json!({ "kind": "success", "told": { "json": text } });
        let items = json!({ "kind": "success", "items": [{ "json": "1" }, { "json": "2" }] });
        let header = json!({ "kind": "success", "told": "nothing", "headers": { "A": { "json": "1" }, "b": null } });
        let failed = json!({ "kind": "decode", "message": "why" });
        for (call, outcome) in [
            ("gives: {a: 1, b: '{server}/x'}", value(r#"{"b":"http://server/x","a":1.0}"#)),
            ("gives: null", json!({ "kind": "success", "told": "nothing" })),
            ("gives: text", json!({ "kind": "success", "told": { "text": "text" } })),
            ("gives: [1, 2]", items.clone()),
            ("gives_bytes: '6869'", json!({ "kind": "success", "told": { "base64": "aGkh" } })),
            ("gives_headers: {a: 1, b: null}", header.clone()),
            ("fails: decode", failed.clone()),
        ] {
            assert_eq!(found(call, outcome), Vec::<String>::new(), "{call}");
        }
        for (call, outcome) in [
            ("gives: {a: 1}", value(r#"{"a":2}"#)),
            ("gives: null", value("1")),
            ("gives: 1", json!({ "kind": "success", "told": "nothing" })),
            ("gives: [1]", items),
            ("gives_bytes: '6869'", json!({ "kind": "success", "told": { "base64": "aA==" } })),
            ("gives_headers: {a: 2}", header.clone()),
            ("gives_headers: {b: 2}", header.clone()),
            ("gives_headers: {c: 1}", header),
            ("fails: documented", failed.clone()),
            ("gives: 1", failed),
            ("fails: decode", value("1")),
        ] {
            assert_eq!(found(call, outcome).len(), 1, "{call}");
        }
    }
}
