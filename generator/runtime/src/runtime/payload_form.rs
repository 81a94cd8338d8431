//! Bodies of requests that the API sends as forms. In: bytes, and which fields are no texts. Out: a value, or where it went
//! wrong.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::decode::{self, DecodeError};
use super::value::to_json;

/// Decodes a form. The values of the fields in `json` are JSON; those in `lists`, and what is there more than once, are
/// lists.
pub(crate) fn form<T: DeserializeOwned>(
    body: &[u8],
    json: &[&str],
    lists: &[&str],
) -> Result<T, DecodeError> {
    let mut fields: Vec<(Cow<'_, str>, Vec<String>)> = Vec::new();
    for (name, value) in form_urlencoded::parse(body) {
        let value = written(&value, json.contains(&&*name));
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => fields.push((name, vec![value])),
        }
    }
    let properties: Vec<String> = fields
        .iter()
        .map(|(name, values)| {
            let is_list = values.len() > 1 || lists.contains(&&**name);
            let value = values.join(",");
            let value = if is_list { format!("[{value}]") } else { value };
            format!("{}:{value}", text(name))
        })
        .collect();
    decode::json(format!("{{{}}}", properties.join(",")).as_bytes())
}

/// The value as JSON; one that should be and is not stays a text, and nothing at all is `null`.
fn written(value: &str, is_json: bool) -> String {
    match value {
        "" if is_json => String::from("null"),
        value if is_json && serde_json::from_str::<IgnoredAny>(value).is_ok() => value.to_owned(),
        value => text(value),
    }
}

fn text(text: &str) -> String {
    // A text is always JSON.
    to_json(text).unwrap_or_default()
}
