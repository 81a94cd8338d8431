//! Requests that the API sends and the description does not document. In: a body. Out: the same, or a value.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};

/// A body that the description does not document, as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPayload(Bytes);

impl UnknownPayload {
    /// The body.
    pub fn new(body: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(body))
    }

    /// The body, byte for byte.
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// Deserializes the body as JSON.
    ///
    /// # Errors
    ///
    /// The body is not such a value.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.0)
    }
}
