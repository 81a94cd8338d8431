//! Unions. The runtime's macro takes an enum whose variants have conditions.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use super::rules;
use crate::ir::{JsonKind, Tag, Type, Union, When};

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
            let list = rules::list(scope, "rule", &variant.rules);
            let rules = (!list.is_empty()).then(|| {
                scope.imports.add(Origin::Runtime, "rule");
                quote!(, rules(#(#list),*))
            });
            let tag = variant.tag.as_ref().map(|tag| match tag {
                Tag::Own(key, value) => quote!(#[tag(#key, #value)]),
                Tag::Optional(key, value) => quote!(#[fill(#key, #value)]),
            });
            let shared = variant.shared.then(|| quote!(#[from(none)]));
            quote!(#[when(#when #rules)] #tag #shared #name(#ty),)
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
    let is_mark = |key: &String| when.mark.as_ref() == Some(key);
    let mark = when.is.iter().find(|(key, _)| is_mark(key));
    let mark = mark.map(|(key, values)| quote!(, mark(#key #(, #values)*)));
    let is = when.is.iter().filter(|(key, _)| !is_mark(key));
    let is = is.map(|(key, values)| quote!(, is(#key #(, #values)*)));
    let texts = &when.one_of;
    let one_of = (!texts.is_empty()).then(|| quote!(, one_of(#(#texts),*)));
    quote!(#kind #has #mark #(#is)* #one_of)
}

/// The word for a JSON type.
pub(super) fn kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::String => quote!(string),
        JsonKind::Day => quote!(day),
        JsonKind::Integer => quote!(integer),
        JsonKind::Number => quote!(number),
        JsonKind::Boolean => quote!(boolean),
        JsonKind::Array => quote!(array),
        JsonKind::Object => quote!(object),
        JsonKind::Any => quote!(any),
    }
}
