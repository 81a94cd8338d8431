//! Names of the emitted crate, valid and free of collisions.

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use serde::Serialize;

macro_rules! names {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub(crate) struct $name(String);

        impl $name {
            /// Only for `lower::names`, which ensures that the name is valid and free.
            pub(crate) fn assume_valid(name: String) -> Self {
                Self(name)
            }

            /// The name as it is written, `r#` included.
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ToTokens for $name {
            fn to_tokens(&self, tokens: &mut TokenStream) {
                let ident = match self.0.strip_prefix("r#") {
                    Some(name) => Ident::new_raw(name, Span::call_site()),
                    None => Ident::new(&self.0, Span::call_site()),
                };
                ident.to_tokens(tokens);
            }
        }
    )+};
}

names! {
    /// A type or variant, in upper camel case.
    TypeName,
    /// A field, method or parameter, in snake case.
    FieldName,
    /// A module, in snake case.
    ModuleName,
}

/// Fields and modules may be raw identifiers; types cannot be keywords.
macro_rules! plain {
    ($($name:ident,)+) => {$(
        impl $name {
            /// The name without the prefix of a raw identifier, as in files, links and serde.
            pub(crate) fn plain(&self) -> &str {
                self.0.strip_prefix("r#").unwrap_or(&self.0)
            }
        }
    )+};
}

plain! {
    FieldName,
    ModuleName,
}
