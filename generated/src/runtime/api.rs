//! The facts that generated code states about its API and each operation. In: constants. Out: what the rest of the
//! runtime works from; nothing here does anything.

/// Facts about the API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The default `User-Agent`.
    pub user_agent: &'static str,
    /// The server's URL, with `{variables}` in it.
    pub server: &'static str,
    /// The variables of [`Api::server`], and those that only other servers have.
    pub variables: &'static [Variable],
    /// The security schemes that operations refer to.
    pub schemes: &'static [Scheme],
}

/// A server other than the first of the API.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// Its URL, with `{variables}` in it.
    pub url: &'static str,
    /// The variables of its URL.
    pub variables: &'static [Variable],
}

/// A variable of the server's URL.
#[derive(Debug)]
pub struct Variable {
    /// The name between the braces.
    pub name: &'static str,
    /// The builder's method that sets it, for error messages.
    pub setter: &'static str,
    /// The default; a variable without one has to be set.
    pub default: Option<&'static str>,
    /// The allowed values; empty if any value is allowed.
    pub values: &'static [&'static str],
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// The name by which operations refer to it.
    pub name: &'static str,
    /// The builder's method that sets its credential, for error messages.
    pub setter: &'static str,
    /// What is sent, and where.
    pub kind: SchemeKind,
}

/// How a security scheme authenticates a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A user name and a password in `Authorization: Basic`.
    Basic,
    /// A token in `Authorization: Bearer`.
    Bearer,
    /// A value in `Authorization`, after the name of this other HTTP scheme.
    Http(&'static str),
    /// A key in this header.
    HeaderKey(&'static str),
    /// A key in this query parameter.
    QueryKey(&'static str),
    /// A key in this cookie.
    CookieKey(&'static str),
}

/// Facts about every call of one operation.
#[derive(Debug)]
pub struct Info {
    /// The operation's name, for messages and traces.
    pub id: &'static str,
    /// The HTTP method, as sent.
    pub method: &'static str,
    /// The path under the server's URL, with `{parameters}` in it.
    pub path: &'static str,
    /// The `Accept` header.
    pub accept: &'static str,
    /// Alternative sets of security schemes. One set is enough; all schemes of a set are sent together. Empty: no
    /// credential is ever sent.
    pub security: &'static [&'static [&'static str]],
}

impl Info {
    /// Whether the method is idempotent (RFC 9110, section 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method, "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PUT" | "QUERY" | "TRACE")
    }
}
