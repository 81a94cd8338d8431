//! Bodies of requests that the API sends. In: bytes. Out: a value, or where it went wrong.

use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};

/// Deserializes a JSON body.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    decode::json(body)
}
