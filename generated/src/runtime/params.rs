//! Parameters of requests. In: a name, an encoding and any value that serializes. Out: a request with the parameter in
//! its path, query, headers or cookies.

use std::fmt;

use http::header::{HeaderName, HeaderValue};
use serde::Serialize;

use super::request::{Request, push};
use super::style::{self, Encoding};
use super::style_path;
use super::value::{Value, to_json};

/// Each of these takes `None` and `null` for a parameter that is not there, and sends nothing for it; a path, which
/// cannot do without, makes an error of it.
impl Request {
    /// Fills in a parameter of the path, in the style `simple`.
    pub fn path(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.path_as(name, Encoding::SIMPLE, value);
    }

    /// Fills in a parameter of the path.
    pub fn path_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Path, name, encoding, to_json(value));
    }

    /// Adds a parameter to the query, in the style `form`, exploded.
    pub fn query(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.query_as(name, Encoding::FORM, value);
    }

    /// Adds a parameter to the query.
    pub fn query_as(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &(impl Serialize + ?Sized),
    ) {
        self.put(Place::Query, name, encoding, to_json(value));
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
    fn put(
        &mut self,
        place: Place,
        name: &str,
        encoding: Encoding,
        json: Result<String, serde_json::Error>,
    ) {
        let added = json.map_err(|error| error.to_string()).and_then(|json| {
            let value = Value::parse(&json).map_err(|error| error.to_string())?;
            match place {
                Place::Path => put_path(self, name, encoding, &value),
                Place::Query => put_query(self, name, encoding, &value),
                Place::Header => put_header(self, name, encoding, &value),
                Place::Cookie => put_cookie(self, name, encoding, &value),
            }
        });
        if let Err(reason) = added {
            self.fail(format!("the {place} parameter `{name}` cannot be sent: {reason}"), None);
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
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
) -> Result<(), String> {
    let text = style_path::path(name, encoding, value)?.filter(|text| !text.is_empty());
    fill_in(&mut request.path, name, &text.ok_or("it is empty, which would call another path")?)
}

fn put_query(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    style::pairs(name, encoding, value)?
        .iter()
        .for_each(|pair| push(&mut request.query, "&", pair));
    Ok(())
}

fn put_header(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    let Some(text) = style_path::header(encoding, value)? else { return Ok(()) };
    let name: HeaderName = name.parse().map_err(|_| "it is not the name of a header")?;
    // Not `from_str`, which takes ASCII only: what is not goes out as UTF-8.
    let value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| "it holds a character that no header may hold")?;
    request.headers.insert(name, value);
    Ok(())
}

fn put_cookie(
    request: &mut Request,
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
) -> Result<(), String> {
    let pairs = style::pairs(name, encoding, value)?;
    let forbidden = |c: char| matches!(c, ';' | '"' | '\\') || c.is_whitespace() || c.is_control();
    if pairs.iter().any(|pair| pair.contains(forbidden)) {
        return Err("it holds a character that no cookie may hold".to_owned());
    }
    pairs.iter().for_each(|pair| push(&mut request.cookies, "; ", pair));
    Ok(())
}

/// Puts the text in place of `{name}`, unless that makes a segment which leads to another path.
fn fill_in(path: &mut String, name: &str, text: &str) -> Result<(), String> {
    let placeholder = format!("{{{name}}}");
    if !path.contains(&placeholder) {
        return Err("the path has no such parameter".to_owned());
    }
    let is_dots = |segment: &str| {
        matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..")
    };
    let leads_away = |segment: &str| {
        segment.contains(&placeholder) && is_dots(&segment.replace(&placeholder, text))
    };
    if path.split('/').any(leads_away) {
        return Err("`.` and `..` would call another path".to_owned());
    }
    *path = path.replace(&placeholder, text);
    Ok(())
}
