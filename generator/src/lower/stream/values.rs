//! Responses that are documented as JSON, and consist of several values. In: an operation and its response. Out: how the
//! values follow each other, and the schema of each.
//!
//! Recognized are the streams of grpc-gateway, by what it writes into a description, and Kubernetes' `watch`; the others
//! are in the settings.

use openapiv3::{Parameter, ReferenceOr, Response, Schema};

use super::super::context::Context;
use super::super::find::Found;
use crate::config::Stream;
use crate::ir::Frames;
use crate::parse::reference_to;

/// How the values of the response follow each other; `None` if it is a single one.
pub(super) fn frames(
    context: &Context<'_>,
    found: &Found<'_>,
    id: &str,
    response: &Response,
) -> Option<Frames> {
    match context.config.streams.get(id) {
        Some(Stream::Json) => Some(Frames::Values),
        Some(Stream::Lines) => Some(Frames::Lines),
        Some(Stream::Events) => Some(Frames::Events),
        None => (is_of_gateway(context, response) || watched(context, found, response).is_some())
            .then_some(Frames::Values),
    }
}

/// The schema of each value, if it is not that of the response.
pub(super) fn item(
    context: &Context<'_>,
    found: &Found<'_>,
    response: &Response,
) -> Option<ReferenceOr<Schema>> {
    Some(reference_to(&watched(context, found, response)?))
}

/// Whether grpc-gateway describes a response of several messages.
fn is_of_gateway(context: &Context<'_>, response: &Response) -> bool {
    let titled = |schema: &ReferenceOr<Schema>| {
        let schema = context.follow(schema);
        let title = schema.and_then(|schema| schema.schema_data.title.as_deref());
        title.is_some_and(|title| title.starts_with("Stream result of "))
    };
    response.description.contains("(streaming responses)")
        || response.content.values().filter_map(|media| media.schema.as_ref()).any(titled)
}

/// The key of the schema of Kubernetes' events, if the response is of such or may be.
fn watched(context: &Context<'_>, found: &Found<'_>, response: &Response) -> Option<String> {
    const EVENT: &str = ".WatchEvent";
    let is_event = |schema: &ReferenceOr<Schema>| match schema {
        ReferenceOr::Reference { reference } => reference.ends_with(EVENT),
        ReferenceOr::Item(_) => false,
    };
    let parameters = found.operation.parameters.iter().chain(&found.item.parameters);
    let mut parameters = parameters.filter_map(ReferenceOr::as_item);
    let may_watch = parameters.any(|parameter| {
        matches!(parameter, Parameter::Query { parameter_data, .. } if parameter_data.name == "watch")
    });
    let schemas = &context.parsed.openapi.components.as_ref()?.schemas;
    let key = schemas.keys().find(|key| key.ends_with(EVENT))?;
    let mut described = response.content.values().filter_map(|media| media.schema.as_ref());
    (may_watch || described.any(is_event)).then(|| key.clone())
}
