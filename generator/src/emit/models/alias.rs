//! Names for types that are there already.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::types::{Origin, Scope};
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

/// A struct around a type that contains it.
pub(super) fn newtype(scope: &mut Scope<'_>, ty: &Type, inner: &TypeRef) -> TokenStream {
    scope.imports.add(Origin::Serde, "Deserialize");
    scope.imports.add(Origin::Serde, "Serialize");
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let inner = scope.of(inner);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct #name(pub #inner);
    }
}
