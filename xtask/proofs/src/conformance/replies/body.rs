//! A media type of a response in; a body of it, and what that holds, out.

use serde_json::{Map, Value};

use super::super::description::{essence, is_form, is_json};
use super::super::sample::{Place, Sampler};
use super::super::told::Holds;
use super::super::values::{is_text, is_xml};
use super::super::xml::Xml;
use super::{Samplers, parts, stream};

/// A body, and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Body {
    pub(super) media_type: String,
    /// What the response says that it is.
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
    pub(super) whole: Option<Holds>,
    pub(super) items: Option<Vec<Holds>>,
}

/// The body of a response that has none.
impl Default for Body {
    fn default() -> Self {
        Self {
            media_type: String::new(),
            content_type: String::new(),
            bytes: Vec::new(),
            whole: Some(Holds::Nothing),
            items: None,
        }
    }
}

impl Body {
    /// What is left of it where the response has only a head.
    pub(super) fn without_content(self) -> Self {
        let Self { media_type, content_type, .. } = self;
        Self { media_type, content_type, ..Self::default() }
    }
}

/// A body of that media type, which is one of those of `content`.
///
/// # Errors.
///
/// What of its schema has no value.
pub(super) fn of<'d>(
    samplers: &Samplers<'d>,
    xml: Xml<'d>,
    media_type: &str,
    media: &'d Value,
    content: &'d Map<String, Value>,
) -> Result<Body, String> {
    let schema = |media: &'d Value| media.get("schema");
    let is_stream =
        |(name, media): (&String, &'d Value)| stream::is_stream(&samplers.own, name, schema(media));
    if stream::is_stream(&samplers.own, media_type, schema(media)) {
        let stream = stream::of(samplers, media_type, media)?;
        // Beside what comes as a whole, it is only what a caller asks for that reads it item by item.
        let is_whole = content.len() == 1 || content.iter().all(is_stream);
        return Ok(Body {
            media_type: media_type.to_owned(),
            content_type: media_type.to_owned(),
            bytes: stream.text.clone().into_bytes(),
            whole: is_whole.then_some(Holds::Text(stream.text)),
            items: Some(stream.items),
        });
    }
    let (content_type, holds) = whole(samplers, xml, media_type, media)?;
    Ok(Body {
        media_type: media_type.to_owned(),
        content_type,
        bytes: holds.bytes(),
        whole: Some(holds),
        items: None,
    })
}

/// What a body that is read as a whole holds, and its media type.
fn whole<'d>(
    samplers: &Samplers<'d>,
    xml: Xml<'d>,
    media_type: &str,
    media: &'d Value,
) -> Result<(String, Holds), String> {
    let (sampler, schema) = (&samplers.own, media.get("schema"));
    let essence = essence(media_type);
    let is_binary = schema.is_some_and(|schema| sampler.is_binary(schema));
    let bytes = || (within(media_type), Holds::Bytes(vec![0, 1, 255]));
    if is_json(media_type) && !is_binary {
        let value = match schema {
            Some(schema) => sampler.sample(schema, Place::Json)?,
            None => sampler.text(Place::Json)?,
        };
        return Ok((media_type.to_owned(), Holds::Json(value)));
    }
    // Where something is said of any media type, it is JSON that can say it.
    if let Some(schema) = schema.filter(|_| essence == "*/*" && !is_binary)
        && sampler.is_said(schema)
        && let Ok(value) = sampler.sample(schema, Place::Json)
    {
        return Ok(("application/json".to_owned(), Holds::Json(value)));
    }
    if is_xml(&essence) && !is_binary {
        let Some(schema) = schema else {
            return Ok((media_type.to_owned(), Holds::Text("<a>\u{e9} &amp; more</a>".to_owned())));
        };
        let value = sampler.sample(schema, Place::Json)?;
        let text = xml.document(schema, &value)?.document();
        return Ok((media_type.to_owned(), Holds::Written(value, text)));
    }
    if essence.starts_with("multipart/") && !is_binary {
        let (content_type, text) = parts::of(media_type, &in_parts(samplers, media)?);
        return Ok((content_type, Holds::Text(text)));
    }
    if is_form(media_type) && !is_binary {
        return Ok((media_type.to_owned(), Holds::Text("a=b+c%26d&e=".to_owned())));
    }
    if is_text(&essence) && !is_binary {
        return Ok((within(media_type), text(sampler, schema)?));
    }
    Ok(bytes())
}

/// Text: a string as it is, and any other value as JSON.
fn text<'d>(sampler: &Sampler<'d>, schema: Option<&'d Value>) -> Result<Holds, String> {
    let typed = schema.filter(|schema| sampler.kind(schema).is_some());
    Ok(match typed.map(|schema| sampler.sample(schema, Place::Json)).transpose()? {
        Some(Value::String(text)) => Holds::Text(text),
        Some(Value::Null) | None => Holds::Text("a text".to_owned()),
        Some(value) => {
            let text = value.to_string();
            Holds::Written(value, text)
        }
    })
}

/// What the parts of a body are: properties, or items (3.2).
fn in_parts<'d>(samplers: &Samplers<'d>, media: &'d Value) -> Result<Value, String> {
    let items = media.get("x-codegen-item-schema").and_then(Value::as_str);
    if let Some(item) = items.and_then(|name| samplers.own.named(name)) {
        return samplers.each().map(|sampler| sampler.sample(item, Place::Json)).collect();
    }
    match media.get("schema") {
        Some(schema) => samplers.own.sample(schema, Place::Json),
        None => Ok(Value::from("a part")),
    }
}

/// A media type of a range (RFC 9110, section 12.5.1).
fn within(range: &str) -> String {
    match range.split_once("/*") {
        Some(("*" | "application", _)) => "application/octet-stream".to_owned(),
        Some((kind, _)) => format!("{kind}/plain"),
        None => range.to_owned(),
    }
}
