//! Bodies that are not JSON. In and out: strings and bytes.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::decode::{self, DecodeError};
use super::request::Request;
use super::response::Response;

impl Request {
    /// Makes the string the body.
    pub fn text(&mut self, content_type: &'static str, text: &str) {
        self.set_body(content_type, Bytes::copy_from_slice(text.as_bytes()));
    }
}

impl Response {
    /// Whether the body has one of the media types, ignoring parameters; each may be a range such as `text/*` or
    /// `application/*+json`. A body without a content type matches any.
    pub fn is(&self, media_types: &[&str]) -> bool {
        let Some(said) = self.headers().get(CONTENT_TYPE) else { return true };
        let said = said.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
        let said = said.trim().to_ascii_lowercase();
        media_types.iter().any(|range| match range.split_once('*') {
            Some(("", _)) => true,
            Some((start, end)) => said.starts_with(start) && said.ends_with(end),
            None => said == *range,
        })
    }

    /// The body as a string.
    ///
    /// # Errors
    ///
    /// The body is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        String::from_utf8(self.body().to_vec()).map_err(|error| {
            DecodeError::new(
                "$",
                format!("not UTF-8 from byte {}", error.utf8_error().valid_up_to()),
            )
        })
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
