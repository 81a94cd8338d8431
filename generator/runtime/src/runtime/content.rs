//! Bodies that are not JSON. In and out: strings and bytes.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::charset;
use super::decode::{self, DecodeError};
use super::reading::{self, Reading};
use super::request::Request;
use super::response::Response;

impl Request {
    /// Makes the string the body.
    pub fn text(&mut self, content_type: &'static str, text: &str) {
        self.set_body(content_type, Bytes::copy_from_slice(text.as_bytes()));
    }
}

impl Response {
    /// Whether the body has one of the media types; each may be a range such as `text/*` or `application/*+json`, and
    /// have parameters, all of which the body has then too. A body without a content type matches any.
    pub fn is(&self, media_types: &[&str]) -> bool {
        let Some(said) = self.headers().get(CONTENT_TYPE) else { return true };
        let said = said.to_str().unwrap_or_default().to_ascii_lowercase();
        let mut parts = said.split(';').map(str::trim);
        let (essence, parameters) = (parts.next().unwrap_or_default(), parts);
        let has = |wanted: &str| parameters.clone().any(|it| it.replace('"', "") == wanted);
        media_types.iter().any(|media_type| {
            let mut wanted = media_type.split(';').map(str::trim);
            let is_same = match wanted.next().unwrap_or_default().split_once('*') {
                Some(("", _)) => true,
                Some((start, end)) => essence.starts_with(start) && essence.ends_with(end),
                None => media_type.split(';').next() == Some(essence),
            };
            is_same && wanted.all(has)
        })
    }

    /// The body as a string; a string of JSON, if the content type says that it is one, without its quotes.
    ///
    /// # Errors
    ///
    /// The body is not in its charset, which is UTF-8 unless the content type has another.
    pub fn text(&self) -> Result<String, DecodeError> {
        let text = charset::text(self.body(), charset::of(self.headers()))?;
        let may_be_json =
            reading::mode() != Reading::Strict && self.headers().contains_key(CONTENT_TYPE);
        if may_be_json
            && self.is(&["application/json", "application/*+json"])
            && let Ok(text) = serde_json::from_str(&text)
        {
            reading::record("text", "a string of JSON", "the string");
            return Ok(text);
        }
        Ok(text.into_owned())
    }

    /// The body as a string, if its content type is one of text; or else what `other` decodes.
    ///
    /// # Errors
    ///
    /// The text is not UTF-8 or not such a value, or the error of `other`.
    pub fn text_or<T: DeserializeOwned>(
        &self,
        other: impl FnOnce(&Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let said = self.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let said = said.and_then(|said| said.split(';').next()).unwrap_or_default();
        let said = said.trim().to_ascii_lowercase();
        let subtype = said.strip_prefix("text/");
        let is_of = |subtype: &str, name: &str| {
            subtype == name || subtype.rsplit_once('+').is_some_and(|(_, suffix)| suffix == name)
        };
        if subtype.is_none_or(|subtype| is_of(subtype, "json") || is_of(subtype, "xml")) {
            return other(self);
        }
        decode::json(Value::from(self.text()?).to_string().as_bytes())
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// Never; it exists beside [`Response::json`] and [`Response::text`].
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body().clone())
    }
}
