//! Structs: the type and its fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::types::{Origin, Scope};
use super::construct;
use super::rename::Rule;
use crate::ir::{Default, Field, Presence, Struct, Type};

pub(super) fn strukt(scope: &mut Scope<'_>, ty: &Type, strukt: &Struct) -> TokenStream {
    if !strukt.private {
        scope.imports.add(Origin::Serde, "Deserialize");
    }
    scope.imports.add(Origin::Serde, "Serialize");
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let derives = derives(strukt);
    let rule = Rule::of(strukt);
    let rename_all = rule.attribute();
    let visibility = if strukt.private { quote!(pub(crate)) } else { quote!(pub) };
    let non_exhaustive = (!strukt.private).then(|| quote!(#[non_exhaustive]));
    let fields = strukt.fields.iter().map(|field| self::field(scope, field, rule, &visibility));
    let fields: Vec<TokenStream> = fields.collect();
    let additional = strukt.additional.as_ref().map(|additional| {
        let name = &additional.name;
        let value = scope.of(&additional.ty);
        quote! {
            /// Properties that the description does not name.
            #[serde(flatten)]
            pub #name: std::collections::BTreeMap<String, #value>,
        }
    });
    let functions = construct::functions(scope, strukt);
    let default = construct::written_default(scope, name, strukt);
    let functions = (!functions.is_empty()).then(|| quote!(impl #name { #functions }));
    quote! {
        #docs
        #[derive(#derives)]
        #rename_all
        #non_exhaustive
        #visibility struct #name {
            #(#fields)*
            #additional
        }

        #functions

        #default
    }
}

fn derives(strukt: &Struct) -> TokenStream {
    let hash = strukt.hash.then(|| quote!(Eq, Hash,));
    let default = (strukt.default == Default::Derived).then(|| quote!(Default,));
    let deserialize = (!strukt.private).then(|| quote!(, Deserialize));
    quote!(Debug, Clone, PartialEq, #hash #default Serialize #deserialize)
}

fn field(
    scope: &mut Scope<'_>,
    field: &Field,
    rule: Rule,
    visibility: &TokenStream,
) -> TokenStream {
    let docs = docs::docs(&field.docs);
    let name = &field.name;
    let wire = &field.wire;
    let rename = (rule.apply(field) != *wire).then(|| quote!(rename = #wire,));
    let skip = match field.presence {
        Presence::Required | Presence::Nullable => None,
        Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none",)),
        Presence::OptionalNullable => {
            Some(quote!(default, skip_serializing_if = "Nullable::is_absent",))
        }
    };
    let settings = quote!(#rename #skip);
    let attribute = (!settings.is_empty())
        .then(|| without_last_comma(settings))
        .map(|settings| quote!(#[serde(#settings)]));
    let ty = scope.field(&field.ty, field.presence);
    quote! {
        #docs
        #attribute
        #visibility #name: #ty,
    }
}

fn without_last_comma(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    tokens.pop();
    tokens.into_iter().collect()
}
