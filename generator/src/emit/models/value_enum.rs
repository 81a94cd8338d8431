//! Enums of numbers and of mixed values, as an enum whose variants have these as their values.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{Type, ValueEnum};

pub(super) fn value_enum(scope: &mut Scope<'_>, ty: &Type, value_enum: &ValueEnum) -> TokenStream {
    scope.imports.add(Origin::ValueEnum, "value_enum");
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let variants = value_enum.variants.iter().map(|variant| {
        let (name, docs) = (&variant.name, docs::docs(&variant.docs));
        let value = literal(&variant.value);
        quote!(#docs #name = #value)
    });
    quote! {
        #docs
        pub enum #name {
            #(#variants,)*
        }
    }
}

fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => {
                let digits = if i32::try_from(number).is_ok() {
                    Literal::i64_unsuffixed(number)
                } else {
                    Literal::i64_suffixed(number)
                };
                quote!(#digits)
            }
            (None, Some(number), _) => {
                let digits = Literal::u64_suffixed(number);
                quote!(#digits)
            }
            (None, None, number) => {
                let digits = Literal::f64_suffixed(number.unwrap_or_default());
                quote!(#digits)
            }
        },
        Value::String(text) => docs::shown(text).into_token_stream(),
        // `lower` makes an enum of strings, numbers and booleans only.
        Value::Null | Value::Array(_) | Value::Object(_) => quote!(""),
    }
}
