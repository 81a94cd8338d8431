//! A request that a test server received. In: what arrived, and the path template. Out: its parts, as the types that a
//! test expects.

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::request::Parts;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{self, DecodeError};

/// A request that arrived.
/// A parameter is parsed as the type that the caller of [`query`](Self::query) and its like chooses: from the string
/// itself, or else from JSON in it, or else from the list of its items.
#[derive(Debug, Clone)]
pub struct Received {
    method: Method,
    target: String,
    template: &'static str,
    path: Values,
    headers: HeaderMap,
    body: Bytes,
}

/// The names of path parameters, each with its percent-encoded value.
type Values = Vec<(String, String)>;

impl Received {
    pub(super) fn new(parts: Parts, body: Bytes) -> Self {
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let Parts { method, mut headers, .. } = parts;
        // So that a test that prints the request prints no credential.
        for (name, value) in &mut headers {
            value.set_sensitive([AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name));
        }
        Self { method, target, template: "", path: Vec::new(), headers, body }
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path and the query, byte for byte.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The path template of its operation.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The path parameter of this name; `None` if it is not such a value.
    pub fn path<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let given = self.path.iter().filter(|(known, _)| known == name);
        value(&given.map(|(_, text)| text.clone()).collect::<Vec<_>>())
    }

    /// The query parameter of this name, as encoded in the URL; `None` if it is absent, or not such a value.
    pub fn query<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        value(&fields(self.split_target().1, name))
    }

    /// The header of this name; `None` if it is absent, or not such a value.
    pub fn header<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        // Headers are not percent-encoded; encoding the value here keeps it unchanged.
        let text = |value: &http::HeaderValue| Some(value.to_str().ok()?.replace('%', "%25"));
        value(&self.headers.get_all(name).iter().filter_map(text).collect::<Vec<_>>())
    }

    /// The field of this name of a form body; `None` if it is absent, or not such a value.
    pub fn form<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        value(&fields(std::str::from_utf8(&self.body).ok()?, name))
    }

    /// Deserializes the body as JSON, whatever its content type.
    ///
    /// # Errors
    ///
    /// The body is not such a value.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.body)
    }

    /// Deserializes the body as several JSON values: JSON lines, or a JSON text sequence.
    ///
    /// # Errors
    ///
    /// One of the values is not such a value.
    pub fn json_lines<T: DeserializeOwned>(&self) -> Result<Vec<T>, DecodeError> {
        // The separator of a sequence (RFC 7464), which JSON never contains.
        let separator = if self.body.contains(&0x1E) { 0x1E } else { b'\n' };
        let values = self.body.split(|byte| *byte == separator);
        values.filter(|value| !value.trim_ascii().is_empty()).map(decode::json).collect()
    }

    fn split_target(&self) -> (&str, &str) {
        self.target.split_once('?').unwrap_or((&self.target, ""))
    }

    /// How the path matches the template: for each segment whether it is literal, so that the most specific template
    /// sorts first; `None` if it does not match.
    pub(super) fn rank(&self, template: &str) -> Option<Vec<bool>> {
        self.matched(template).map(|(rank, _)| rank)
    }

    /// The same request with the parameters of the template.
    pub(super) fn with_template(mut self, template: &'static str) -> Self {
        self.template = template;
        self.path = self.matched(template).map(|(_, values)| values).unwrap_or_default();
        self
    }

    fn matched(&self, template: &str) -> Option<(Vec<bool>, Values)> {
        let (path, query) = self.split_target();
        let (template, needed) = template.split_once('?').unwrap_or((template, ""));
        // A template may have a query, if several templates share a path.
        let is_there = |pair: &str| pair.is_empty() || query.split('&').any(|given| given == pair);
        let segments = |path: &str| path.trim_start_matches('/').split('/').count();
        if segments(path) != segments(template) || !needed.split('&').all(is_there) {
            return None;
        }
        let mut rank = vec![needed.is_empty()];
        let mut values = Vec::new();
        let given = path.trim_start_matches('/').split('/');
        for (template, text) in template.trim_start_matches('/').split('/').zip(given) {
            rank.push(template.contains('{'));
            values.extend(capture(template, text)?);
        }
        Some((rank, values))
    }
}

/// The values of the parameters in one segment; `None` if it does not match the template.
fn capture(template: &str, text: &str) -> Option<Values> {
    let mut values = Vec::new();
    let (mut template, mut text) = (template, text);
    while let Some((literal, rest)) = template.split_once('{') {
        let (name, after) = rest.split_once('}')?;
        text = text.strip_prefix(literal)?;
        let next = after.split('{').next().unwrap_or_default();
        let end = if next.is_empty() { text.len() } else { text.find(next)? };
        let (value, behind) = text.split_at_checked(end)?;
        values.push((name.to_owned(), value.to_owned()));
        (template, text) = (after, behind);
    }
    (decoded(template) == decoded(text)).then_some(values)
}

/// The values of a form's fields of this name, percent-encoded.
fn fields(form: &str, name: &str) -> Vec<String> {
    // Only in a form, a plus is a space.
    let form = form.replace('+', "%20");
    form.split('&')
        .filter_map(|field| {
            let (key, value) = field.split_once('=').unwrap_or((field, ""));
            (decoded(key) == name).then(|| value.to_owned())
        })
        .collect()
}

/// The percent-encoded strings as one value.
fn value<T: DeserializeOwned>(texts: &[String]) -> Option<T> {
    let first = decoded(texts.first()?);
    if let [_] = texts {
        let parsed = serde_json::from_value(Value::String(first.clone()));
        if let Ok(value) = parsed.or_else(|_| serde_json::from_str(&first)) {
            return Some(value);
        }
    }
    let items = || texts.iter().flat_map(|text| text.split(',')).map(decoded);
    let as_texts = items().map(Value::String).collect();
    let as_json =
        || items().map(|item| serde_json::from_str(&item).unwrap_or(Value::String(item))).collect();
    serde_json::from_value(Value::Array(as_texts))
        .or_else(|_| serde_json::from_value(Value::Array(as_json())))
        .ok()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
