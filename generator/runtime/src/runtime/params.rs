//! Request parameters. In: a name, an encoding and any value that serializes. Out: a request with the parameter in its
//! path, query, headers or cookies.

use std::fmt;

use http::header::{HeaderName, HeaderValue};
use percent_encoding::utf8_percent_encode;
use serde::Serialize;

use super::encode::COMPONENT;
use super::request::{Request, push};
use super::style::{self, COOKIE, Encoding, Escape, Style};
use super::style_path;
use super::value::{Value, to_json};

/// Each of these takes `None` and `null` for an absent parameter, and sends nothing; an absent path parameter is an
/// error. A list without items is sent as an empty value, and so is each item that is `null`.
impl Request {
    /// Sets a path parameter, in the style `simple`.
    pub fn path(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.path_as(name, Encoding::SIMPLE, value);
    }

    /// Sets a path parameter.
    pub fn path_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Path, name, encoding, to_json(value));
    }

    /// Sets a path parameter that may be empty.
    pub fn path_or_empty(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::PathOrEmpty, name, encoding, to_json(value));
    }

    /// Adds a query parameter, in the style `form`, exploded.
    pub fn query(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.query_as(name, Encoding::FORM, value);
    }

    /// Adds a query parameter.
    pub fn query_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Query, name, encoding, to_json(value));
    }

    /// Makes the value the whole query, as JSON or as a plain string (OpenAPI 3.2, `in: querystring`).
    pub fn query_whole(&mut self, encoding: Encoding, value: &(impl Serialize + ?Sized)) {
        self.put(Place::WholeQuery, "query", encoding, to_json(value));
    }

    /// Adds a header, in the style `simple`.
    pub fn header(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.header_as(name, Encoding::SIMPLE, value);
    }

    /// Adds a header.
    pub fn header_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Header, name, encoding, to_json(value));
    }

    /// Adds a cookie, in the style `form`, exploded.
    pub fn cookie(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.cookie_as(name, Encoding::FORM, value);
    }

    /// Adds a cookie.
    pub fn cookie_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Cookie, name, encoding, to_json(value));
    }

    /// The part that is the same for every type of value, and compiled once.
    pub(super) fn put(
        &mut self,
        place: Place,
        name: &str,
        encoding: Encoding,
        json: Result<String, serde_json::Error>,
    ) {
        let added = json.map_err(|error| error.to_string()).and_then(|json| {
            let value = Value::parse(&json).map_err(|error| error.to_string())?;
            match (place, &value) {
                (Place::Path, _) => {
                    let may_be_empty = self.settings.may_have_empty_segments;
                    put_path(self, name, encoding, &value, may_be_empty)
                }
                (Place::PathOrEmpty, _) => put_path(self, name, encoding, &value, true),
                (_, Value::Null) => Ok(()),
                (Place::Query, _) => put_query(self, name, encoding, &value),
                (Place::WholeQuery, _) => {
                    put_whole_query(self, encoding, &value);
                    Ok(())
                }
                (Place::Header, _) => put_header(self, name, encoding, &value),
                (Place::Cookie, _) => put_cookie(self, name, encoding, &value),
            }
        });
        if let Err(reason) = added {
            self.fail(format!("the {place} parameter `{name}` cannot be sent: {reason}"), None);
        }
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Path,
    PathOrEmpty,
    Query,
    WholeQuery,
    Header,
    Cookie,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path | Self::PathOrEmpty => "path",
            Self::Query | Self::WholeQuery => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        })
    }
}

fn put_path(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
    may_be_empty: bool,
) -> Result<(), String> {
    let text = style_path::path(name, encoding, value)?;
    let text = text.filter(|text| may_be_empty || !text.is_empty());
    let text = text.ok_or("it is empty, which would change the path")?;
    let placeholder = format!("{{{name}}}");
    let (in_path, in_query) =
        (request.path.contains(&placeholder), request.query.contains(&placeholder));
    if !in_path && !in_query {
        return Err("the path has no such parameter".to_owned());
    }
    // Some paths have a query, with parameters in it.
    request.query = request.query.replace(&placeholder, &text);
    fill_in(&mut request.path, &placeholder, &text)
}

fn put_query(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    style::pairs(name, encoding, value, &mut |name, value| {
        style::push_pair(&mut request.query, "&", name, value);
    })
}

fn put_whole_query(request: &mut Request, encoding: Encoding, value: &Value<'_>) {
    let text = if encoding.style == Style::Json { value.json() } else { value.text() };
    push(&mut request.query, "&", &utf8_percent_encode(text, COMPONENT).to_string());
}

fn put_header(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    let Some(text) = style_path::header(encoding, value)? else { return Ok(()) };
    let name: HeaderName = name.parse().map_err(|_| "it is not a valid header name")?;
    // Non-ASCII characters have no defined meaning in a header (RFC 9110, section 5.5).
    let value = HeaderValue::from_str(&text).ok().filter(|_| text.is_ascii());
    let value = value.ok_or("it contains a character that is not allowed in a header")?;
    if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        return Err("it starts or ends with white space, which headers do not keep".to_owned());
    }
    request.headers.insert(name, value);
    Ok(())
}

fn put_cookie(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    let forbidden = |c: char| matches!(c, ';' | '"' | '\\') || c.is_whitespace() || c.is_control();
    let mut is_forbidden = false;
    let escape = match encoding.style {
        Style::Cookie => Escape::Nothing,
        _ => Escape::Only(COOKIE),
    };
    style::pairs_as(name, encoding, escape, value, &mut |name, value| {
        is_forbidden |= name.contains(forbidden) || value.contains(forbidden);
        style::push_pair(&mut request.cookies, "; ", name, value);
    })?;
    if is_forbidden {
        return Err("it contains a character that is not allowed in a cookie".to_owned());
    }
    Ok(())
}

/// Replaces the placeholder, unless the resulting segment leads to another path.
fn fill_in(path: &mut String, placeholder: &str, text: &str) -> Result<(), String> {
    let is_dots = |segment: &str| {
        matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..")
    };
    let leads_away = |segment: &str| {
        segment.contains(placeholder) && is_dots(&segment.replace(placeholder, text))
    };
    let has_dots = text.contains('/') && text.split('/').any(is_dots);
    if has_dots || path.split('/').any(leads_away) {
        return Err("`.` and `..` would change the path".to_owned());
    }
    *path = path.replace(placeholder, text);
    Ok(())
}
