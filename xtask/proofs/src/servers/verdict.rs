//! What a server sent and what the caller got in; whether that is the same out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::exchange::Response;
use crate::conformance::driver::{Corrected, Outcome};
use crate::conformance::told::Told;
use crate::roundtrip::compare::{Difference, Kind, compare};
use crate::roundtrip::json::Json;

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The caller got what was sent.
    Right,
    /// The same, after these corrections.
    Corrected(Vec<String>),
    /// A body for which the description has none.
    NoBody(String),
    /// An error with status and body, since the description is wrong, for this reason.
    Misdescribed(String),
    Wrong(String),
    /// There was no request, for this reason.
    NotSent(String),
}

/// Compares what the caller got with what the server sent.
pub(super) fn of(response: Option<&Response>, outcome: &Outcome) -> Verdict {
    let message = &outcome.message;
    let Some(response) = response else {
        return match outcome.kind.as_str() {
            "failed" => Verdict::Right,
            kind => Verdict::Wrong(format!("there was no response, and it came out as `{kind}`")),
        };
    };
    let shown = || String::from_utf8_lossy(&response.body).chars().take(400).collect::<String>();
    if outcome.status != Some(response.status) {
        let kind = &outcome.kind;
        return Verdict::Wrong(format!("{} came out as {kind}: {message}", response.status));
    }
    let is_success = (200..300).contains(&response.status);
    match (outcome.kind.as_str(), is_success) {
        ("success", true) | ("documented", false) => body(response, outcome),
        ("undocumented", _) if is_success && !response.body.is_empty() => {
            Verdict::Wrong(format!("{message} {}", shown()))
        }
        ("undocumented" | "empty", _) => match decoded(outcome.body.as_deref().unwrap_or_default())
        {
            body if body == response.body => Verdict::Right,
            _ => Verdict::Wrong("the error has another body".to_owned()),
        },
        (kind, _) => {
            Verdict::Wrong(format!("{} came out as {kind}: {message} {}", response.status, shown()))
        }
    }
}

/// Judges a call whose response is known not to be the described one, and to fit by no rule: the caller needs the body.
pub(super) fn misdescribed(response: &Response, outcome: &Outcome, reason: &str) -> Verdict {
    let body = outcome.body.as_deref().map(decoded);
    match (outcome.kind.as_str(), body) {
        ("decode", Some(body)) if body == response.body => Verdict::Misdescribed(reason.to_owned()),
        (kind, _) => {
            Verdict::Wrong(format!("it came out as {kind}, and not as an error with its body"))
        }
    }
}

/// Compares a body that was decoded.
fn body(response: &Response, outcome: &Outcome) -> Verdict {
    let text = String::from_utf8_lossy(&response.body);
    let same = |is_same: bool, what: &str| match is_same {
        true => Verdict::Right,
        false => Verdict::Wrong(format!("`{what}` came out of `{text}`")),
    };
    match &outcome.told {
        None => Verdict::Wrong("nothing is told of the body".to_owned()),
        Some(Told::Nothing) if response.body.is_empty() => Verdict::Right,
        // An error has the body, too.
        Some(Told::Nothing)
            if outcome.body.as_deref().map(decoded).as_ref() == Some(&response.body) =>
        {
            Verdict::Right
        }
        Some(Told::Nothing) => Verdict::NoBody(text.chars().take(100).collect()),
        Some(Told::Json(told)) if response.body.is_empty() => {
            same(["null", "[]", "{}", "\"\""].contains(&told.as_str()), told)
        }
        Some(Told::Json(told)) => json(&text, told, &outcome.corrections),
        Some(Told::Text(told)) => {
            let quoted = serde_json::from_str::<String>(&text).is_ok_and(|it| it == *told);
            same(quoted || *told == text, told)
        }
        Some(Told::Base64(told)) => same(decoded(told) == response.body, told),
        Some(other) => Verdict::Wrong(format!("it came out as {other:?}")),
    }
}

fn json(sent: &str, told: &str, corrections: &[Corrected]) -> Verdict {
    let Ok(told) = Json::parse(told) else {
        return Verdict::Wrong(format!("`{told}` is not JSON"));
    };
    // A string may be sent bare.
    let sent = Json::parse(sent).unwrap_or_else(|_| Json::Text(sent.to_owned()));
    let differences = compare(&sent, &told);
    let wrong: Vec<String> = differences
        .iter()
        .filter(|it| !matches!(it.kind, Kind::AbsentForNull | Kind::NullForAbsent))
        .filter(|it| !corrections.iter().any(|correction| covers(correction, it)))
        .map(|it| {
            format!("`{}` {}: {:?} became {:?}", it.pointer, it.kind.text(), it.before, it.after)
        })
        .collect();
    match (wrong.is_empty(), corrections.is_empty()) {
        (false, _) => Verdict::Wrong(wrong.join("; ")),
        (true, true) => Verdict::Right,
        (true, false) => Verdict::Corrected(corrections.iter().map(|it| it.what.clone()).collect()),
    }
}

/// Whether a correction is the reason for a difference: it is at its place or around it.
fn covers(correction: &Corrected, difference: &Difference) -> bool {
    let steps = |text: &str| -> Vec<String> {
        text.split(['/', '.', '[']).skip(1).map(|it| it.trim_end_matches(']').to_owned()).collect()
    };
    let pointer = difference.pointer.replace("~1", "/").replace("~0", "~");
    steps(&pointer).starts_with(&steps(&correction.path))
}

/// The bytes of base64; what is none is none that were sent.
fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Verdict, of};
    use crate::conformance::driver::Outcome;
    use crate::servers::exchange::Response;
    use serde_json::{Value, json};

    fn verdict(status: u16, body: &str, outcome: Value) -> Verdict {
        let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
        let outcome: Outcome = serde_json::from_value(outcome).unwrap();
        of(Some(&response), &outcome)
    }

    fn success(told: Value) -> Value {
        json!({ "kind": "success", "status": 200, "told": told })
    }

    #[test]
    fn what_the_caller_got_is_what_was_sent() {
        for (body, told) in [
            (r#"{"a": 1, "b": null}"#, json!({ "json": r#"{"a":1}"# })),
            ("bare", json!({ "json": "\"bare\"" })),
            ("\"1.0\"", json!({ "text": "1.0" })),
            ("abc", json!({ "base64": "YWJj" })),
            ("", json!({ "json": "[]" })),
            ("", json!("nothing")),
        ] {
            assert_eq!(verdict(200, body, success(told)), Verdict::Right, "{body}");
        }
        let documented =
            json!({ "kind": "documented", "status": 400, "told": "nothing", "body": "YWJj" });
        assert_eq!(verdict(400, "abc", documented), Verdict::Right);
        let undocumented = json!({ "kind": "undocumented", "status": 502, "body": "YWJj" });
        assert_eq!(verdict(502, "abc", undocumented), Verdict::Right);
    }

    #[test]
    fn a_difference_is_wrong_unless_it_was_corrected() {
        let told = json!({ "json": r#"{"a":[{"b":[]}]}"# });
        let sent = r#"{"a":[{"b":null}]}"#;
        let mut outcome = success(told);
        assert!(matches!(verdict(200, sent, outcome.clone()), Verdict::Wrong(_)));
        outcome["corrections"] = json!([{ "path": "$.a[0].b", "what": "empty" }]);
        let corrected = Verdict::Corrected(vec!["empty".to_owned()]);
        assert_eq!(verdict(200, sent, outcome), corrected);
    }

    #[test]
    fn another_status_or_kind_is_wrong() {
        let is_wrong = |verdict| matches!(verdict, Verdict::Wrong(_));
        assert!(is_wrong(verdict(201, "", success(json!("nothing")))));
        assert!(is_wrong(verdict(200, "{", json!({ "kind": "decode", "status": 200 }))));
        assert!(is_wrong(verdict(500, "a", json!({ "kind": "undocumented", "status": 500 }))));
        assert!(is_wrong(verdict(500, "a", json!({ "kind": "failed" }))));
        let nothing = success(json!("nothing"));
        assert_eq!(verdict(200, "a", nothing), Verdict::NoBody("a".to_owned()));
    }
}
