//! Responses that can be read while they arrive (OpenAPI 3.2.0, section 4.14.3). In: the forms of an operation's
//! successes. Out: what the items of its stream are.

mod values;

use openapiv3::{AnySchema, MediaType, Response, Schema};

use super::context::{Context, Hint, keywords};
use super::find::Found;
use super::media::{Framing, Kind, Representation, framing_of, item_schema};
use super::schema;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    BodyKind, Frames, Operation, Reason, Scalar, Status, StreamWay, Streamed, TypeRef,
};
use crate::normalize::carrier;
use crate::parse::reference_to;
use crate::suggest;

/// Adds what a success of that status has to the stream. Bytes give way to all else.
pub(super) fn add(
    context: &mut Context<'_>,
    stream: &mut Option<Streamed>,
    status: Status,
    representation: &Representation<'_>,
    media_types: Vec<String>,
    hint: &Hint,
) {
    let frames = frames(context, representation);
    let ways = &mut stream.get_or_insert_default().ways;
    if frames == Frames::Bytes && ways.iter().any(|way| way.frames != Frames::Bytes) {
        return;
    }
    ways.retain(|way| way.frames != Frames::Bytes || frames == Frames::Bytes);
    let hint = hint.part(if frames.are_events() && !ways.is_empty() { "Event" } else { "Item" });
    let item = item(context, frames, representation, &hint);
    let accept = representation.media_types().map(str::to_owned);
    let response = (status, media_types);
    if let Some(way) = ways.iter_mut().find(|way| way.frames == frames && way.item == item) {
        way.responses.push(response);
        way.accept.extend(accept.filter(|name| !way.accept.contains(name)).collect::<Vec<_>>());
    } else if ways.iter().all(|way| go_together((way.frames, &way.item), (frames, &item))) {
        let (accept, responses) = (accept.collect(), vec![response]);
        ways.push(StreamWay { frames, item, accept, responses });
    } else {
        report_other(context, representation, ways);
    }
}

/// Adds the values of a response that is documented as JSON, if they are several.
pub(super) fn add_values(
    context: &mut Context<'_>,
    stream: &mut Option<Streamed>,
    (found, id): (&Found<'_>, &str),
    (status, response): (Status, &Response),
    representation: &Representation<'_>,
    hint: &Hint,
) {
    let Some(frames) = values::frames(context, found, id, response) else { return };
    let hint = hint.part("Item");
    let item = match values::item(context, found, response) {
        Some(schema) => schema::lower(context, &schema, &hint).into_item(),
        None => item(context, frames, representation, &hint),
    };
    let accept = match frames {
        Frames::Events => vec![String::from("text/event-stream")],
        _ => vec![representation.media_type.to_owned()],
    };
    let way = StreamWay { frames, item, accept, responses: vec![(status, Vec::new())] };
    stream.get_or_insert_default().ways = vec![way];
}

/// Reports settings for streams that no operation has, or whose response is not JSON.
pub(super) fn report_unused(
    config: &Config,
    operations: &[Operation],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for id in config.streams.keys() {
        let operation = operations.iter().find(|operation| operation.id == *id);
        let ids = || operations.iter().map(|operation| operation.id.as_str());
        let (message, help) = match operation {
            Some(operation) if operation.stream.is_some() => continue,
            Some(_) => ("has no response of JSON", String::from("remove the setting")),
            None => {
                ("is not an operation", suggest::did_you_mean(id, ids(), "use its `operationId`"))
            }
        };
        let message = format!("the settings have `streams` for `{id}`, which {message}");
        let span = config.span(&["streams", id]);
        diagnostics.push(Diagnostic::error(Code::Settings, span, message).help(help));
    }
}

/// Whether a client that reads the one can read the other too: events beside JSON, and JSON of the same type.
fn go_together((one, item): (Frames, &TypeRef), (other, other_item): (Frames, &TypeRef)) -> bool {
    match (one.are_events(), other.are_events()) {
        (true, true) => false,
        (false, false) => one != Frames::Bytes && item == other_item,
        _ => true,
    }
}

/// Names a media type whose items are of another type than those of the stream.
fn report_other(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    ways: &[StreamWay],
) {
    let Representation { media_type, media, .. } = representation;
    let read: Vec<&str> = ways.iter().flat_map(|way| &way.accept).map(String::as_str).collect();
    context.not_generated(&media.extensions,
        &format!(
            "a response of `{media_type}` cannot be streamed: its items have a different type from those of `{}`",
            read.join("` and `")
        ),
        "no change is needed; or list the one to be streamed first",
    );
}

/// How the items of a body are sent, and their type; `None` if the caller encodes the body.
///
/// Events are such, and items that are not described, or only as strings.
pub(super) fn sent(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    hint: &Hint,
) -> Option<(BodyKind, TypeRef)> {
    let (frames, kind) = match framing_of(representation) {
        Framing::Lines => (Frames::Lines, BodyKind::Lines),
        Framing::Sequence => (Frames::Sequence, BodyKind::Sequence),
        Framing::Events => return None,
    };
    let media = representation.media;
    if item_schema(media).is_none() {
        let target = context.follow(media.schema.as_ref()?);
        if target.is_none_or(|schema| keywords(schema).typ.as_deref() == Some("string")) {
            return None;
        }
    }
    Some((kind, item(context, frames, representation, hint)))
}

fn frames(context: &Context<'_>, representation: &Representation<'_>) -> Frames {
    if representation.kind != Kind::Sequence {
        return Frames::Bytes;
    }
    match framing_of(representation) {
        Framing::Lines => Frames::Lines,
        Framing::Sequence => Frames::Sequence,
        Framing::Events => {
            let media = representation.media;
            let item = item_schema(media);
            let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
            let typ = target.and_then(|schema| keywords(schema).typ.as_deref());
            match item {
                _ if data_schema(context, media).is_some() => Frames::Events,
                // What an item's schema describes is the event (4.14.4).
                Some(_) => Frames::WholeEvents,
                None if typ.is_none_or(|typ| typ == "string") && is_text(target) => {
                    Frames::TextEvents
                }
                None => Frames::Events,
            }
        }
    }
}

/// The key of the schema of the JSON that is the data of each event.
fn data_schema(context: &Context<'_>, media: &MediaType) -> Option<String> {
    if let Some(key) = carrier::text(&media.extensions, carrier::EVENT_DATA) {
        return Some(key.to_owned());
    }
    let event = reference_to::<Schema>(item_schema(media)?);
    let data = context.follow(keywords(context.follow(&event)?).properties.get("data")?)?;
    carrier::text(&data.schema_data.extensions, carrier::CONTENT_SCHEMA).map(str::to_owned)
}

/// Whether nothing but a string, or nothing at all, is described.
fn is_text(schema: Option<&Schema>) -> bool {
    let Some(keywords) = schema.map(keywords) else { return true };
    keywords.typ.is_some() || *keywords == AnySchema::default()
}

/// The type of an item. A `schema` of a sequence is that of each item, as in descriptions before `itemSchema`; an array
/// of lines is that of all of them, and a string does not describe the values.
fn item(
    context: &mut Context<'_>,
    frames: Frames,
    representation: &Representation<'_>,
    hint: &Hint,
) -> TypeRef {
    let media = representation.media;
    if frames == Frames::Bytes {
        return TypeRef::Scalar(Scalar::Bytes);
    }
    let data = data_schema(context, media).filter(|_| frames == Frames::Events);
    if let Some(key) = data.or_else(|| item_schema(media).map(str::to_owned)) {
        return schema::lower(context, &reference_to::<Schema>(&key), hint).into_item();
    }
    match (frames, &media.schema) {
        (Frames::TextEvents, _) => TypeRef::Scalar(Scalar::String),
        (_, None) => TypeRef::Untyped(Reason::Any),
        (_, Some(schema)) => {
            let lines = matches!(frames, Frames::Lines | Frames::Sequence | Frames::Values);
            let keys = context.follow(schema).map(keywords).filter(|_| lines);
            match keys.map(|keys| (keys.typ.as_deref(), keys.items.clone())) {
                Some((Some("array"), Some(items))) => {
                    schema::lower(context, &items, hint).into_item()
                }
                Some((Some("array"), None) | (Some("string"), _)) => TypeRef::Untyped(Reason::Any),
                _ => schema::lower(context, schema, hint).into_item(),
            }
        }
    }
}
