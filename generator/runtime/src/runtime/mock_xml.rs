//! XML responses for the test server. In: values, and how their type is written. Out: responses.

use serde::Serialize;

use super::mock::Reply;
use super::xml::Element;
use super::xml_write;

impl Reply {
    /// Sets an XML body.
    #[allow(clippy::expect_used, reason = "a test is wrong then, and has to fail")]
    pub(crate) fn xml<T: Serialize + ?Sized>(self, element: &'static Element, body: &T) -> Self {
        let json = serde_json::to_string(body).expect("the body has to be JSON");
        let text = xml_write::document(element, &json).expect("the body has to be XML");
        self.bytes(text.as_bytes()).header("content-type", "application/xml")
    }
}
