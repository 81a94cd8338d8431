//! The value of a parameter as plain data. In: anything that serializes. Out: null, a string, a list or named parts,
//! which are all that the parameter styles distinguish.

#![allow(dead_code, reason = "XML does without the JSON of each part")]

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::plain_numbers;

/// The value of a parameter. It borrows from its JSON.
pub(super) enum Value<'a> {
    Null,
    /// A string, a number or a boolean, as text; `json` is the original JSON.
    Scalar {
        text: Cow<'a, str>,
        json: &'a str,
    },
    Array(Vec<Value<'a>>, &'a str),
    Object(Vec<(String, Value<'a>)>, &'a str),
}

impl<'a> Value<'a> {
    /// Parses JSON. Numbers keep their digits, whatever their size, which [`serde_json::Value`] would lose.
    pub(super) fn parse(json: &'a str) -> Result<Self, serde_json::Error> {
        Ok(match json.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b'[') => {
                let items: Vec<&'a RawValue> = serde_json::from_str(json)?;
                Self::Array(
                    items
                        .into_iter()
                        .map(|item| Self::parse(item.get()))
                        .collect::<Result<_, _>>()?,
                    json,
                )
            }
            Some(b'{') => {
                let Entries(entries) = serde_json::from_str(json)?;
                let parse =
                    |(key, value): (String, &'a RawValue)| Ok((key, Self::parse(value.get())?));
                Self::Object(
                    entries.into_iter().map(parse).collect::<Result<_, serde_json::Error>>()?,
                    json,
                )
            }
            Some(b'"') => Self::Scalar { text: unquoted(json)?, json },
            // A float without a fraction is written as `1.0`, for which `1` is more widely understood.
            _ => Self::Scalar { text: json.strip_suffix(".0").unwrap_or(json).into(), json },
        })
    }

    /// The string for a scalar; anything else within a list or an object, for which no style is defined, is JSON.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Null => "",
            Self::Scalar { text, .. } => text,
            Self::Array(_, json) | Self::Object(_, json) => json,
        }
    }

    /// The value as JSON.
    pub(super) fn json(&self) -> &'a str {
        match self {
            Self::Null => "null",
            Self::Scalar { json, .. } | Self::Array(_, json) | Self::Object(_, json) => json,
        }
    }
}

/// The content of a JSON string, without a copy if nothing in it is escaped.
fn unquoted(json: &str) -> Result<Cow<'_, str>, serde_json::Error> {
    let quoted = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    match quoted.filter(|text| !text.contains('\\')) {
        Some(text) => Ok(text.into()),
        None => serde_json::from_str(json).map(Cow::Owned),
    }
}

/// The JSON of a value that is sent.
pub(super) fn to_json(value: &(impl Serialize + ?Sized)) -> Result<String, serde_json::Error> {
    let json = plain_numbers::to_json(value)?;
    String::from_utf8(json).map_err(serde::ser::Error::custom)
}

/// The entries of an object, in order.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
