//! Formats that are almost one that the generator knows.

use super::super::context::Context;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Object;
use crate::suggest;

/// The formats of OpenAPI's registry, and those of JSON Schema.
const KNOWN: [&str; 50] = [
    "base64",
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
];

/// Other formats than these that are close to them.
const OTHERS: [&str; 6] = ["uri-template", "uuid", "int128", "uint128", "url", "urn"];

pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let Some(format) = text(object, "format") else { return };
    let is_known = KNOWN.contains(&format) || OTHERS.contains(&format);
    if is_known || format.len() < 4 || context.formats.contains(format) {
        return;
    }
    let candidates = KNOWN.into_iter().chain(["uuid", "uri-template"]);
    let Some(meant) = suggest::closest(format, candidates) else { return };
    let (one, other) = (suggest::plain(format), suggest::plain(meant));
    // One slip, or none but in case and punctuation: two are another word.
    if strsim::osa_distance(&one, &other) > 1 {
        return;
    }
    let Some(entry) = object.get("format") else { return };
    let message = format!("unknown format `{format}`; it has no effect on the type");
    context.report(
        Diagnostic::warning(Code::InvalidValue, entry.node.span, message)
            .help(format!("did you mean `{meant}`?")),
    );
}
