//! XML requests that a test server received. In: the XML of each operation's request. Out: a body, as the type that a
//! test expects.

use serde::de::DeserializeOwned;

use super::api::Info;
use super::decode;
pub(crate) use super::decode::DecodeError;
pub(crate) use super::operation::Operation;
pub(crate) use super::received::Received;
use super::xml::Element;
use super::xml_read;

/// Decodes the body as XML, by the element of the request's operation.
pub(crate) fn xml<T: DeserializeOwned>(
    request: &Received,
    elements: &[(&Info, &'static Element)],
) -> Result<T, DecodeError> {
    let is_for = |info: &Info| request.method() == info.method && request.template() == info.path;
    let Some((_, element)) = elements.iter().find(|(info, _)| is_for(info)) else {
        return Err(DecodeError::new("$", "the operation of the request takes no XML"));
    };
    decode::json(xml_read::json(request.body(), None, &element.content)?.as_bytes())
}

/// Adds the decoding of XML bodies: the element of each operation. An operation may have a `cfg` condition.
macro_rules! received_xml {
    ($($(#[$condition:meta])* $operation:ident: $element:ident;)+) => {
        impl $crate::runtime::received_xml::Received {
            /// Decodes the body as XML, by the schema of the request's operation.
            ///
            /// # Errors
            ///
            /// The body is not such a value, or the operation takes no XML.
            pub fn xml<T: serde::de::DeserializeOwned>(
                &self,
            ) -> Result<T, $crate::runtime::received_xml::DecodeError> {
                $crate::runtime::received_xml::xml(self, &[
                    $(
                        $(#[$condition])*
                        (
                            <$crate::operations::$operation
                                as $crate::runtime::received_xml::Operation>::INFO,
                            &$crate::xml::$element,
                        ),
                    )+
                ])
            }
        }
    };
}

pub(crate) use received_xml;
