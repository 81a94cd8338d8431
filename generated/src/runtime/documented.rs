//! The documented errors of operations. In: the status codes, and how the body of each is decoded. Out: an enum of them.

pub(crate) use super::decode::DecodeError;
pub(crate) use super::error_body::ErrorBody;
pub(crate) use super::response::Response;

/// Makes an enum of an operation's documented errors. Each has its status codes, as a pattern, and the method of
/// `Response` that decodes its body, and the media types that it has if others are not it.
macro_rules! documented {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $(($ty:ty $(,)?))? = (
                    $status:pat, $how:ident $(($($with:tt)*))? $(, [$($media:literal),* $(,)?])? $(,)?
                )
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* $variant $(($ty))?, )*
        }

        impl $crate::runtime::documented::ErrorBody for $name {
            #[allow(unreachable_patterns, reason = "an error may be that of every status code")]
            fn decode(
                response: &$crate::runtime::documented::Response,
            ) -> Option<Result<Self, $crate::runtime::documented::DecodeError>> {
                Some(match response.status().as_u16() {
                    $(
                        $status $(if response.is(&[$($media),*]))? => {
                            $crate::runtime::documented::decode!(response, $variant, $how $(($($with)*))?)
                        }
                    )*
                    _ => return None,
                })
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // The body may repeat a secret.
                f.write_str(match self {
                    $( Self::$variant { .. } => stringify!($variant), )*
                })
            }
        }

        impl ::std::error::Error for $name {}
    };
}

/// The variant, or why the body is not the documented one.
macro_rules! decode {
    ($response:ident, $variant:ident, empty) => {
        Ok(Self::$variant)
    };
    ($response:ident, $variant:ident, text_or(json)) => {
        $response.text_or($crate::runtime::documented::Response::json).map(Self::$variant)
    };
    ($response:ident, $variant:ident, text_or($element:ident)) => {
        $response.text_or(|response| response.json_or_xml(&$crate::xml::$element)).map(Self::$variant)
    };
    ($response:ident, $variant:ident, $how:ident $(($element:ident))?) => {
        $response.$how($(&$crate::xml::$element)?).map(Self::$variant)
    };
}

pub(crate) use {decode, documented};
