//! How a page leads to the next one. In: an operation's pagination, and a page as received. Out: how the next request
//! differs from the last one. Nothing here is generic.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use http::header::LINK;
use percent_encoding::utf8_percent_encode;
use reqwest::Url;
use serde_json::Value;

use super::client::Inner;
use super::decode;
use super::encode::COMPONENT;
use super::link::Target;
use super::operation::Operation;
use super::request::{Request, push};
use super::response::Response;

/// An operation with a paginated result.
pub trait Paginated: Operation {
    /// The items of the pages.
    type Item;
    /// How one page leads to the next.
    const PAGING: Paging;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// How one page leads to the next. Places in a page are JSON pointers (RFC 6901).
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The place of the items.
    pub items: &'static str,
    /// What leads to the next page.
    pub next: Next,
    /// The place of a boolean that is `false` on the last page.
    pub more: Option<&'static str>,
}

/// What leads to the next page. Names of query parameters are percent-encoded.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// The target of the `Link` header whose relation is `next` (RFC 8288).
    Link,
    /// The URL at this place, absolute or relative.
    Url(&'static str),
    /// The end of a path at this place, for another operation.
    Path {
        /// The place of the end.
        at: &'static str,
        /// The path of that operation, with `{}` for the end and names for what it shares with this one.
        template: &'static str,
    },
    /// The string or number at this place, as the value of a query parameter.
    Token {
        /// The place of the token.
        at: &'static str,
        /// The query parameter that takes it.
        parameter: &'static str,
    },
    /// The value of a header, as the value of a query parameter.
    Header {
        /// The header, in lower case.
        name: &'static str,
        /// The query parameter that takes it.
        parameter: &'static str,
    },
    /// The number of the page, as a query parameter.
    Page {
        /// The query parameter.
        parameter: &'static str,
        /// The number of the page that is returned without the parameter.
        first: u64,
        /// The place of the number of pages.
        pages: Option<&'static str>,
    },
    /// How many items to skip, as a query parameter.
    Offset(&'static str),
    /// A property of the last item, as the value of a query parameter.
    After {
        /// The place of the property within the item.
        property: &'static str,
        /// The query parameter that takes it.
        parameter: &'static str,
    },
}

/// How the next request differs from the operation's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// It is sent there.
    Target(Target),
    /// It is sent to the path of that template, with this end, which may have a query.
    Path { template: &'static str, end: String },
    /// This query parameter has this value.
    Parameter { name: &'static str, value: String },
}

/// What is known of the pages so far.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// How the request of the next page differs; `None` for the first.
    step: Option<Step>,
    /// The steps and pages so far, to detect a cycle.
    seen: HashSet<u64>,
}

impl Course {
    /// Turns the operation's request into the one for the next page.
    pub(super) fn apply(&self, request: &mut Request) {
        match &self.step {
            None => {}
            Some(Step::Target(target)) => request.point_to(target),
            Some(Step::Path { template, end }) => lead_to(request, template, end),
            Some(Step::Parameter { name, value }) => {
                request.query = replaced(&request.query, name, value);
            }
        }
    }

    /// Advances to the page after this one, which came from `asked`; `false` if it is the last one.
    ///
    /// # Errors
    ///
    /// The next page cannot be requested.
    pub(super) fn advance(
        &mut self,
        paging: &Paging,
        inner: &Inner,
        asked: &Url,
        response: &Response,
    ) -> Result<bool, String> {
        let page = match paging.next {
            Next::Link | Next::Header { .. } if paging.more.is_none() => Value::Null,
            _ => decode::json(response.body()).map_err(|error| error.to_string())?,
        };
        if self.step.is_none() {
            // An offset at which the first page starts is not a next one either.
            self.seen.insert(hash(&Step::Target(Target::from(asked))));
        }
        if paging.more.and_then(|at| page.pointer(at)) == Some(&Value::Bool(false)) {
            return Ok(false);
        }
        let items = page.pointer(paging.items).and_then(Value::as_array);
        let Some(step) = step(paging, inner, asked, response, &page, items)? else {
            return Ok(false);
        };
        let is_counted = matches!(paging.next, Next::Page { .. } | Next::Offset(_));
        let is_new = self.seen.insert(hash(&step))
            // A server that ignores the parameter returns the first page again and again.
            && (!is_counted || self.seen.insert(hash(response.body())));
        if !is_new {
            return Err("the server's pages form a cycle".to_owned());
        }
        self.step = Some(step);
        Ok(true)
    }
}

fn step(
    paging: &Paging,
    inner: &Inner,
    asked: &Url,
    response: &Response,
    page: &Value,
    items: Option<&Vec<Value>>,
) -> Result<Option<Step>, String> {
    let count = items.map_or(0, Vec::len);
    let query = asked.query().unwrap_or_default();
    let target = |link: &str| Target::of(inner, asked, link).map(Step::Target);
    let parameter = |name, value| Ok(Some(Step::Parameter { name, value }));
    match paging.next {
        Next::Link => {
            let headers = response.headers().get_all(LINK);
            let next = headers.iter().filter_map(|value| value.to_str().ok()).find_map(next_link);
            next.map(target).transpose()
        }
        Next::Url(at) => match text_at(page, at)? {
            Some(link) => target(&link).map(Some),
            None => Ok(None),
        },
        Next::Path { at, template } => match text_at(page, at)? {
            Some(link) if link.starts_with('/') || link.contains("://") => target(&link).map(Some),
            Some(end) => Ok(Some(Step::Path { template, end })),
            None => Ok(None),
        },
        Next::Token { at, parameter: name } => match text_at(page, at)? {
            Some(token) => parameter(name, token),
            None => Ok(None),
        },
        Next::Header { name: header, parameter: name } => {
            let token = response.headers().get(header).and_then(|value| value.to_str().ok());
            match token.filter(|token| !token.is_empty()) {
                Some(token) => parameter(name, token.to_owned()),
                None => Ok(None),
            }
        }
        _ if count == 0 => Ok(None),
        Next::Page { parameter: name, first, pages } => {
            let next = number(query, name)?.unwrap_or(first).saturating_add(1);
            let pages = pages.and_then(|at| page.pointer(at)).and_then(Value::as_u64);
            if pages.is_some_and(|pages| next.saturating_sub(first) >= pages) {
                return Ok(None);
            }
            parameter(name, next.to_string())
        }
        Next::Offset(name) => parameter(
            name,
            number(query, name)?.unwrap_or(0).saturating_add(count as u64).to_string(),
        ),
        Next::After { property, parameter: name } => {
            let last = items.and_then(|items| items.last());
            match last.map(|last| text_at(last, property)).transpose()?.flatten() {
                Some(value) => parameter(name, value),
                None => Err(format!("the last item of a page has no value at `{property}`")),
            }
        }
    }
}

/// Sends the request to the path of another operation, with the values of the parameters that its own path has, too.
fn lead_to(request: &mut Request, template: &str, end: &str) {
    let (end, query) = end.split_once('?').unwrap_or((end, ""));
    let own = || request.info.path.split('/').zip(request.path.split('/'));
    let segment = |part| own().find(|(name, _)| *name == part).map_or(part, |(_, value)| value);
    let segments = template.split('/').map(|part| if part == "{}" { end } else { segment(part) });
    request.path = segments.collect::<Vec<_>>().join("/");
    if !query.is_empty() {
        push(&mut request.query, "&", query);
    }
}

/// The string or number at that place; `None` if it is absent, `null` or empty.
fn text_at(page: &Value, at: &str) -> Result<Option<String>, String> {
    match page.pointer(at) {
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("the page has neither a string nor a number at `{at}`")),
    }
}

/// The number that the query has for the parameter.
fn number(query: &str, name: &str) -> Result<Option<u64>, String> {
    let name_of = |pair: &str| {
        pair.split_once('=').map(|(known, value)| (known == name).then(|| value.to_owned()))
    };
    match query.split('&').find_map(|pair| name_of(pair)?) {
        Some(value) => value
            .parse()
            .map(Some)
            .map_err(|_| format!("`{name}` is not a number to continue from")),
        None => Ok(None),
    }
}

/// The query with this value for the parameter, replacing any other.
fn replaced(query: &str, name: &str, value: &str) -> String {
    let is_other = |pair: &str| pair.split_once('=').map_or(pair, |(known, _)| known) != name;
    let mut pairs: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && is_other(pair)).collect();
    let pair = format!("{name}={}", utf8_percent_encode(value, COMPONENT));
    pairs.push(&pair);
    pairs.join("&")
}

/// The target of the relation `next` in a `Link` header (RFC 8288, section 3).
fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, behind) = rest.split_once('<')?;
        let (target, mut behind) = behind.split_once('>')?;
        let mut relations = None;
        while let Some((name, value, after)) = link_parameter(behind) {
            // Of duplicates, the first one counts.
            if name.eq_ignore_ascii_case("rel") {
                relations.get_or_insert(value);
            }
            behind = after;
        }
        let mut relations = relations.unwrap_or_default().split_ascii_whitespace();
        if relations.any(|relation| relation.eq_ignore_ascii_case("next")) {
            return Some(target);
        }
        rest = behind;
    }
}

/// The name and the value of a link's next parameter, and the rest. A quoted value may contain any delimiter.
fn link_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_ascii_start().strip_prefix(';')?;
    let (name, rest) = text.split_at(text.find(['=', ';', ',']).unwrap_or(text.len()));
    let Some(rest) = rest.strip_prefix('=') else { return Some((name.trim_ascii(), "", rest)) };
    let Some(quoted) = rest.trim_ascii_start().strip_prefix('"') else {
        let (value, rest) = rest.split_at(rest.find([';', ',']).unwrap_or(rest.len()));
        return Some((name.trim_ascii(), value.trim_ascii(), rest));
    };
    let mut is_escaped = false;
    let end = quoted.find(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    });
    let (value, rest) = quoted.split_at(end.unwrap_or(quoted.len()));
    Some((name.trim_ascii(), value, rest.strip_prefix('"').unwrap_or(rest)))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
