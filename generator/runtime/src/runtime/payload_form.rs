//! Form bodies of requests that the API sends. In: bytes, and which fields are not strings. Out: a value, or where it
//! went wrong.

use serde::de::{DeserializeOwned, IgnoredAny};

use super::decode::{self, DecodeError};
use super::value::to_json;

/// Decodes a form. The values of the fields in `json` are JSON; those in `lists`, and fields that occur more than once,
/// are arrays.
pub(crate) fn form<T: DeserializeOwned>(
    body: &[u8],
    json: &[&str],
    lists: &[&str],
) -> Result<T, DecodeError> {
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(body) {
        fields.add(&name, written(&value, json.contains(&&*name)));
    }
    decode::json(fields.object(lists).as_bytes())
}

/// The fields of a form in order, the values of each as JSON.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, Vec<String>)>);

impl Fields {
    /// Adds a value, which is JSON.
    pub(super) fn add(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => self.0.push((name.to_owned(), vec![value])),
        }
    }

    #[allow(dead_code, reason = "only a form with fields in styles asks")]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields as a JSON object.
    pub(super) fn object(&self, lists: &[&str]) -> String {
        let property = |(name, values): &(String, Vec<String>)| {
            let is_list = values.len() > 1 || lists.contains(&name.as_str());
            let value = values.join(",");
            let value = if is_list { format!("[{value}]") } else { value };
            format!("{}:{value}", text(name))
        };
        format!("{{{}}}", self.0.iter().map(property).collect::<Vec<_>>().join(","))
    }
}

/// The value as JSON; one that should be JSON and is not stays a string, and an empty one is `null`.
pub(super) fn written(value: &str, is_json: bool) -> String {
    match value {
        "" if is_json => String::from("null"),
        value if is_json && serde_json::from_str::<IgnoredAny>(value).is_ok() => value.to_owned(),
        value => text(value),
    }
}

fn text(text: &str) -> String {
    // A string is always valid JSON.
    to_json(text).unwrap_or_default()
}
