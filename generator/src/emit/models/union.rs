//! Unions. The runtime's macro takes an enum whose variants have conditions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use super::rules;
use crate::ir::{Common, CommonPlace, Presence, Scalar, Tag, Type, TypeRef, Union, When};

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

/// The functions of a union for what all of its members have.
pub(super) fn functions(scope: &mut Scope<'_>, ty: &Type, union: &Union) -> Option<TokenStream> {
    if union.common.is_empty() {
        return None;
    }
    let functions: Vec<TokenStream> =
        union.common.iter().map(|common| function(scope, union, common)).collect();
    let name = &ty.name;
    Some(quote! {
        impl #name {
            #(#functions)*
        }
    })
}

fn function(scope: &mut Scope<'_>, union: &Union, common: &Common) -> TokenStream {
    let Common { name, wire, ty, docs, places } = common;
    let is_text = *ty == TypeRef::Scalar(Scalar::String);
    let is_copy = matches!(
        ty,
        TypeRef::Scalar(
            Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F64
        )
    );
    let arms = union.variants.iter().zip(places).map(|(variant, place)| {
        let variant = &variant.name;
        let value = match place {
            CommonPlace::Function(name) => quote!(value.#name()),
            CommonPlace::Field(name, Presence::Required) if is_text => quote!(Some(&value.#name)),
            CommonPlace::Field(name, _) if is_text => quote!(value.#name.as_deref()),
            CommonPlace::Field(name, Presence::Required) if is_copy => quote!(Some(value.#name)),
            CommonPlace::Field(name, Presence::Required) => quote!(Some(value.#name.clone())),
            CommonPlace::Field(name, Presence::OptionalNullable) => {
                quote!(value.#name.as_ref().cloned())
            }
            CommonPlace::Field(name, _) if is_copy => quote!(value.#name),
            CommonPlace::Field(name, _) => quote!(value.#name.clone()),
        };
        quote!(Self::#variant(value) => #value,)
    });
    let arms: Vec<TokenStream> = arms.collect();
    let (ty, unknown) = if is_text {
        (quote!(&str), quote!(value.get(#wire)?.as_str()))
    } else {
        scope.imports.add(Origin::Runtime, "members");
        (scope.of(ty), quote!(members::decode(value.get(#wire)?)))
    };
    let first = docs.text.split("\n\n").next().unwrap_or_default();
    let text = if first.is_empty() { "What all members have, even an unknown one." } else { first };
    let docs = docs::text(text);
    let deprecated = docs_deprecated(common);
    quote! {
        #docs
        #deprecated
        pub fn #name(&self) -> Option<#ty> {
            match self {
                #(#arms)*
                Self::Unknown(value) => #unknown,
            }
        }
    }
}

fn docs_deprecated(common: &Common) -> Option<TokenStream> {
    common.docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]))
}

fn when(when: &When) -> TokenStream {
    let kind = Ident::new(when.kind.word(), Span::call_site());
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
