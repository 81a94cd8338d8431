//! Enums of strings that accept any string. In: the values in the description. Out: an enum with a variant for each,
//! and one for other values from the server.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// Makes an enum of strings, in which [`Unknown`] holds values that are not in the description.
///
/// [`Unknown`]: #variant.Unknown
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $( #[doc = concat!("`` ", stringify!($text), " ``")] $(#[$variant_meta])* $variant, )*
            /// A value that is not in the description.
            Unknown(String),
        }

        // A variant may be deprecated, which matters only to its users.
        #[allow(deprecated)]
        impl $name {
            /// The values in the description.
            pub const VALUES: &'static [Self] = &[$( Self::$variant ),*];

            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::runtime::open_enum::find(Self::VALUES, Self::as_str, text)
                    .unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl ::std::convert::From<String> for $name {
            fn from(text: String) -> Self {
                $crate::runtime::open_enum::find(Self::VALUES, Self::as_str, &text).unwrap_or(Self::Unknown(text))
            }
        }

        impl ::std::convert::From<&Self> for $name {
            fn from(other: &Self) -> Self {
                other.clone()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                Ok(text.into())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                if let Self::Unknown(_) = self {
                    $crate::runtime::unknown::note();
                }
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::open_enum::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use open_enum;

/// The value that is this string.
pub(crate) fn find<T: Clone>(values: &[T], as_str: fn(&T) -> &str, text: &str) -> Option<T> {
    values.iter().find(|value| as_str(value) == text).cloned()
}

/// Deserializes any string, without a copy if the enum needs none.
pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str> + From<String>,
{
    deserializer.deserialize_string(AnyString(PhantomData))
}

struct AnyString<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str> + From<String>> Visitor<'_> for AnyString<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(T::from(text))
    }
}
