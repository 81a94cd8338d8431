//! How the program reports the outcome of a call: for an operation, the source of functions that write its responses,
//! their headers and the items of its stream.

use crate::ir::{Content, Frames, LongRunning, Operation, ResponseHeader, StreamWay, TypeName};

/// The crate's path within the program's module of calls.
const CRATE: &str = "super::client";

/// The functions of the operation of that number: `error_N` and `headers_N`.
pub(super) fn functions(number: usize, operation: &Operation) -> String {
    let (ty, error) = if operation.errors.is_empty() {
        ("std::convert::Infallible".to_owned(), "match *it {}".to_owned())
    } else {
        let name = &operation.error_name;
        let errors = operation.errors.iter().map(|error| (&error.name, &error.content));
        (format!("{CRATE}::operations::{name}"), variants(name, errors))
    };
    let headers = headers(operation);
    format!(
        "\nfn error_{number}(it: &{ty}) -> super::Value {{\n    {error}\n}}\n\n\
         fn headers_{number}(it: &super::HeaderMap) -> super::Headers {{\n    {headers}\n}}\n"
    )
}

/// The writer of the operation's output.
pub(super) fn output(operation: &Operation) -> String {
    match (&operation.output_name, operation.success.first()) {
        (Some(name), _) => {
            let success = operation.success.iter().map(|success| (&success.name, &success.content));
            format!("|it| {}", variants(name, success))
        }
        (None, Some(success)) => format!("super::{}", content(&success.content)),
        (None, None) => format!("super::{NOTHING}"),
    }
}

/// The writer of an item of the operation's stream, if it has one.
pub(super) fn item(operation: &Operation) -> Option<String> {
    let ways = &operation.stream.as_ref()?.ways;
    let of = |are_events: bool| ways.iter().find(|way| way.frames.are_events() == are_events);
    let event = of(true).map(|way| {
        let data = data(way);
        format!("super::event(&it.event, &it.id, super::{data}(&it.data))")
    });
    Some(match (event, of(false).map(data)) {
        (Some(event), Some(line)) => format!(
            "|it| match it {{\n        \
             super::runtime::EventOrLine::Event(it) => {event},\n        \
             super::runtime::EventOrLine::Line(it) => super::{line}(it),\n    }}"
        ),
        (Some(event), None) => format!("|it| {event}"),
        (None, line) => format!("super::{}", line?),
    })
}

/// The writer of the result of a long-running operation.
pub(super) fn result(work: &LongRunning) -> String {
    let function = if work.result.is_some() { "json" } else { NOTHING };
    format!("super::{function}")
}

/// The function that writes nothing.
const NOTHING: &str = "nothing";

/// The function that writes the content of a response.
fn content(content: &Content) -> &'static str {
    match content {
        Content::Nothing => NOTHING,
        Content::Text => "text",
        Content::Bytes => "bytes",
        Content::Json(_) | Content::Xml(..) | Content::JsonOrXml(..) | Content::JsonOrText(..) => {
            "json"
        }
    }
}

/// The function that writes an item, or an event's data.
fn data(way: &StreamWay) -> &'static str {
    match way.frames {
        Frames::Bytes => "bytes",
        Frames::TextEvents => "text",
        Frames::Lines
        | Frames::Sequence
        | Frames::Values
        | Frames::Events
        | Frames::WholeEvents => "json",
    }
}

/// Writes the content of an enum's variants; the enum is non-exhaustive.
fn variants<'o>(
    name: &TypeName,
    variants: impl Iterator<Item = (&'o TypeName, &'o Content)>,
) -> String {
    let arms: String = variants
        .map(|(variant, content)| {
            let path = format!("{CRATE}::operations::{name}::{variant}");
            match self::content(content) {
                NOTHING => format!("        {path} => super::nothing(&()),\n"),
                function => format!("        {path}(it) => super::{function}(it),\n"),
            }
        })
        .collect();
    format!("match it {{\n{arms}        _ => super::unknown(),\n    }}")
}

/// Writes the headers of a response.
fn headers(operation: &Operation) -> String {
    let Some(name) = &operation.headers_name else { return "super::Headers::new()".to_owned() };
    let line = |ResponseHeader { name, wire, .. }: &ResponseHeader| {
        format!("        ({wire:?}.to_owned(), super::header(it.{name}())),\n")
    };
    let lines: String = operation.headers.iter().map(line).collect();
    format!(
        "let it = {CRATE}::operations::{name}(it);\n    super::Headers::from_iter([\n{lines}    ])"
    )
}
