//! What arrived in; what is different from the values that were sent, out.
//!
//! It reads requests by the description alone: by the tables of styles of OpenAPI, RFC 6570, RFC 6265, the forms of
//! WHATWG's URL standard, and RFC 7578. Nothing in it is shared with what writes requests.

mod body;
mod parts;
mod style;

use serde_json::{Map, Value};

use super::description::{Location, Operation, Parameter, Style, names};
use super::server::Recorded;
use super::xml::Xml;

pub(super) use style::brings_names;

/// A string that was sent for a value, split as the style says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Read {
    Text(String),
    List(Vec<Read>),
    Object(Vec<(String, Read)>),
    Json(Value),
}

/// Names each difference between the request and the values.
pub(super) fn differences<'d>(
    operation: &Operation<'d>,
    values: &Value,
    request: &Recorded,
    xml: Xml<'d>,
) -> Vec<String> {
    let mut found = Vec::new();
    if request.method != operation.method {
        found.push(format!("the method is {}", request.method));
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    path_differences(operation, values, path, &mut found);
    query_differences(operation, values, query, &mut found);
    header_differences(operation, values, request, &mut found);
    cookie_differences(operation, values, request, &mut found);
    body::differences(operation, values.get("body"), request, xml, &mut found);
    found
}

fn empty() -> &'static Map<String, Value> {
    static EMPTY: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
    EMPTY.get_or_init(Map::new)
}

fn values_in(values: &Value, location: Location) -> &Map<String, Value> {
    values.get(location.name()).and_then(Value::as_object).unwrap_or_else(|| empty())
}

fn path_differences(
    operation: &Operation<'_>,
    values: &Value,
    path: &str,
    found: &mut Vec<String>,
) {
    // What stands behind a question mark in the template is part of the query.
    let template = operation.path.split(['?', '#']).next().unwrap_or_default();
    let Some(texts) = in_template(template, path) else {
        found.push(format!("the path `{path}` is not `{}`", operation.path));
        return;
    };
    for (name, text) in texts {
        let of_name = |it: &&Parameter<'_>| it.location == Location::Path && it.name == name;
        let Some(parameter) = operation.parameters.iter().find(of_name) else { continue };
        let Some(value) = values_in(values, Location::Path).get(name) else {
            found.push(format!("path `{name}` has no value"));
            continue;
        };
        let read = style::in_path(name, parameter.writing, value, text);
        compare(&format!("path `{name}`"), value, read, found);
    }
}

/// The strings in place of the names of a template; none where the path is another one.
fn in_template<'t, 'p>(template: &'t str, path: &'p str) -> Option<Vec<(&'t str, &'p str)>> {
    let mut found = Vec::new();
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    for (wanted, given) in wanted.into_iter().zip(given) {
        let (mut wanted, mut given) = (wanted, given);
        while let Some((before, rest)) = wanted.split_once('{') {
            let (inner, after) = rest.split_once('}')?;
            given = without_prefix(given, before)?;
            let next = after.split('{').next().unwrap_or_default();
            let end = match (next.is_empty(), after.is_empty()) {
                (true, true) => given.len(),
                (true, false) => return None,
                // The text up to the end of the segment, if the template ends there, or to the next literal.
                (false, _) if !after.contains('{') => given.rfind(next)?,
                (false, _) => given.find(next)?,
            };
            let (text, rest) = given.split_at_checked(end)?;
            let name = names(&format!("{{{inner}}}")).next().map(|(name, _)| name.len())?;
            let start = inner.find(|c: char| !".;/?&+#".contains(c)).unwrap_or(0);
            found.push((inner.get(start..start + name)?, text));
            (wanted, given) = (after, rest);
        }
        if without_prefix(given, wanted) != Some("") {
            return None;
        }
    }
    Some(found)
}

/// What follows a literal of a template, encoded or not.
fn without_prefix<'p>(given: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = given.strip_prefix(literal) {
        return Some(rest);
    }
    let end = (0..=given.len()).find(|end| {
        given.get(..*end).is_some_and(|start| style::percent_decoded(start) == literal)
    })?;
    given.get(end..)
}

fn query_differences(
    operation: &Operation<'_>,
    values: &Value,
    query: &str,
    found: &mut Vec<String>,
) {
    let mut pairs = style::pairs(query, '&');
    let fixed = operation.path.split_once('?').map_or("", |(_, query)| query);
    for pair in style::pairs(fixed, '&') {
        match pairs.iter().position(|other| *other == pair) {
            Some(index) => drop(pairs.remove(index)),
            None => found.push(format!("the query lacks `{}` of the path", pair.0)),
        }
    }
    let value = |it: &Parameter<'_>| values_in(values, it.location).get(it.name);
    let in_query = |it: &&Parameter<'_>| {
        matches!(it.location, Location::Query | Location::QueryString) && value(it).is_some()
    };
    let mut open: Vec<_> = operation.parameters.iter().filter(in_query).collect();
    // An exploded object takes names of its own, so those that are known by theirs go first.
    open.sort_by_key(|it| style::brings_names(it.writing, value(it)));
    for parameter in open {
        let Some(value) = value(parameter) else { continue };
        if let Some(media) = parameter.form.filter(|_| value.is_object()) {
            pairs.clear();
            body::form(media, value, query.as_bytes(), found);
            continue;
        }
        let read =
            if parameter.location == Location::QueryString && is_text(parameter.writing.style) {
                pairs.clear();
                style::whole(parameter.writing, &style::percent_decoded(query))
            } else {
                style::in_pairs(parameter.name, parameter.writing, value, &mut pairs)
            };
        compare(&format!("query `{}`", parameter.name), value, read, found);
    }
    for (name, value) in pairs {
        let name = style::form_decoded(&name);
        if !operation.keys.contains(&name.as_str()) {
            found.push(format!("the query has `{name}={value}`, which nothing asks for"));
        }
    }
}

fn header_differences(
    operation: &Operation<'_>,
    values: &Value,
    request: &Recorded,
    found: &mut Vec<String>,
) {
    let values = values_in(values, Location::Header);
    for parameter in operation.parameters.iter().filter(|it| it.location == Location::Header) {
        let place = format!("header `{}`", parameter.name);
        match (values.get(parameter.name), request.header(parameter.name)) {
            (Some(value), Some(text)) => {
                compare(&place, value, style::in_header(parameter.writing, value, text), found);
            }
            (Some(_), None) => found.push(format!("{place} is missing")),
            (None, Some(text)) if !is_own(parameter.name) => {
                found.push(format!("{place} is `{text}`, and was not set"));
            }
            (None, _) => {}
        }
    }
}

/// Headers that a client sends by itself.
fn is_own(name: &str) -> bool {
    ["user-agent", "host", "cookie", "accept-encoding", "content-length", "authorization"]
        .contains(&name.to_ascii_lowercase().as_str())
        || name.to_ascii_lowercase().contains("api")
        || name.to_ascii_lowercase().contains("key")
}

fn cookie_differences(
    operation: &Operation<'_>,
    values: &Value,
    request: &Recorded,
    found: &mut Vec<String>,
) {
    let header = request.header("cookie").unwrap_or_default();
    let mut pairs = style::pairs(&header.replace("; ", ";"), ';');
    let values = values_in(values, Location::Cookie);
    let all = operation.parameters.iter();
    let mut parameters: Vec<_> = all.filter(|it| it.location == Location::Cookie).collect();
    // What is plain is read before the rest is prepared for decoding.
    parameters.sort_by_key(|it| !style::is_plain_cookie(it.writing));
    for parameter in parameters {
        let Some(value) = values.get(parameter.name) else { continue };
        let read = style::in_cookie(parameter.name, parameter.writing, value, &mut pairs);
        compare(&format!("cookie `{}`", parameter.name), value, read, found);
    }
    // Some descriptions have the whole header as a parameter.
    let is_own = |it: &Parameter<'_>| {
        it.location == Location::Header && it.name.eq_ignore_ascii_case("cookie")
    };
    if operation.parameters.iter().any(is_own) {
        return;
    }
    for (name, value) in pairs {
        if !operation.keys.contains(&name.as_str()) {
            found.push(format!("there is a cookie `{name}={value}`, which nothing asks for"));
        }
    }
}

/// Compares a value with what was read; a string is compared with the text of a number or boolean.
fn compare(place: &str, value: &Value, read: Result<Read, String>, found: &mut Vec<String>) {
    match read {
        Ok(read) if agrees(value, &read) => {}
        Ok(read) => found.push(format!("{place} is {read:?}, and should be {value}")),
        Err(why) => found.push(format!("{place}: {why}")),
    }
}

fn agrees(value: &Value, read: &Read) -> bool {
    match (value, read) {
        (value, Read::Json(json)) => same_json(value, json),
        (Value::String(text), Read::Text(read)) => text == read,
        (Value::Bool(value), Read::Text(read)) => value.to_string() == *read,
        (Value::Number(number), Read::Text(read)) => {
            let parsed = serde_json::from_str::<Value>(read);
            parsed.is_ok_and(|parsed| same_json(&Value::Number(number.clone()), &parsed))
        }
        // No style is defined for what nests deeper; JSON is what is left.
        (Value::Array(_) | Value::Object(_), Read::Text(read)) => {
            serde_json::from_str(read).is_ok_and(|parsed| same_json(value, &parsed))
        }
        (Value::Array(items), Read::List(read)) => {
            items.len() == read.len()
                && items.iter().zip(read).all(|(item, read)| agrees(item, read))
        }
        (Value::Object(object), Read::Object(read)) => {
            object.len() == read.len()
                && read
                    .iter()
                    .all(|(name, read)| object.get(name).is_some_and(|value| agrees(value, read)))
        }
        _ => false,
    }
}

/// Whether two values are the same JSON: numbers by their value.
pub(super) fn same_json(one: &Value, other: &Value) -> bool {
    difference(one, other, "$").is_none()
}

/// The first place where two values are not the same JSON.
fn difference(wanted: &Value, given: &Value, path: &str) -> Option<String> {
    let differs = || Some(format!("at `{path}`: {given}, and should be {wanted}"));
    match (wanted, given) {
        (Value::Number(one), Value::Number(other)) => {
            let same = one == other
                || (one.as_f64() == other.as_f64() && !(one.is_i64() && other.is_i64()));
            if same { None } else { differs() }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut items = one.iter().zip(other).enumerate();
            items.find_map(|(index, (one, other))| {
                difference(one, other, &format!("{path}[{index}]"))
            })
        }
        (Value::Object(one), Value::Object(other)) => {
            let added = other.iter().find(|(name, _)| !one.contains_key(*name));
            let inside = one.iter().find_map(|(name, one)| match other.get(name) {
                Some(other) => difference(one, other, &format!("{path}.{name}")),
                None => Some(format!("at `{path}.{name}`: nothing, and should be {one}")),
            });
            inside.or_else(|| {
                added.map(|(name, it)| format!("at `{path}.{name}`: {it}, and should be nothing"))
            })
        }
        (one, other) if one == other => None,
        _ => differs(),
    }
}

/// Whether a style writes a value as one string, whatever the value is.
pub(super) fn is_text(style: Style) -> bool {
    matches!(style, Style::Json | Style::Text)
}

#[cfg(test)]
mod tests;
