//! Names in HTTP. In: the names of headers, cookies and methods. Out: whether they are valid.

use crate::diagnostic::{Code, Diagnostic, Span};

use super::context::Context;

/// Whether a string is a token, like the names of headers and methods (RFC 9110, sections 5.1, 5.6.2 and 9.1).
pub(crate) fn is_token(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// Whether clients send a cookie of that name, which need not be a token (RFC 6265, sections 4.1.1 and 5.2).
fn names_cookie(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"=;,\"\\".contains(&byte))
}

/// Whether the name at `span` is valid for a header; otherwise its object is reported.
pub(super) fn check_header(context: &mut Context<'_>, span: Span, name: &str, what: &str) -> bool {
    is_token(name) || report(context, span, (name, "header", "X-Request-Id"), what)
}

/// The same for a cookie.
pub(super) fn check_cookie(context: &mut Context<'_>, span: Span, name: &str, what: &str) -> bool {
    names_cookie(name) || report(context, span, (name, "cookie", "session_id"), what)
}

fn report(
    context: &mut Context<'_>,
    span: Span,
    (name, kind, example): (&str, &str, &str),
    what: &str,
) -> bool {
    let message = match name {
        "" => format!("the name of a {kind} cannot be empty; {what}"),
        name => format!("`{name}` is not a valid name of a {kind}; {what}"),
    };
    let help = format!("use the name as it is sent, such as {example}");
    context.report(Diagnostic::warning(Code::InvalidValue, span, message).help(help));
    false
}
