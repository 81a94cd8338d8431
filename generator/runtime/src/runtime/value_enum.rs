//! Enums of numbers, or of values of several types, that accept any value. In: the values in the description. Out: an
//! enum with a variant for each, and one for other values from the server.

use serde_json::Value;

/// Makes an enum of values other than strings alone, in which `Unknown` holds values that are not in the description.
macro_rules! value_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $value:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( #[doc = concat!("`` ", stringify!($value), " ``")] $(#[$variant_meta])* $variant, )*
            /// A value that is not in the description.
            Unknown(::serde_json::Value),
        }

        // A variant may be deprecated, which matters only to its users.
        #[allow(deprecated)]
        impl $name {
            /// The values in the description.
            pub const VALUES: &'static [Self] = &[$( Self::$variant ),*];

            /// The value as it is sent.
            pub fn to_value(&self) -> ::serde_json::Value {
                match self {
                    $( Self::$variant => ::serde_json::Value::from($value), )*
                    Self::Unknown(value) => value.clone(),
                }
            }
        }

        impl ::std::convert::From<::serde_json::Value> for $name {
            fn from(value: ::serde_json::Value) -> Self {
                let known = Self::VALUES.iter().find(|known| $crate::runtime::value_enum::same(&known.to_value(), &value));
                known.cloned().unwrap_or(Self::Unknown(value))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                if let Self::Unknown(_) = self {
                    $crate::runtime::unknown::note();
                }
                ::serde::Serialize::serialize(&self.to_value(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

pub(crate) use value_enum;

/// Whether two values are equal; `1` and `1.0` are.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    one == other || (one.is_number() && other.is_number() && one.as_f64() == other.as_f64())
}
