//! Requests of XML that a server for tests received. In: what each operation takes. Out: a body, as the type that a test
//! asks for.

use serde::de::DeserializeOwned;

use super::api::Info;
use super::decode;
pub(crate) use super::decode::DecodeError;
pub(crate) use super::operation::Operation;
pub(crate) use super::received::Received;
use super::xml::Element;
use super::xml_read;

/// Decodes the body as XML, by the element of the operation that the request is for.
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

/// Lets the bodies of XML be read that operations take: of each, the element. An operation may have a condition on which
/// it is there.
macro_rules! received_xml {
    ($($(#[$condition:meta])* $operation:ident: $element:ident;)+) => {
        impl $crate::runtime::received_xml::Received {
            /// Decodes the body as XML, by the schema of the operation that the request is for.
            ///
            /// # Errors
            ///
            /// A body that is no such value, or of an operation that takes no XML.
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
