//! Forms that the API sends, with fields in styles. In: bytes, and how each field is encoded. Out: a value, or where it
//! went wrong.

#![allow(dead_code, reason = "not every crate has fields in each style")]

use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::payload_form::{Fields, written};

/// How a field is encoded. The last list names the properties whose values are JSON.
pub(crate) enum Styled {
    /// The items of an array, separated by this.
    List(char),
    /// The names and values of an object in turn, separated by this.
    Object(char, &'static [&'static str]),
    /// The properties of an object, as `name[key]`.
    Deep(&'static [&'static str]),
    /// The properties of an object, as fields of these names.
    Spread(&'static [&'static str], &'static [&'static str]),
}

/// Decodes a form like [`super::payload_form::form`], and the fields in `styles` by their styles.
pub(crate) fn form<T: DeserializeOwned>(
    body: &[u8],
    json: &[&str],
    lists: &[&str],
    styles: &[(&str, Styled)],
) -> Result<T, DecodeError> {
    let mut fields = Fields::default();
    let mut objects: Vec<(&str, &Styled, Fields)> =
        styles.iter().map(|(name, style)| (*name, style, Fields::default())).collect();
    for pair in String::from_utf8_lossy(body).split('&').filter(|pair| !pair.is_empty()) {
        let (raw_name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let (field, value) = (decoded(raw_name), decoded(raw));
        let mut styled = objects.iter_mut();
        let styled = styled.find_map(|(name, style, object)| {
            Some((*name, *style, property(name, style, &field)?, object))
        });
        let Some((name, style, key, object)) = styled else {
            fields.add(&field, written(&value, json.contains(&field.as_str())));
            continue;
        };
        match style {
            Styled::List(delimiter) => items(raw, *delimiter)
                .iter()
                .for_each(|item| fields.add(name, written(item, json.contains(&name)))),
            Styled::Object(delimiter, json) => {
                for pair in items(raw, *delimiter).chunks(2) {
                    let [key, value] = pair else { continue };
                    object.add(key, written(value, json.contains(&key.as_str())));
                }
            }
            Styled::Deep(json) | Styled::Spread(_, json) => {
                object.add(key, written(&value, json.contains(&key)));
            }
        }
    }
    for (name, _, object) in objects.iter().filter(|(_, _, object)| !object.is_empty()) {
        fields.add(name, object.object(&[]));
    }
    decode::json(fields.object(lists).as_bytes())
}

/// The property of the styled field that a field of the form belongs to; `None` if it belongs to another.
fn property<'f>(name: &str, style: &Styled, field: &'f str) -> Option<&'f str> {
    match style {
        Styled::List(_) | Styled::Object(..) => (field == name).then_some(field),
        Styled::Deep(_) => field.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']'),
        Styled::Spread(properties, _) => properties.contains(&field).then_some(field),
    }
}

/// The strings between delimiters: a comma is not encoded, others may be.
fn items(raw: &str, delimiter: char) -> Vec<String> {
    let raw = match delimiter {
        ' ' => raw.replace("%20", "+").replace('+', "&"),
        '|' => raw.replace("%7C", "|").replace("%7c", "|").replace('|', "&"),
        '\t' => raw.replace("%09", "&"),
        delimiter => raw.replace(delimiter, "&"),
    };
    // A value cannot contain the delimiter between fields.
    raw.split('&').filter(|item| !item.is_empty()).map(decoded).collect()
}

fn decoded(raw: &str) -> String {
    let pair = format!("={raw}");
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}
