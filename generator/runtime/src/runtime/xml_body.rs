//! XML bodies. In: values, and the table of how each type is written. Out: XML, and values from XML.

#![allow(dead_code, reason = "not every crate has bodies in each direction")]

use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::charset;
use super::decode::{self, DecodeError};
use super::request::Request;
use super::response::Response;
use super::value::to_json;
use super::xml::Element;
use super::{xml_read, xml_write};

impl Request {
    /// Makes the value the body, as XML.
    pub(crate) fn xml(
        &mut self,
        content_type: &'static str,
        element: &'static Element,
        value: &impl Serialize,
    ) {
        let json = to_json(value).map_err(|error| error.to_string());
        match json.and_then(|json| xml_write::document(element, &json)) {
            Ok(body) => self.set_body(content_type, body.into()),
            Err(reason) => {
                self.fail(format!("failed to serialize the body as XML: {reason}"), None)
            }
        }
    }
}

impl Response {
    /// Deserializes the body as XML, whatever its content type and the name of its root element.
    pub(crate) fn xml<T: DeserializeOwned>(
        &self,
        element: &'static Element,
    ) -> Result<T, DecodeError> {
        self.read(|body| {
            let json = xml_read::json(body, charset::of(self.headers()), &element.content)?;
            decode::json(json.as_bytes())
        })
    }

    /// Deserializes the body as XML if its content type is one of XML, and else as JSON.
    pub(crate) fn json_or_xml<T: DeserializeOwned>(
        &self,
        element: &'static Element,
    ) -> Result<T, DecodeError> {
        let said = self.content_type().split(';').next().unwrap_or_default().trim();
        let said = said.to_ascii_lowercase();
        let is_xml = matches!(said.as_str(), "application/xml" | "text/xml");
        if is_xml || said.ends_with("+xml") { self.xml(element) } else { self.json() }
    }

    fn content_type(&self) -> &str {
        self.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
