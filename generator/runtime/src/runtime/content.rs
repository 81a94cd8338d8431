//! Bodies that are not JSON. In and out: texts and bytes.

use bytes::Bytes;

use super::decode::DecodeError;
use super::request::Request;
use super::response::Response;

impl Request {
    /// Makes the text the body.
    pub fn text(&mut self, content_type: &'static str, text: &str) {
        self.set_body(content_type, Bytes::copy_from_slice(text.as_bytes()));
    }

    /// Makes the bytes the body.
    pub fn bytes(&mut self, content_type: &'static str, bytes: &Bytes) {
        self.set_body(content_type, bytes.clone());
    }
}

impl Response {
    /// The body as text.
    ///
    /// # Errors
    ///
    /// It is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        String::from_utf8(self.body().to_vec()).map_err(|error| {
            DecodeError::new(
                "$",
                format!("not UTF-8 from byte {}", error.utf8_error().valid_up_to()),
            )
        })
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// None; it stands beside [`Response::json`] and [`Response::text`].
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body().clone())
    }
}
