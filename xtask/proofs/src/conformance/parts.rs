//! Bodies of several parts (OpenAPI 3.0.4, section 4.7.15; 3.2.0, section 4.14.4). In: a media type and its encodings. Out:
//! the values of its parts and of their headers.

use serde_json::{Map, Value, json};

use super::description::{Style, Writing, essence, is_json};
use super::fields;
use super::sample::{Extent, Place, Sampler};

/// The encodings of the parts of a body, or of those inside of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encodings<'d> {
    named: Option<&'d Value>,
    positions: Option<&'d Value>,
    /// How many parts have a schema of their own.
    prefix_items: usize,
}

/// Whether a media type is one of parts.
pub(super) fn are(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

impl<'d> Encodings<'d> {
    /// Those of a body.
    pub(super) fn of(media: &'d Value) -> Self {
        let tuple = media.get("schema").and_then(|it| it.get("x-codegen-tuple")?.as_array());
        Self {
            named: media.get("encoding"),
            positions: media.get("x-codegen-parts"),
            prefix_items: tuple.map_or(0, Vec::len),
        }
    }

    /// Those of the parts inside of one.
    pub(super) fn inside(encoding: &'d Value) -> Self {
        let positions = encoding.get("x-codegen-parts");
        let named = positions.and_then(|positions| positions.get("encoding"));
        Self { named, positions, prefix_items: 0 }
    }

    /// That of the part of a name.
    pub(super) fn named(self, name: &str) -> Option<&'d Value> {
        self.named?.get(name)
    }

    /// That of the part at a position.
    pub(super) fn at(self, index: usize) -> Option<&'d Value> {
        let positions = self.positions?;
        let own = positions.get("prefixEncoding").and_then(|prefix| prefix.get(index));
        own.or_else(|| positions.get("itemEncoding").filter(|it| !it.is_null()))
    }

    /// What the values of headers of the part at a position are kept under: those beyond what is described by itself share
    /// one place.
    pub(super) fn token(self, index: usize) -> String {
        let prefix = self.positions.and_then(|it| it.get("prefixEncoding")?.as_array());
        let alone = prefix.map_or(0, Vec::len).max(self.prefix_items);
        if index < alone { index.to_string() } else { format!("{alone}..") }
    }
}

/// The headers of an encoding, but those that are no headers of it (section 4.7.15.1).
pub(super) fn headers(encoding: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    let headers = encoding.and_then(|encoding| encoding.get("headers")?.as_object());
    let ignored = ["content-type", "content-disposition"];
    let headers = headers.into_iter().flatten();
    headers.filter(move |(name, _)| !ignored.contains(&name.to_ascii_lowercase().as_str()))
}

/// How the value of a header is written, and its schema.
pub(super) fn writing(header: &Value) -> (Writing<'_>, Option<&Value>) {
    let content = header.get("content").and_then(Value::as_object);
    let json = content.and_then(|it| it.iter().find(|(media_type, _)| is_json(media_type)));
    let explode = header.get("x-codegen-explode") == Some(&Value::Bool(true));
    let simple = Writing { style: Style::Simple, explode, delimiter: None };
    match (json, header.get("schema")) {
        (Some((_, media)), _) => (Writing { style: Style::Json, ..simple }, media.get("schema")),
        (None, schema) => (simple, schema),
    }
}

/// The values of the parts, and those of their headers.
///
/// # Errors.
///
/// What has to be sent, and cannot be sampled.
pub(super) fn sampled<'d>(
    sampler: &Sampler<'d>,
    media: &'d Value,
    extent: Extent,
) -> Result<(Value, Value), String> {
    let item = media.get("x-codegen-item-schema").and_then(Value::as_str);
    let mut value = match (media.get("schema"), item.and_then(|name| sampler.named(name))) {
        (Some(schema), _) => sampler.sample(schema, Place::Parts)?,
        (None, Some(item)) => {
            let value = sampler.sample(item, Place::Parts)?;
            Value::from(vec![value.clone(), value])
        }
        (None, None) => json!({ "base64": "AAH/aGVsbG8K" }),
    };
    fields::delimit(sampler, media, true, &mut value);
    let encodings = Encodings::of(media);
    let mut found = Map::new();
    match &value {
        Value::Object(object) => {
            for name in object.keys() {
                add(sampler, encodings.named(name), extent, name, &mut found)?;
            }
        }
        Value::Array(items) => {
            for index in 0..items.len() {
                add(sampler, encodings.at(index), extent, &encodings.token(index), &mut found)?;
            }
        }
        _ => {}
    }
    Ok((value, Value::Object(found)))
}

/// Adds the values of the headers of one part.
fn add<'d>(
    sampler: &Sampler<'d>,
    encoding: Option<&'d Value>,
    extent: Extent,
    token: &str,
    found: &mut Map<String, Value>,
) -> Result<(), String> {
    let mut values = Map::new();
    for (name, header) in headers(encoding) {
        let is_required = header.get("required") == Some(&Value::Bool(true));
        if extent == Extent::Required && !is_required {
            continue;
        }
        let value = match writing(header).1 {
            Some(schema) => sampler.sample(schema, Place::Header),
            None => sampler.text(Place::Header),
        };
        values.insert(name.clone(), value.map_err(|why| format!("the header `{name}`: {why}"))?);
    }
    if !values.is_empty() {
        found.insert(token.to_owned(), Value::Object(values));
    }
    Ok(())
}
