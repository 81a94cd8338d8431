//! Names for existing types.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{Type, TypeRef};

pub(super) fn alias(scope: &mut Scope<'_>, ty: &Type, target: &TypeRef) -> TokenStream {
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let target = scope.of(target);
    quote! {
        #docs
        pub type #name = #target;
    }
}

/// A struct around a type that contains it, with the same JSON as that type.
pub(super) fn newtype(scope: &mut Scope<'_>, ty: &Type, inner: &TypeRef) -> TokenStream {
    for name in ["Deserialize", "Deserializer", "Serialize", "Serializer"] {
        scope.imports.add(Origin::Serde, name);
    }
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let inner = scope.of(inner);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name(pub #inner);

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Deserialize::deserialize(deserializer).map(Self)
            }
        }
    }
}
