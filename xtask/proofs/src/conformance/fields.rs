//! Fields of forms, and parts, whose items stand between delimiters (OpenAPI 3.0.4, sections 4.7.12.2.2 and 4.7.15.1.2). In:
//! a media type and its encodings, and a value of its schema. Out: the value with no item that holds a delimiter.

use serde_json::Value;

use super::description::{Style, Writing, encoding_writing};
use super::sample::{Place, Sampler};

/// Has fields hold nothing that would be taken for a delimiter.
pub(super) fn delimit<'d>(
    sampler: &Sampler<'d>,
    media: &'d Value,
    are_parts: bool,
    value: &mut Value,
) {
    let encodings = media.get("encoding").and_then(Value::as_object);
    let Some(schema) = media.get("schema") else { return };
    for (name, encoding) in encodings.into_iter().flatten() {
        let delimiter = encoding_writing(encoding).and_then(|it| delimiter(it, are_parts));
        if let (Some(delimiter), Some(field)) = (delimiter, value.get_mut(name))
            && let Ok(other) = sampler.sample_property(schema, name, Place::Delimited(delimiter))
        {
            *field = other;
        }
    }
}

/// What stands between items that are not encoded, or are not told from it by that.
fn delimiter(writing: Writing<'_>, is_part: bool) -> Option<char> {
    match (writing.style, writing.delimiter) {
        (Style::SpaceDelimited, _) => Some(' '),
        (Style::PipeDelimited, _) => Some('|'),
        (_, Some(delimiter)) => delimiter.chars().next(),
        (Style::Form, None) if is_part && !writing.explode => Some(','),
        _ => None,
    }
}
