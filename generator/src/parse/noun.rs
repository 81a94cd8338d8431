//! Words for objects in messages.

use crate::diagnostic::{Code, Diagnostic, Span};

/// The warning that the object at `span` has no `key`.
pub(super) fn missing_key(what: &str, key: &str, span: Span) -> Diagnostic {
    let start = Span { end: span.start.saturating_add(1), ..span };
    Diagnostic::warning(Code::MissingKey, start, format!("this {what} has no `{key}`"))
        .help(format!("add `{key}`"))
}

/// The warning that an object of a newer description is written as in Swagger 2.0, as which it is read.
pub(super) fn as_in_2_0(what: &str, span: Span, newer: &str) -> Diagnostic {
    let message = format!("this {what} is read as in Swagger 2.0; {newer}");
    Diagnostic::warning(Code::UnknownKey, span, message).help("write it as OpenAPI 3 does")
}

/// A noun with its article.
pub(super) fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'O']) { "an" } else { "a" };
    format!("{article} {what}")
}
