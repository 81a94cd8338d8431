//! The names of media types (RFC 9110, section 8.3.1), as they are meant.

use super::super::context::Context;
use super::super::token::is_token;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::suggest;

/// The top-level types that are registered.
const TOP_LEVEL: [&str; 12] = [
    "application",
    "audio",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
    "*",
];

/// The media types whose values have a type of their own.
const TYPED: [&str; 10] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "text/event-stream",
    "application/x-ndjson",
    "application/octet-stream",
    "application/problem+json",
    "text/html",
];

/// Other media types that are close to those.
const OTHERS: [&str; 4] =
    ["application/json5", "application/jsonl", "application/jsonc", "text/xml"];

/// The media types that the key `name` of a `content` means: itself, or several of a list, or the one that it is close
/// to, which is reported.
pub(super) fn meant(context: &mut Context<'_>, span: Span, name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let read = if parts.len() > 1 && parts.iter().all(|part| is_valid(part)) {
        parts.into_iter().map(str::to_owned).collect()
    } else if !is_valid(name) {
        vec![closest(name).to_owned()]
    } else if let Some(meant) = suggest::closest(essence(name), TYPED)
        && !is_registered(name)
    {
        vec![meant.to_owned()]
    } else {
        report_slip(context, span, name);
        return vec![name.to_owned()];
    };
    let list: Vec<String> = read.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("`{name}` is not a media type; it is read as {}", list.join(" and "));
    context.report(
        Diagnostic::warning(Code::InvalidValue, span, message)
            .help("write a media type, such as application/json; several are a key each"),
    );
    read
}

/// Reports a key that means a media type that another one means.
pub(super) fn report_twice(context: &mut Context<'_>, span: Span, name: &str) {
    let message = format!("`{name}` is described by another key too; this one is ignored");
    context.report(
        Diagnostic::warning(Code::DuplicateKey, span, message).help("remove one of the two"),
    );
}

fn essence(name: &str) -> &str {
    name.split(';').next().unwrap_or_default().trim()
}

/// Whether it is a type and a subtype.
fn is_valid(name: &str) -> bool {
    essence(name).split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}

/// Whether its top-level type is registered, or private.
fn is_registered(name: &str) -> bool {
    let kind = name.split('/').next().unwrap_or_default().to_ascii_lowercase();
    TOP_LEVEL.contains(&kind.as_str()) || kind.starts_with("x-")
}

/// The media type that an invalid one means; JSON without any other sign.
fn closest(name: &str) -> &'static str {
    let name = essence(name);
    let of_subtype = |typed: &&&str| {
        let subtype = typed.split_once('/').map_or("", |(_, subtype)| subtype);
        suggest::plain(subtype) == suggest::plain(name)
    };
    let by_subtype = TYPED.iter().find(of_subtype).copied();
    let typed = by_subtype.or_else(|| suggest::closest(name, TYPED));
    typed.unwrap_or(match name {
        "text" => "text/plain",
        "form" => "application/x-www-form-urlencoded",
        "multipart" => "multipart/form-data",
        "binary" | "file" => "application/octet-stream",
        _ => "application/json",
    })
}

/// Reports a media type of bytes that is one letter from one with typed values, or of no known kind.
fn report_slip(context: &mut Context<'_>, span: Span, name: &str) {
    let essence = essence(name).to_ascii_lowercase();
    if TYPED.contains(&essence.as_str()) || OTHERS.contains(&essence.as_str()) {
        return;
    }
    let is_close = |typed: &&&str| strsim::osa_distance(&essence, typed) == 1;
    let help = match TYPED.iter().find(is_close) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if is_registered(name) => return,
        None => String::from("use a registered type, such as application/json"),
    };
    let message = format!("unknown media type `{name}`; its values are bytes");
    context.report(Diagnostic::warning(Code::InvalidValue, span, message).help(help));
}
