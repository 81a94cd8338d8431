//! Words for objects in messages.

use crate::diagnostic::{Code, Diagnostic, Span};

/// The warning that the object at `span` has no `key`.
pub(super) fn missing_key(what: &str, key: &str, span: Span) -> Diagnostic {
    let start = Span { end: span.start.saturating_add(1), ..span };
    Diagnostic::warning(Code::MissingKey, start, format!("this {what} has no `{key}`"))
        .help(format!("add `{key}`"))
}

/// A noun with its article.
pub(super) fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'O']) { "an" } else { "a" };
    format!("{article} {what}")
}
