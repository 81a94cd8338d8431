//! XML bodies of requests that the API sends. In: bytes, and the content of the element. Out: a value, or where it went
//! wrong.

use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::xml::Element;
use super::xml_read;

/// Decodes an XML body, whatever the name of its root element.
pub(crate) fn xml<T: DeserializeOwned>(
    body: &[u8],
    element: &'static Element,
) -> Result<T, DecodeError> {
    decode::json(xml_read::json(body, None, &element.content)?.as_bytes())
}
