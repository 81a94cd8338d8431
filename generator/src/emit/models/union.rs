//! Unions. The runtime's macro takes an enum whose variants have conditions.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{JsonKind, Type, Union, When};

pub(super) fn union(scope: &mut Scope<'_>, ty: &Type, union: &Union) -> TokenStream {
    if union.open {
        scope.imports.add(Origin::OpenUnion, "open_union");
    } else {
        scope.imports.add(Origin::Union, "union");
    }
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let variants: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| {
            let name = &variant.name;
            let ty = scope.of(&variant.ty);
            let when = when(&variant.when);
            quote!(#[when(#when)] #name(#ty),)
        })
        .collect();
    quote! {
        #docs
        pub enum #name {
            #(#variants)*
        }
    }
}

fn when(when: &When) -> TokenStream {
    let kind = kind(when.kind);
    let keys = &when.has;
    let has = (!keys.is_empty()).then(|| quote!(, has(#(#keys),*)));
    let is = when.is.iter().map(|(key, values)| quote!(, is(#key #(, #values)*)));
    let texts = &when.one_of;
    let one_of = (!texts.is_empty()).then(|| quote!(, one_of(#(#texts),*)));
    quote!(#kind #has #(#is)* #one_of)
}

/// The word for a JSON type.
pub(super) fn kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::String => quote!(string),
        JsonKind::Integer => quote!(integer),
        JsonKind::Number => quote!(number),
        JsonKind::Boolean => quote!(boolean),
        JsonKind::Array => quote!(array),
        JsonKind::Object => quote!(object),
        JsonKind::Any => quote!(any),
    }
}
