//! The facts that generated code states about its API and each operation. In: constants. Out: what the rest of the
//! runtime works from; nothing here does anything.

/// What holds for the API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The `User-Agent` that is sent unless the caller chooses another.
    pub user_agent: &'static str,
    /// The server's URL, with `{variables}` in it.
    pub server: &'static str,
    /// The variables of [`Api::server`], and those that only other servers have.
    pub variables: &'static [Variable],
    /// The security schemes that operations refer to.
    pub schemes: &'static [Scheme],
}

/// A server, beside the first of the API.
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
    /// The builder's method that sets it; error messages name it.
    pub setter: &'static str,
    /// The value of a variable that nobody set; without one it has to be set.
    pub default: Option<&'static str>,
    /// The only values allowed; empty when any will do.
    pub values: &'static [&'static str],
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// The name by which operations refer to it.
    pub name: &'static str,
    /// The builder's method that sets its credential; error messages name it.
    pub setter: &'static str,
    /// What is sent, and where.
    pub kind: SchemeKind,
}

/// How a security scheme shows who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A user name and a password in `Authorization: Basic`.
    Basic,
    /// A token in `Authorization: Bearer`.
    Bearer,
    /// A value in `Authorization`, behind the name of this other scheme of HTTP.
    Http(&'static str),
    /// A key in the header of this name.
    HeaderKey(&'static str),
    /// A key in the query parameter of this name.
    QueryKey(&'static str),
    /// A key in the cookie of this name.
    CookieKey(&'static str),
}

/// What holds for every call of one operation.
#[derive(Debug)]
pub struct Info {
    /// The operation's name, for messages and traces.
    pub id: &'static str,
    /// The HTTP method, as it is on the wire.
    pub method: &'static str,
    /// The path under the server's URL, with `{parameters}` in it.
    pub path: &'static str,
    /// The `Accept` header.
    pub accept: &'static str,
    /// The alternatives of security schemes, any one of which will do; the schemes of one alternative are sent
    /// together. Empty: no credential is ever sent.
    pub security: &'static [&'static [&'static str]],
}

impl Info {
    /// Whether a request that is sent twice does no more than one that is sent once (RFC 9110, section 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method, "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PUT" | "QUERY" | "TRACE")
    }
}
