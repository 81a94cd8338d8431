//! Bodies of JSON values one after the other: JSON lines, and JSON text sequences (RFC 7464). In: a media type and its
//! schemas, or a body. Out: the values to be sent, or those that arrived.

use serde_json::Value;

use super::description::essence;
use super::sample::{Place, Sampler};

/// What tells one value from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    /// Each is a line.
    Lines,
    /// Each stands between a record separator and the end of a line.
    Sequence,
}

fn framing(media_type: &str) -> Option<Framing> {
    match essence(media_type).as_str() {
        it if it.ends_with("json-seq") => Some(Framing::Sequence),
        it if ["jsonl", "ndjson", "jsonlines"].iter().any(|end| it.ends_with(end)) => {
            Some(Framing::Lines)
        }
        "application/stream+json" => Some(Framing::Lines),
        _ => None,
    }
}

/// Whether a media type is one of values one after the other.
pub(super) fn are(media_type: &str) -> bool {
    framing(media_type).is_some()
}

/// The values of a body by the description: those of an `itemSchema` (3.2), or of a schema, which is that of a list or
/// of each value. None where nothing is said of values, or that they are text.
pub(super) fn sampled<'d>(
    sampler: &Sampler<'d>,
    media: &'d Value,
) -> Option<Result<Value, String>> {
    let item = media.get("x-codegen-item-schema").and_then(Value::as_str);
    let schema = match item {
        Some(name) => sampler.named(name)?,
        None => media.get("schema")?,
    };
    let sample = || sampler.sample(schema, Place::Json);
    match (item, sampler.kind(schema)) {
        (None, Some("string")) => None,
        (None, Some("array")) => Some(sample()),
        _ => Some(sample().map(|value| Value::from(vec![value.clone(), value]))),
    }
}

/// The values of a body that arrived.
pub(super) fn read(media_type: &str, body: &[u8]) -> Result<Value, String> {
    let (start, text) = match framing(media_type) {
        Some(Framing::Sequence) => ("\u{1e}", "a record of the sequence"),
        _ => ("", "a line"),
    };
    let body = str::from_utf8(body).map_err(|error| error.to_string())?;
    let value = |line: &str| {
        let line = line.strip_suffix('\n').ok_or(format!("{text} has no end"))?;
        let json = line.strip_prefix(start).ok_or(format!("{text} has no separator"))?;
        serde_json::from_str::<Value>(json).map_err(|error| format!("{text} is not JSON: {error}"))
    };
    body.split_inclusive('\n').map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn each_line_is_a_value() {
        let lines = |body: &str| read("application/x-ndjson", body.as_bytes());
        assert_eq!(lines("1\n{\"a\":2}\n"), Ok(json!([1, { "a": 2 }])));
        assert_eq!(lines(""), Ok(json!([])));
        assert_eq!(lines("1\n2").unwrap_err(), "a line has no end");
        assert!(lines("[\n]\n").unwrap_err().starts_with("a line is not JSON"));
    }

    #[test]
    fn each_record_of_a_sequence_has_a_separator() {
        let records = |body: &str| read("application/geo+json-seq", body.as_bytes());
        assert_eq!(records("\u{1e}1\n\u{1e}2\n"), Ok(json!([1, 2])));
        assert_eq!(records("1\n").unwrap_err(), "a record of the sequence has no separator");
    }
}
