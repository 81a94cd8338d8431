//! `src/mock.rs`: a server for the tests of code that uses the crate. Each operation has a line or two with its
//! responses; the support code does the rest.

use super::features;
use super::file::{File, Part};
use super::imports::Origin;
use crate::ir::{Api, Content, Operation, Status};

/// Lines of a list end here, as prettyplease has it.
const WIDTH: usize = 89;

/// A response: its name, its status code, its content, and its media type if that is not the usual one.
struct Reply<'a> {
    name: String,
    status: u16,
    content: &'a Content,
    media_type: Option<&'a String>,
}

pub(super) fn file(api: &Api) -> File {
    let mut file = File::new(
        "A server for tests: the responses of each operation, and the requests that it received.",
    );
    let taken_xml: String = api.operations.iter().filter_map(|it| taken_xml(api, it)).collect();
    file.imports.add(Origin::Mock, "mock");
    if !taken_xml.is_empty() {
        file.imports.add(Origin::ReceivedXml, "received_xml");
    }
    file.items(quote::quote! {
        pub use crate::runtime::Mock;
        pub use crate::runtime::MockServer as Server;
        pub use crate::runtime::Received;
        pub use crate::runtime::Reply;
        pub use crate::runtime::With;
    });
    let operations = api.operations.iter().filter(|operation| has_entry(operation));
    let lines: String =
        operations.map(|operation| conditional(api, operation, &entry(operation))).collect();
    file.parts.push(Part::Text(format!("mock! {{\n{lines}}}")));
    if !taken_xml.is_empty() {
        file.parts.push(Part::Text(format!("received_xml! {{\n{taken_xml}}}")));
    }
    file
}

/// Whether the server decodes an XML request of the operation.
pub(super) fn takes_xml(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.element.is_some())
}

/// The element of the operation's body.
fn taken_xml(api: &Api, operation: &Operation) -> Option<String> {
    let element = operation.body.as_ref()?.element.as_ref()?;
    let entry = format!("    {}: {element};\n", operation.type_name);
    Some(conditional(api, operation, &entry))
}

/// Other media types make no difference to the server.
fn has_entry(operation: &Operation) -> bool {
    operation.alternate_of.is_none()
}

/// Whether the server has an XML response for the operation.
pub(super) fn answers_xml(operation: &Operation) -> bool {
    let is_xml = |reply: Reply<'_>| matches!(reply.content, Content::Xml(..));
    has_entry(operation) && successes(operation).into_iter().chain(errors(operation)).any(is_xml)
}

/// An entry of the operation, with its `cfg` attribute.
fn conditional(api: &Api, operation: &Operation, entry: &str) -> String {
    let condition = api.features.group(operation.group).map(features::condition);
    let condition = condition.map(|condition| format!("    {condition}\n")).unwrap_or_default();
    condition + entry
}

fn entry(operation: &Operation) -> String {
    let mut text = format!("    {}: {}", operation.name, operation.type_name);
    match (&operation.output_name, successes(operation).as_slice()) {
        (Some(name), success) => text.push_str(&list("one_of", name.as_str(), success)),
        (None, [first, ..]) => text.push_str(&format!(" gives {}", facts(first))),
        (None, []) => text.push_str(" gives 204 empty"),
    }
    let errors = errors(operation);
    if !errors.is_empty() {
        text.push_str(&list("fails", operation.error_name.as_str(), &errors));
    }
    text + ";\n"
}

/// The successes that the server can respond with: the first of those that are the same to the caller.
fn successes(operation: &Operation) -> Vec<Reply<'_>> {
    let statuses: Vec<Status> = operation.success.iter().map(|success| success.status).collect();
    let reply = |success: &'_ crate::ir::Success| code(success.status, 200, &statuses);
    let count = if operation.output_name.is_some() { statuses.len() } else { 1 };
    operation
        .success
        .iter()
        .take(count)
        .map(|success| Reply {
            name: success.name.to_string(),
            status: reply(success),
            content: &success.content,
            media_type: success.written_as.as_ref().or(success.media_types.first()),
        })
        .collect()
}

fn errors(operation: &Operation) -> Vec<Reply<'_>> {
    let statuses: Vec<Status> = operation.errors.iter().map(|error| error.status).collect();
    operation
        .errors
        .iter()
        .map(|error| Reply {
            name: error.name.to_string(),
            status: code(error.status, 500, &statuses),
            content: &error.content,
            media_type: error.written_as.as_ref().or(error.media_types.first()),
        })
        .collect()
}

/// A status code that is decoded as this response: the first of a range without a response of its own.
fn code(status: Status, default: u16, others: &[Status]) -> u16 {
    let free = |first: u16| {
        let is_free = |code: &u16| !others.contains(&Status::Code(*code));
        (first..first + 100).find(is_free).unwrap_or(first)
    };
    match status {
        Status::Code(code) => code,
        Status::Range(class) => free(class * 100),
        // Whatever its class, no range may include it.
        Status::Default => {
            let classes = [default, 500, 400, 300, 600];
            let is_free = |class: &u16| !others.contains(&Status::Range(class / 100));
            free(classes.into_iter().find(is_free).unwrap_or(default))
        }
    }
}

fn facts(reply: &Reply<'_>) -> String {
    let kind = match reply.content {
        Content::Nothing => return format!("{} empty", reply.status),
        Content::Json(_) | Content::JsonOrXml(..) | Content::JsonOrText(..) => String::from("json"),
        Content::Xml(_, element) => format!("xml({element})"),
        Content::Text => String::from("text"),
        Content::Bytes => String::from("bytes"),
    };
    match reply.media_type {
        Some(media_type) => format!("{} {kind} {}", reply.status, quoted(media_type)),
        None => format!("{} {kind}", reply.status),
    }
}

fn quoted(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// The responses that are variants of an enum, on lines of their own.
fn list(keyword: &str, name: &str, replies: &[Reply<'_>]) -> String {
    let indent = "        ";
    let mut text = format!("\n{indent}{keyword} {name} {{\n");
    let mut line = format!("{indent}   ");
    for (index, reply) in replies.iter().enumerate() {
        let end = if index + 1 == replies.len() { "" } else { "," };
        let item = format!(" {} {}{end}", reply.name, facts(reply));
        if line.len() + item.len() > WIDTH && !line.trim().is_empty() {
            text.push_str(&line);
            text.push('\n');
            line = format!("{indent}   ");
        }
        line.push_str(&item);
    }
    format!("{text}{line}\n{indent}}}")
}
