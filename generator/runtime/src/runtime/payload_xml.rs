//! Bodies of requests that the API sends as XML. In: bytes, and what the element holds. Out: a value, or where it went
//! wrong.

use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::xml::Element;
use super::xml_read;

/// Decodes a body of XML, whatever the name of its element is.
pub(crate) fn xml<T: DeserializeOwned>(
    body: &[u8],
    element: &'static Element,
) -> Result<T, DecodeError> {
    decode::json(xml_read::json(body, None, &element.content)?.as_bytes())
}
