//! Response headers. In: the headers, and how one of them is encoded. Out: its value, or an error that does not quote
//! it.

use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};

/// How the value of a header is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// A plain string.
    Text,
    /// JSON, as for numbers and booleans.
    Json,
    /// Strings separated by commas.
    TextList,
    /// Numbers or booleans separated by commas.
    JsonList,
    /// A string for each line, as for `Set-Cookie`, whose values contain commas.
    Lines,
}

impl HeaderForm {
    /// The value of a header in this form; `None` if the response has no such header.
    ///
    /// # Errors
    ///
    /// The value does not have the type in the description.
    pub fn read<T: DeserializeOwned>(
        self,
        headers: &HeaderMap,
        name: &'static str,
    ) -> Result<Option<T>, DecodeError> {
        let Some(json) = to_json(headers, name, self)? else { return Ok(None) };
        match decode::json(json.as_bytes()) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(wrong(name, error.reason())),
        }
    }
}

/// The value as JSON. Not generic, and compiled once.
fn to_json(
    headers: &HeaderMap,
    name: &'static str,
    form: HeaderForm,
) -> Result<Option<String>, DecodeError> {
    let texts: Result<Vec<&str>, _> =
        headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes())).collect();
    let texts = texts.map_err(|_| wrong(name, "not UTF-8"))?;
    if texts.is_empty() {
        return Ok(None);
    }
    // Several lines of one name form a list (RFC 9110, section 5.3).
    let text = texts.join(", ");
    let items = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
    Ok(Some(match form {
        HeaderForm::Text => serde_json::Value::from(text).to_string(),
        HeaderForm::Json => text,
        HeaderForm::TextList => serde_json::Value::from_iter(items()).to_string(),
        HeaderForm::Lines => serde_json::Value::from_iter(texts).to_string(),
        HeaderForm::JsonList => format!("[{}]", items().collect::<Vec<_>>().join(",")),
    }))
}

fn wrong(name: &str, reason: &str) -> DecodeError {
    DecodeError::new(format!("header {name}"), reason)
}
