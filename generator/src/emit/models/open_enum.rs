//! Enums of strings. The runtime's macro takes an enum whose variants have strings as their values.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{OpenEnum, Type};

pub(super) fn open_enum(scope: &mut Scope<'_>, ty: &Type, open_enum: &OpenEnum) -> TokenStream {
    scope.imports.add(Origin::OpenEnum, "open_enum");
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let variants = open_enum.variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, docs::docs(&variant.docs));
        let value = docs::shown(&variant.value);
        quote!(#docs #name = #value)
    });
    quote! {
        #docs
        pub enum #name {
            #(#variants,)*
        }
    }
}
