//! The docs of an operation's method: from the description, with what has no item of its own to document it.

use openapiv3::{MediaType, PathItem, ReferenceOr, RequestBody, SecurityRequirement};
use serde_json::Value;

use super::super::docs::{clean, code, docs, examples_of, labelled, see};
use super::super::media::Representation;
use super::super::schema;
use crate::ir::{Argument, Body, Docs, Frames, Method, Parameter, Streamed, Success, TypeName};
use crate::markdown;

/// The sources of an operation's docs.
pub(super) struct Told<'a> {
    pub(super) method: &'a Method,
    pub(super) path: &'a str,
    pub(super) item: &'a PathItem,
    pub(super) operation: &'a openapiv3::Operation,
    /// The security alternatives of the operation.
    pub(super) security: &'a [SecurityRequirement],
    pub(super) parameters: &'a [Parameter],
    pub(super) body: Option<&'a Body>,
    /// The type of the responses' headers.
    pub(super) headers: Option<&'a TypeName>,
    /// The response that can be streamed.
    pub(super) stream: Option<&'a Streamed>,
    /// Whether its work goes on after the response.
    pub(super) is_long_running: bool,
    /// The representation of the body, if there are others.
    pub(super) representation: Option<&'a Representation<'a>>,
    /// Other media types of the body.
    pub(super) also: &'a [&'a str],
    pub(super) arguments: &'a [Argument],
    /// The successes that are not documented by an enum.
    pub(super) success: &'a [Success],
}

pub(super) fn of_operation(told: &Told<'_>) -> Docs {
    let (item, operation) = (told.item, told.operation);
    let link = operation.external_docs.as_ref().map(see);
    let own_summary = operation.summary.as_deref();
    let own = operation.description.as_deref();
    // The docs of a path item apply to all of its operations.
    let parts = [
        own_summary.or(item.summary.as_deref()),
        own.or(item.description.as_deref()),
        own_summary.and(item.summary.as_deref()),
        own.and(item.description.as_deref()),
        link.as_deref(),
    ];
    let mut docs = docs(&parts, operation.deprecated);
    if docs.text.is_empty() {
        let line = format!("{} {}", told.method.as_str(), told.path);
        docs.text = format!("Sends {}.", markdown::code(&line));
    }
    let mut add = |text: String| {
        if !text.is_empty() {
            docs.text.push_str("\n\n");
            docs.text.push_str(&text);
        }
    };
    add(arguments(told));
    add(body(told));
    add(media_types(told));
    for (index, success) in told.success.iter().enumerate() {
        let is_said = told.success.iter().take(index).any(|other| other.docs == success.docs);
        if !is_said {
            add(success.docs.text.clone());
        }
    }
    if let Some(name) = told.headers {
        add(format!(
            "With `.with_response()`, [`{name}`](crate::operations::{name}) reads the documented headers."
        ));
    }
    add(told.stream.map(stream).unwrap_or_default());
    if told.is_long_running {
        add("[`.poll()`](crate::runtime::Call::poll) waits until the work is done, and returns its result.".to_owned());
    }
    add(scopes(told.security));
    docs
}

/// How the response is streamed.
fn stream(stream: &Streamed) -> String {
    let has = |is: fn(Frames) -> bool| stream.ways.iter().any(|way| is(way.frames));
    let items = match (has(Frames::are_events), has(|it| it == Frames::Bytes)) {
        (true, _) if !stream.ways.iter().all(|way| way.frames.are_events()) => {
            "the events or the items"
        }
        (true, _) => "the events",
        (false, true) => "the chunks of the body",
        (false, false) => "the items",
    };
    let accept: Vec<String> = stream
        .ways
        .iter()
        .flat_map(|way| &way.accept)
        .map(|media_type| code(&Value::from(media_type.as_str())))
        .collect();
    format!(
        "[`.into_stream()`](crate::runtime::Call::into_stream) returns {items} as they arrive, from {}.",
        accept.join(" or ")
    )
}

/// The required parameters, which have no setters; the body too, if it is an argument.
fn arguments(told: &Told<'_>) -> String {
    let mut items = Vec::new();
    for argument in told.arguments {
        let Argument::Parameter(index) = argument else { continue };
        let Some(parameter) = told.parameters.get(*index) else { continue };
        let mut text = parameter.docs.text.clone();
        if parameter.docs.deprecated.is_some() {
            text.push_str("\n\nDeprecated.");
        }
        if !text.trim().is_empty() {
            let name = parameter.name.plain();
            items.push(item(&format!("`{name}`"), text.trim()));
        }
    }
    items.join("\n")
}

/// A list item, whose further lines are indented.
fn item(name: &str, text: &str) -> String {
    let text = labelled(name, text);
    format!("- {}", text.replace('\n', "\n  ").replace("\n  \n", "\n\n"))
}

/// The docs of the body, except those of its type.
fn body(told: &Told<'_>) -> String {
    let (Some(body), Some(ReferenceOr::Item(described))) =
        (told.body, &told.operation.request_body)
    else {
        return String::new();
    };
    let media = media(body, described);
    let notes = media
        .and_then(|media| media.schema.as_ref())
        .filter(|_| !body.is_spread_over_parameters())
        .and_then(schema::of_value);
    let shown = media.and_then(|media| examples_of(media.example.as_ref(), &media.examples));
    let parts = [described.description.as_deref(), notes.as_deref(), shown.as_deref()];
    let text = docs(&parts, false).text;
    // Each field of a form may be optional although the form is required.
    let needed = body.is_spread_over_parameters() && described.required;
    if text.is_empty() {
        return String::from(if needed { "The body is required." } else { "" });
    }
    if told.arguments.contains(&Argument::Body) {
        item("`body`", &text)
    } else if let Some(example) = text.strip_prefix("Example: ").filter(|_| !needed) {
        format!("Example of the body: {example}")
    } else {
        labelled(if needed { "The body (required)" } else { "The body" }, &text)
    }
}

/// The media type of the body, if the description has several.
fn media_types(told: &Told<'_>) -> String {
    let mut sentences = Vec::new();
    if let (Some(_), Some(body)) = (told.representation, told.body) {
        sentences
            .push(format!("The body is sent as {}.", code(&Value::from(body.media_type.as_str()))));
    }
    let also: Vec<String> = told.also.iter().map(|name| code(&Value::from(*name))).collect();
    // A setter's docs list what it can be set to.
    let is_chosen = told.parameters.iter().any(|parameter| parameter.wire == "Content-Type");
    if !also.is_empty() && !is_chosen {
        sentences.push(format!(
            "The server also accepts {}; set the header `Content-Type` to use it.",
            also.join(" and ")
        ));
    }
    sentences.join(" ")
}

fn media<'d>(body: &Body, described: &'d RequestBody) -> Option<&'d MediaType> {
    described.content.get(&body.media_type).or_else(|| described.content.values().next())
}

/// The scopes that a token needs.
fn scopes(security: &[SecurityRequirement]) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for (name, scopes) in security.iter().flatten().filter(|(_, scopes)| !scopes.is_empty()) {
        let listed: Vec<String> =
            scopes.iter().map(|scope| code(&Value::from(scope.as_str()))).collect();
        let name = code(&Value::from(name.as_str()));
        let sentence = format!("Scopes of {name}: {}.", listed.join(", "));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    clean(&sentences.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn the_lines_of_an_item_are_indented() {
        assert_eq!(item("`a`", "One\ntwo.\n\nThree."), "- `a`: One\n  two.\n\n  Three.");
    }
}
