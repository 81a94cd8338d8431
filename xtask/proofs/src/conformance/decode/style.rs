//! Values as the styles write them (OpenAPI 3.0.4, section 4.7.12.2.2; RFC 6570): a string and the kind of its value in,
//! the parts of the value out.

use serde_json::Value;

use super::{Read, is_text};
use crate::conformance::description::{Style, Writing};

/// Pairs of names and values, as they stand in a query, a form or a cookie.
pub(super) fn pairs(text: &str, separator: char) -> Vec<(String, String)> {
    let pairs = text.split(separator).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// Bytes for `%41`; what is no escape stays.
pub(super) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The same, with a plus for a space (WHATWG URL, section 5.1).
pub(super) fn form_decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}

/// A part of a path.
pub(super) fn in_path(
    name: &str,
    writing: Writing<'_>,
    value: &Value,
    text: &str,
) -> Result<Read, String> {
    if is_text(writing.style) {
        return whole(writing, &percent_decoded(text));
    }
    let explode = writing.explode;
    let comma = writing.delimiter.unwrap_or(",");
    // In a path these are percent-encoded between items too.
    let text = &match comma {
        " " => text.replace("%20", " "),
        "|" => text.replace("%7C", "|"),
        "\t" => text.replace("%09", "\t"),
        _ => text.to_owned(),
    };
    match writing.style {
        Style::Label => {
            let text = text.strip_prefix('.').ok_or("it has no dot before it")?;
            split(value, text, if explode { "." } else { comma }, explode)
        }
        Style::Matrix => {
            let text = text.strip_prefix(';').ok_or("it has no semicolon before it")?;
            if explode && value.is_object() {
                return split(value, text, ";", true);
            }
            let own = |pair: &str| match pair.split_once('=') {
                Some((found, text)) if percent_decoded(found) == name => Ok(text.to_owned()),
                None if percent_decoded(pair) == name => Ok(String::new()),
                _ => Err(format!("`{pair}` has another name")),
            };
            if explode && value.is_array() {
                let items = text.split(';').map(|pair| own(pair).map(|it| decoded(&it)));
                return items.collect::<Result<_, _>>().map(Read::List);
            }
            split(value, &own(text)?, comma, false)
        }
        _ => split(value, text, comma, explode),
    }
}

/// The text of a header, in which nothing is encoded.
pub(super) fn in_header(writing: Writing<'_>, value: &Value, text: &str) -> Result<Read, String> {
    if is_text(writing.style) {
        return whole(writing, text);
    }
    let delimiter = writing.delimiter.unwrap_or(",");
    let parts = || text.split(delimiter).map(|part| part.trim().to_owned());
    Ok(match value {
        Value::Array(_) => Read::List(parts().map(Read::Text).collect()),
        Value::Object(_) if writing.explode => Read::Object(
            parts()
                .filter_map(|part| {
                    let (name, value) = part.split_once('=')?;
                    Some((name.to_owned(), Read::Text(value.to_owned())))
                })
                .collect(),
        ),
        Value::Object(_) => alternating(parts().map(Read::Text).collect())?,
        _ => Read::Text(text.to_owned()),
    })
}

/// Whether the value's own properties are the names of its pairs.
pub(in crate::conformance) fn brings_names(writing: Writing<'_>, value: Option<&Value>) -> bool {
    writing.explode
        && matches!(
            writing.style,
            Style::Form | Style::Cookie | Style::SpaceDelimited | Style::PipeDelimited
        )
        && value.is_some_and(Value::is_object)
}

/// Whether nothing is encoded.
pub(super) fn is_plain_cookie(writing: Writing<'_>) -> bool {
    writing.style == Style::Cookie
}

/// The pairs of a cookie that are about the parameter, in which a plus is no space; they are taken out of `pairs`.
pub(super) fn in_cookie(
    name: &str,
    writing: Writing<'_>,
    value: &Value,
    pairs: &mut Vec<(String, String)>,
) -> Result<Read, String> {
    if !is_plain_cookie(writing) {
        pairs.iter_mut().for_each(|(_, text)| *text = text.replace('+', "%2B"));
    }
    in_pairs(name, writing, value, pairs)
}

/// The pairs of a query or a form, or of a cookie without pluses, that are about the parameter; they are taken out of
/// `pairs`.
pub(super) fn in_pairs(
    name: &str,
    writing: Writing<'_>,
    value: &Value,
    pairs: &mut Vec<(String, String)>,
) -> Result<Read, String> {
    let plain = is_plain_cookie(writing);
    let decode = |text: &str| if plain { text.to_owned() } else { form_decoded(text) };
    if writing.style == Style::DeepObject && (value.is_object() || value.is_array()) {
        return deep(name, value, pairs);
    }
    if brings_names(writing, Some(value)) {
        let keys: Vec<&String> = value.as_object().into_iter().flat_map(|it| it.keys()).collect();
        let read = keys.into_iter().map(|key| {
            let inner = value.get(key).unwrap_or(&Value::Null);
            let texts = take(key, pairs, &decode);
            match (inner, texts.as_slice()) {
                (_, []) => Err(format!("it has no `{key}`")),
                (Value::Array(_), texts) => {
                    let items = texts.iter().map(|text| Read::Text(decode(text))).collect();
                    Ok((key.clone(), Read::List(items)))
                }
                (_, [text]) => Ok((key.clone(), Read::Text(decode(text)))),
                _ => Err(format!("`{key}` is there twice")),
            }
        });
        return read.collect::<Result<_, _>>().map(Read::Object);
    }
    let texts = take(name, pairs, &decode);
    if value.is_array() && writing.explode && writing.style == Style::Json {
        let items = texts.iter().map(|text| whole(writing, &decode(text)));
        return items.collect::<Result<_, _>>().map(Read::List);
    }
    if value.is_array() && writing.explode && !is_text(writing.style) {
        return match texts.is_empty() {
            true => Err("it is missing".to_owned()),
            false => Ok(Read::List(texts.iter().map(|text| Read::Text(decode(text))).collect())),
        };
    }
    let text = match texts.as_slice() {
        [text] => text,
        [] => return Err("it is missing".to_owned()),
        _ => return Err("it is there twice".to_owned()),
    };
    if is_text(writing.style) {
        return whole(writing, &decode(text));
    }
    let delimiters: &[&str] = match (writing.style, writing.delimiter) {
        (_, Some("\t")) => &["%09"],
        (Style::SpaceDelimited, _) | (_, Some(" ")) => &["%20", "+"],
        (Style::PipeDelimited, _) | (_, Some("|")) => &["%7C", "%7c", "|"],
        _ => &[","],
    };
    let delimiter = delimiters.iter().find(|it| text.contains(**it)).unwrap_or(&",");
    let parts = || text.split(delimiter);
    Ok(match value {
        Value::Array(_) => Read::List(parts().map(|part| Read::Text(decode(part))).collect()),
        Value::Object(_) => alternating(parts().map(|part| Read::Text(decode(part))).collect())?,
        _ => Read::Text(decode(text)),
    })
}

/// The values of the pairs of that name, which are taken out.
fn take(
    name: &str,
    pairs: &mut Vec<(String, String)>,
    decode: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut taken = Vec::new();
    pairs.retain(|(other, text)| {
        let is_it = decode(other) == name;
        if is_it {
            taken.push(text.clone());
        }
        !is_it
    });
    taken
}

/// `name[key]=value`, however deep; items go by their index, or by empty brackets.
fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Result<Read, String> {
    match value {
        Value::Object(object) => {
            let read = object.iter().map(|(key, inner)| {
                deep(&format!("{name}[{key}]"), inner, pairs).map(|read| (key.clone(), read))
            });
            read.collect::<Result<_, _>>().map(Read::Object)
        }
        Value::Array(items) => {
            let read = items
                .iter()
                .enumerate()
                .map(|(index, inner)| deep(&format!("{name}[{index}]"), inner, pairs));
            read.collect::<Result<_, _>>().map(Read::List)
        }
        _ => match take(name, pairs, &form_decoded).as_slice() {
            [text] => Ok(Read::Text(form_decoded(text))),
            texts => Err(format!("`{name}` is there {} times", texts.len())),
        },
    }
}

fn decoded(text: &str) -> Read {
    Read::Text(percent_decoded(text))
}

/// The parts of a string between delimiters.
fn split(value: &Value, text: &str, delimiter: &str, explode: bool) -> Result<Read, String> {
    let parts = text.split(delimiter);
    match value {
        Value::Array(_) => Ok(Read::List(parts.map(decoded).collect())),
        Value::Object(_) if explode => parts
            .map(|part| {
                let (name, value) = part.split_once('=').ok_or("a property has no `=`")?;
                Ok((percent_decoded(name), decoded(value)))
            })
            .collect::<Result<_, String>>()
            .map(Read::Object),
        Value::Object(_) => alternating(parts.map(decoded).collect()),
        _ => Ok(decoded(text)),
    }
}

/// Names and values by turns.
fn alternating(parts: Vec<Read>) -> Result<Read, String> {
    let pairs = parts.chunks(2).map(|pair| match pair {
        [Read::Text(name), value] => Ok((name.clone(), value.clone())),
        _ => Err("a name has no value".to_owned()),
    });
    pairs.collect::<Result<_, _>>().map(Read::Object)
}

/// A value that is one string: JSON, or as it is.
pub(super) fn whole(writing: Writing<'_>, text: &str) -> Result<Read, String> {
    match writing.style {
        Style::Json => serde_json::from_str(text)
            .map(Read::Json)
            .map_err(|error| format!("`{text}` is not JSON: {error}")),
        _ => Ok(Read::Text(text.to_owned())),
    }
}
