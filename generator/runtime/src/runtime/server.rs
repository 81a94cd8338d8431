//! The server's URL. In: the description's template, the caller's variables or base URL. Out: the base of all paths, or
//! an error that names the builder's method to fix it with.

use reqwest::Url;

use super::api::{Server, Variable};
use super::client::Inner;
use super::request::Request;

/// The position of a variable in the URL, which decides what its value may contain.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    /// Before the `://`.
    Scheme,
    /// At the start of the URL: the value has its own scheme.
    Start,
    /// The whole of the host and port.
    Authority,
    /// A part of the host or the port.
    InAuthority,
    /// After the host.
    Path,
}

impl Inner {
    /// Resolves the URL for an operation with a server of its own.
    pub(super) fn locate(&self, request: &mut Request) {
        let (Some(server), Some(variables)) = (&request.server, &self.variables) else { return };
        match from_template(server, variables, Some(&self.base)) {
            Ok(url) => request.base = Some(url),
            Err(reason) => request.fail(reason, None),
        }
    }
}

/// Whether each variable that is set belongs to a server.
pub(super) fn check(
    variables: &[Variable],
    server: Option<&Server>,
    set: &[(&str, String)],
) -> Result<(), String> {
    let chosen = server.map(|server| server.variables).unwrap_or_default();
    let is_known =
        |name: &str| variables.iter().chain(chosen).any(|variable| variable.name == name);
    match set.iter().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(format!("the server's URL has no variable `{name}`")),
        None => Ok(()),
    }
}

/// The server's URL with the variables filled in. A relative one is resolved against `base`.
pub(super) fn from_template(
    server: &Server,
    set: &[(&str, String)],
    base: Option<&Url>,
) -> Result<Url, String> {
    let mut url = String::with_capacity(server.url.len());
    let mut rest = server.url;
    while let Some((before, (name, after))) = next_variable(rest) {
        url.push_str(before);
        let variable = server.variables.iter().find(|known| known.name == name);
        let variable =
            variable.ok_or_else(|| format!("the server's URL has an unknown variable `{name}`"))?;
        let given = set.iter().rfind(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        url.push_str(value_of(variable, given, position(&url, after))?);
        rest = after;
    }
    url.push_str(rest);
    if let Some(base) = base.filter(|_| !url.contains("://")) {
        let joined = base.join(&url).map_err(|error| format!("the server's URL: {error}"))?;
        return parse(joined.as_str()).map_err(|reason| format!("the server's URL {reason}"));
    }
    // A variable may have a default that is none, where only the caller knows the value.
    let variables: String =
        server.variables.iter().map(|variable| format!("`{}`, ", variable.setter)).collect();
    if url.starts_with('/') || url.is_empty() {
        return Err(match url.trim_end_matches('/') {
            "" => format!("the description has no host: set {variables}`base_url`"),
            path => format!(
                "the description has no host, only the path `{path}`: set {variables}`origin`, which keeps it, or `base_url`"
            ),
        });
    }
    parse(&url).map_err(|reason| format!("the server's URL {reason}: set {variables}`base_url`"))
}

/// The text before the next variable, its name, and the rest.
fn next_variable(template: &str) -> Option<(&str, (&str, &str))> {
    let (before, rest) = template.split_once('{')?;
    Some((before, rest.split_once('}')?))
}

fn position(before: &str, after: &str) -> Position {
    let ends = after.is_empty() || after.starts_with('/');
    match before.split_once("://") {
        None if before.is_empty() && after.starts_with("://") => Position::Scheme,
        None if before.is_empty() && ends => Position::Start,
        None if before.is_empty() => Position::InAuthority,
        // Something such as `//{host}/`, or a relative path: the resulting URL is checked as a whole.
        None => Position::Path,
        Some((_, behind)) if behind.contains('/') => Position::Path,
        Some((_, "")) if ends => Position::Authority,
        Some(_) => Position::InAuthority,
    }
}

fn value_of<'a>(
    variable: &Variable,
    given: Option<&'a str>,
    position: Position,
) -> Result<&'a str, String> {
    let Variable { name, setter, default, values } = *variable;
    let Some(value) = given else {
        // Without a host, the first segment of the path would be one.
        let is_host = position == Position::Authority;
        return default.filter(|it| !is_host || !it.is_empty()).ok_or_else(|| {
            format!("the variable `{name}` of the server's URL is missing: set `{setter}`")
        });
    };
    if values.contains(&value) {
        return Ok(value);
    }
    if !values.is_empty() {
        let values = values.join("`, `");
        return Err(format!("`{setter}` cannot be {value:?}: the allowed values are `{values}`"));
    }
    if value.is_empty() {
        return Err(format!("`{setter}` must not be empty"));
    }
    // A value must stay within its position: credentials would go to another host.
    let allowed = |c: char| match position {
        Position::Scheme => c.is_ascii_alphabetic(),
        Position::Start => {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '?' | '#' | '@' | '\\')
        }
        Position::Authority => {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | ':' | '[' | ']')
        }
        Position::InAuthority => c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'),
        Position::Path => {
            c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/' | '%' | '+' | ',' | '=')
        }
    };
    if let Some(c) = value.chars().find(|c| !allowed(*c)) {
        return Err(format!(
            "`{setter}` cannot be {value:?}: {c:?} is not allowed in this part of the server's URL"
        ));
    }
    if position == Position::Path && value.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(format!("`{setter}` cannot be {value:?}: it would lead to another path"));
    }
    Ok(value)
}

/// Parses a base URL, or says what is wrong with it. The error omits the URL: it may contain a password.
pub(super) fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a URL ({error})"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("does not start with `https://` or `http://`".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "contains a user name or a password, which belong to the credentials".to_owned()
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("contains a query or a fragment".to_owned());
    }
    Ok(url)
}
