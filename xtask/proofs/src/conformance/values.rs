//! An operation in; the values that a case calls it with, out.

use std::collections::BTreeSet;

use clientsmith::DRIVER_CREDENTIAL;
use serde_json::{Map, Value, json};

use super::decode::brings_names;
use super::description::{Location, Operation, Parameter, Style, essence, is_form, is_json};
use super::fields;
use super::parts;
use super::records;
use super::sample::{Extent, Place, Sampler};

/// What an operation sends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'m> {
    /// The parameters of the client's method, as its map has them.
    pub(crate) parameters: &'m [Value],
    /// That of the body.
    pub(crate) media_type: Option<&'m str>,
    /// Whether it is XML that the client writes.
    pub(crate) writes_xml: bool,
}

impl<'m> Sent<'m> {
    /// What the operation of that number sends.
    pub(crate) fn of(source: &'m clientsmith::Driver, number: usize) -> Self {
        let entry = source.map.get("operations").and_then(|all| all.get(number));
        let parameters = entry.and_then(|entry| entry.get("parameters")?.as_array());
        Self {
            parameters: parameters.map(Vec::as_slice).unwrap_or_default(),
            media_type: source.media_types.get(number).and_then(Option::as_deref),
            writes_xml: source.writes_xml.get(number) == Some(&true),
        }
    }
}

/// The values of a case, as a record has them.
///
/// # Errors.
///
/// What has to be sent, and cannot be sampled.
pub(crate) fn of<'d>(
    operation: &Operation<'d>,
    sampler: &Sampler<'d>,
    extent: Extent,
    sent: Sent<'_>,
) -> Result<Value, String> {
    let mut values = json!({ "path": {}, "query": {}, "header": {}, "cookie": {} });
    let mut taken = BTreeSet::new();
    for parameter in &operation.parameters {
        let is_left_out = extent == Extent::Required && !parameter.required;
        if is_left_out || is_authorization(parameter, sent) {
            continue;
        }
        let place = parameter.location.name();
        if is_credential(operation, parameter, sent) {
            put(&mut values, place, parameter.name, DRIVER_CREDENTIAL.into());
            continue;
        }
        let value =
            value(sampler, parameter).and_then(|value| unmistakable(&mut taken, parameter, value));
        match value {
            Ok(value) => put(&mut values, place, parameter.name, value),
            Err(_) if !parameter.required => {}
            Err(why) => return Err(format!("the {place} parameter `{}`: {why}", parameter.name)),
        }
    }
    let whole = values.get(Location::QueryString.name()).is_some();
    if whole && values.get("query").and_then(Value::as_object).is_some_and(|it| !it.is_empty()) {
        return Err("the query is one parameter's whole, and has others".to_owned());
    }
    if let Some(body) = body(operation, sampler, extent, sent)? {
        put_all(&mut values, "body", body);
    }
    Ok(values)
}

/// Whether the parameter is an API key that the client's method does not take, since its builder did.
fn is_credential(operation: &Operation<'_>, parameter: &Parameter<'_>, sent: Sent<'_>) -> bool {
    operation.keys.iter().any(|key| is_called(parameter, key)) && !is_taken(parameter, sent)
}

/// Whether the parameter is the header of credentials that the client's method does not take.
fn is_authorization(parameter: &Parameter<'_>, sent: Sent<'_>) -> bool {
    parameter.location == Location::Header
        && is_called(parameter, "Authorization")
        && !is_taken(parameter, sent)
}

fn is_called(parameter: &Parameter<'_>, name: &str) -> bool {
    match parameter.location {
        Location::Header => name.eq_ignore_ascii_case(parameter.name),
        _ => name == parameter.name,
    }
}

/// Whether the client's method takes the parameter.
fn is_taken(parameter: &Parameter<'_>, sent: Sent<'_>) -> bool {
    sent.parameters.iter().any(|entry| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let is_it = text("name").is_some_and(|name| is_called(parameter, name));
        text("in") == Some(parameter.location.name()) && is_it
    })
}

fn put(values: &mut Value, place: &str, name: &str, value: Value) {
    let mut object = match values.get_mut(place).map(Value::take) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    };
    object.insert(name.to_owned(), value);
    put_all(values, place, Value::Object(object));
}

fn put_all(values: &mut Value, place: &str, value: Value) {
    if let Some(values) = values.as_object_mut() {
        values.insert(place.to_owned(), value);
    }
}

fn value<'d>(sampler: &Sampler<'d>, parameter: &Parameter<'d>) -> Result<Value, String> {
    let place = place(parameter);
    let mut value = match parameter.schema {
        Some(schema) => sampler.sample(schema, place)?,
        None => sampler.text(place)?,
    };
    if let Some(media) = parameter.form {
        fields::delimit(sampler, media, false, &mut value);
    }
    match &value {
        Value::Null => Err("`null` cannot be written".to_owned()),
        Value::Array(items) if items.is_empty() => Err("no items cannot be written".to_owned()),
        Value::Object(object) if object.is_empty() && parameter.writing.style != Style::Json => {
            Err("an object without properties cannot be written".to_owned())
        }
        Value::String(text) if text.is_empty() && parameter.location == Location::Path => {
            Err("an empty string would change the path".to_owned())
        }
        _ => Ok(value),
    }
}

/// The value, unless the names of its pairs in the query are those of another parameter's too.
fn unmistakable(
    taken: &mut BTreeSet<String>,
    parameter: &Parameter<'_>,
    value: Value,
) -> Result<Value, String> {
    if parameter.location != Location::Query {
        return Ok(value);
    }
    let names: Vec<String> = match &value {
        Value::Object(object) if brings_names(parameter.writing, Some(&value)) => {
            object.keys().cloned().collect()
        }
        _ => vec![parameter.name.to_owned()],
    };
    if let Some(name) = names.iter().find(|name| taken.contains(*name)) {
        return Err(format!("`{name}` of the query is another parameter's too"));
    }
    taken.extend(names);
    Ok(value)
}

/// What the value is written in.
fn place(parameter: &Parameter<'_>) -> Place {
    let writing = parameter.writing;
    let delimiter = writing.delimiter.and_then(|delimiter| delimiter.chars().next());
    match (parameter.location, writing.style, delimiter) {
        (Location::Header, ..) => Place::Header,
        (_, Style::Json, _) => Place::Json,
        (_, Style::Cookie, _) => Place::Cookie,
        (_, Style::SpaceDelimited, _) => Place::Delimited(' '),
        (_, Style::PipeDelimited, _) => Place::Delimited('|'),
        (_, _, Some(delimiter)) => Place::Delimited(delimiter),
        _ => Place::Text,
    }
}

fn body<'d>(
    operation: &Operation<'d>,
    sampler: &Sampler<'d>,
    extent: Extent,
    sent: Sent<'_>,
) -> Result<Option<Value>, String> {
    let (Some(body), Some(media_type)) = (&operation.body, sent.media_type) else {
        return Ok(None);
    };
    // A range such as `*/*` is sent as what it allows.
    let media = body.content.get(media_type).or_else(|| body.content.values().next());
    let schema = media.and_then(|media| media.get("schema"));
    let is_form = is_form(media_type) || parts::are(media_type);
    // The required fields of a form are arguments, whether or not the form may be left out.
    let is_list = |schema| sampler.kind(schema) == Some("array") && !body.is_left_out;
    let is_asked_for =
        || is_form && schema.is_some_and(|schema| sampler.requires(schema) || is_list(schema));
    if extent == Extent::Required && !body.required && !is_asked_for() {
        return Ok(None);
    }
    if let Some(media) = media.filter(|_| parts::are(media_type)) {
        let sampled = parts::sampled(sampler, media, extent);
        let (value, headers) = sampled.map_err(|why| format!("the body: {why}"))?;
        let mut body = json!({ "mediaType": media_type, "value": value });
        if headers != json!({}) {
            put_all(&mut body, "headers", headers);
        }
        return Ok(Some(body));
    }
    let records = media.filter(|_| records::are(media_type));
    let value = match records.map(|media| records::sampled(sampler, media)) {
        Some(Some(values)) => values,
        Some(None) => text(sampler, None),
        None => match schema {
            Some(schema) if sent.writes_xml => sampler.sample(schema, Place::Json),
            _ => value_of_body(sampler, schema, media_type),
        },
    };
    let mut value = value.map_err(|why| format!("the body: {why}"))?;
    if let Some(media) = media.filter(|_| is_form) {
        fields::delimit(sampler, media, false, &mut value);
    }
    Ok(Some(json!({ "mediaType": media_type, "value": value })))
}

fn value_of_body<'d>(
    sampler: &Sampler<'d>,
    schema: Option<&'d Value>,
    media_type: &str,
) -> Result<Value, String> {
    let essence = essence(media_type);
    let place = match essence.as_str() {
        // What has no names is a form that the caller wrote.
        _ if is_form(media_type) && !is_object(sampler, schema) => {
            return Ok(Value::from("a=b+c%26d&e"));
        }
        _ if is_form(media_type) => Place::Text,
        _ if is_json(media_type) => Place::Json,
        _ if is_xml(&essence) => return Ok(Value::from("<a>\u{e9} &amp; more</a>")),
        _ if is_text(&essence) => return text(sampler, schema),
        _ => return Ok(json!({ "base64": "AAH/aGVsbG8K" })),
    };
    match schema {
        Some(schema) => sampler.sample(schema, place),
        None => Ok(json!({ "key": "value" })),
    }
}

/// Whether values of the schema are objects, as far as it says so.
fn is_object<'d>(sampler: &Sampler<'d>, schema: Option<&'d Value>) -> bool {
    let kind = schema.and_then(|schema| sampler.kind(schema));
    kind.is_none_or(|kind| kind == "object")
}

/// A body that is a string: what its schema says is written as one.
fn text<'d>(sampler: &Sampler<'d>, schema: Option<&'d Value>) -> Result<Value, String> {
    schema.map_or_else(|| sampler.text(Place::Json), |it| sampler.sample(it, Place::Text))
}

/// Whether a media type is one of text.
pub(crate) fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") || is_xml(essence) || essence.contains("yaml")
}

/// Whether a media type is XML (RFC 7303).
pub(crate) fn is_xml(essence: &str) -> bool {
    matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
}
