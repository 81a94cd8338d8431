//! Bodies of items one after the other: server-sent events (WHATWG HTML, section 9.2), JSON lines, and JSON text sequences
//! (RFC 7464). In: a media type. Out: a body with several items, and what each of them holds.

use serde_json::{Value, json};

use super::super::description::essence;
use super::super::records;
use super::super::sample::{Extent, Place, Sampler};
use super::super::told::Holds;
use super::Samplers;

/// A body, and its items.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub(super) text: String,
    pub(super) items: Vec<Holds>,
}

/// Whether a media type is one of items, unless its schema says that it is bytes.
pub(super) fn is_stream<'d>(
    sampler: &Sampler<'d>,
    media_type: &str,
    schema: Option<&'d Value>,
) -> bool {
    let is_sequence = essence(media_type) == "text/event-stream" || records::are(media_type);
    is_sequence && !schema.is_some_and(|schema| sampler.is_binary(schema))
}

/// A body of several items.
///
/// # Errors.
///
/// There is no value for an item.
pub(super) fn of<'d>(
    samplers: &Samplers<'d>,
    media_type: &str,
    media: &'d Value,
) -> Result<Stream, String> {
    if essence(media_type) == "text/event-stream" {
        return events(samplers, media);
    }
    let values = values(samplers, media)?;
    let is_sequence = essence(media_type).ends_with("json-seq");
    let record = |value: &Value| match (is_sequence, samplers.extent) {
        // A text of a sequence may have several lines (RFC 7464, section 2.1).
        (true, Extent::All) => format!("\u{1e}{value:#}\n"),
        (true, Extent::Required) => format!("\u{1e}{value}\n"),
        (false, Extent::All) => format!("{value}\r\n"),
        (false, Extent::Required) => format!("{value}\n"),
    };
    let mut text: String = values.iter().map(record).collect();
    if !is_sequence && samplers.extent == Extent::All {
        // The last line needs no end.
        text.truncate(text.trim_end().len());
    }
    Ok(Stream { text, items: values.into_iter().map(Holds::Json).collect() })
}

/// The values of the records: those of an `itemSchema` (3.2), or of a schema, which is that of a list or of each value.
fn values<'d>(samplers: &Samplers<'d>, media: &'d Value) -> Result<Vec<Value>, String> {
    let item = item_schema(&samplers.own, media)?;
    let Some(schema) = item.or_else(|| media.get("schema")) else { return Ok(anything()) };
    match samplers.own.kind(schema) {
        // A string is the whole body, of which nothing is known.
        Some("string") if item.is_none() => Ok(anything()),
        Some("array") if item.is_none() => match samplers.own.sample(schema, Place::Json)? {
            Value::Array(items) => Ok(items),
            _ => Err("there is no list".to_owned()),
        },
        _ => samplers.each().map(|sampler| sampler.sample(schema, Place::Json)).collect(),
    }
}

/// Values that nothing is said about.
fn anything() -> Vec<Value> {
    vec![json!({ "key": "value" }), json!([1, null])]
}

/// The schema of an item, where it has one of its own.
fn item_schema<'d>(sampler: &Sampler<'d>, media: &'d Value) -> Result<Option<&'d Value>, String> {
    let name = media.get("x-codegen-item-schema").and_then(Value::as_str);
    name.map(|name| sampler.named(name).ok_or(format!("there is no schema `{name}`"))).transpose()
}

fn events<'d>(samplers: &Samplers<'d>, media: &'d Value) -> Result<Stream, String> {
    let mut stream = Stream { text: String::new(), items: Vec::new() };
    let is_all = samplers.extent == Extent::All;
    if is_all {
        // A mark of the byte order, a comment, and a field that nobody knows.
        stream.text.push_str("\u{feff}: begins\nunknown: field\n\n");
    }
    let mut id = String::new();
    let described = item_schema(&samplers.own, media)?;
    for (number, sampler) in samplers.each().enumerate() {
        let event = match described {
            Some(schema) => Event::whole(sampler.sample(schema, Place::Json)?)?,
            None => Event::of_data(data(sampler, media.get("schema"))?, is_all.then_some(number)),
        };
        if let Some(own) = &event.id {
            id.clone_from(own);
        }
        stream.text.push_str(&event.text(if is_all { "\r\n" } else { "\n" }));
        stream.items.push(Holds::Event {
            event: event.kind.unwrap_or_else(|| "message".to_owned()),
            id: id.clone(),
            data: Box::new(event.holds),
        });
    }
    Ok(stream)
}

/// What the data of an event is, where the schema is that of the data.
fn data<'d>(sampler: &Sampler<'d>, schema: Option<&'d Value>) -> Result<Holds, String> {
    let Some(schema) = schema.filter(|schema| sampler.is_said(schema)) else {
        return Ok(Holds::Text("a text\nof two lines".to_owned()));
    };
    let value = sampler.sample(schema, Place::Json)?;
    Ok(match (sampler.kind(schema), value) {
        (Some("string"), Value::String(text)) => Holds::Text(text),
        (_, value) => Holds::Json(value),
    })
}

/// An event to be written.
struct Event {
    kind: Option<String>,
    id: Option<String>,
    retry: Option<String>,
    data: String,
    /// What the client's item holds.
    holds: Holds,
}

impl Event {
    /// One with that data; with a number, one that has all fields.
    fn of_data(holds: Holds, number: Option<usize>) -> Self {
        let data = match &holds {
            // Lines of data are one string.
            Holds::Json(value) if number.is_some() => format!("{value:#}"),
            other => String::from_utf8_lossy(&other.bytes()).into_owned(),
        };
        Self {
            kind: number.map(|_| "added".to_owned()),
            // What has none keeps the last one.
            id: number.filter(|number| *number != 1).map(|number| number.to_string()),
            retry: None,
            data,
            holds,
        }
    }

    /// One that is described with all of its fields (OpenAPI 3.2.0, section 4.14.4).
    fn whole(mut value: Value) -> Result<Self, String> {
        // Nothing but data can be of several lines.
        for field in ["event", "id"] {
            let Some(field) = value.get_mut(field) else { continue };
            if let Some(text) = field.as_str().and_then(|text| text.split(['\r', '\n']).next()) {
                *field = Value::from(text);
            }
        }
        let text = |key: &str| match value.get(key) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
            Some(number @ Value::Number(_)) => Some(number.to_string()),
            _ => None,
        };
        let data = value.get("data").and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            kind: text("event"),
            id: text("id"),
            retry: text("retry"),
            data: data.ok_or("an item is not an event with data")?,
            holds: Holds::Json(value),
        })
    }

    fn text(&self, end: &str) -> String {
        let fields = [("event", &self.kind), ("id", &self.id), ("retry", &self.retry)];
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let data = self.data.split('\n').map(|line| ("data", line));
        let lines: String =
            fields.chain(data).map(|(name, value)| format!("{name}: {value}{end}")).collect();
        lines + end
    }
}
