//! The styles of parameters in paths and headers, by OpenAPI's tables and RFC 6570. In: a name, a style and a value.
//! Out: the encoded string.

use percent_encoding::AsciiSet;

use super::style::{
    Encoding, Escape, QUERY_RESERVED, Style, delimited, is_empty_list, parts, present,
};
use super::value::Value;

/// Characters that a path keeps under `allowReserved`: not those that would end the segment.
const PATH_RESERVED: &AsciiSet = &QUERY_RESERVED.remove(b'&').remove(b'+').add(b'/').add(b'?');

/// The replacement for `{name}` in a path; `None` for an absent value.
pub(super) fn path(
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<Option<String>, String> {
    let escape = if encoding.allow_reserved { Escape::AllBut(PATH_RESERVED) } else { Escape::All };
    if let Some(delimiter) = encoding.style.delimiter() {
        return delimited(value, Escape::All, delimiter);
    }
    if encoding.style == Style::Segments {
        let segments = value.text().split('/').map(|segment| escape.apply(segment));
        return Ok(Some(segments.collect::<Vec<_>>().join("/")));
    }
    let (prefix, separator) = match (encoding.style, encoding.explode) {
        (Style::Json, _) => return Ok(Some(Escape::All.apply(value.json()).into_owned())),
        (Style::Simple, _) => ("", ","),
        (Style::Label, true) => (".", "."),
        (Style::Label, false) => (".", ","),
        (Style::Matrix, true) => (";", ";"),
        (Style::Matrix, false) => (";", ","),
        (style, _) => return Err(format!("the style {style:?} is not for paths")),
    };
    let matrix = encoding.style == Style::Matrix;
    let mut parts = parts(value, encoding.explode, escape);
    if parts.is_empty() {
        return Ok(None);
    }
    let name = Escape::All.apply(name);
    // An exploded object has its own names.
    if matrix && encoding.explode && !matches!(value, Value::Object(..)) {
        parts.iter_mut().for_each(|part| *part = matrix_pair(&name, part));
    }
    let list = parts.join(separator);
    let list = if matrix && !encoding.explode { matrix_pair(&name, &list) } else { list };
    Ok(Some(format!("{prefix}{list}")))
}

/// `name=value`, or `name` alone if the value is empty.
fn matrix_pair(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
}

/// The value of a header, empty for a list without items; `None` for an absent value.
pub(super) fn header(encoding: Encoding, value: &Value<'_>) -> Result<Option<String>, String> {
    if encoding.style == Style::Json {
        return Ok(present(value).map(|value| value.json().to_owned()));
    }
    if let Some(delimiter) = encoding.style.delimiter() {
        return delimited(value, Escape::Nothing, delimiter);
    }
    let parts = parts(value, encoding.explode, Escape::Nothing);
    // Headers have no encoding, so such an item cannot be sent.
    if matches!(value, Value::Array(..) | Value::Object(..))
        && parts.iter().any(|part| part.contains(','))
    {
        return Err("an item of the array contains a comma".to_owned());
    }
    Ok(Some(parts.join(",")).filter(|_| !parts.is_empty() || is_empty_list(value)))
}
