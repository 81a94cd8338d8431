//! The documented errors of an operation: an enum with a variant for each status code.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use super::response::{content_type, decoding, guard, pattern};
use crate::ir::{Content, ErrorVariant, Operation, Status};

pub(super) fn errors(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    scope.imports.add(Origin::Runtime, "DecodeError");
    scope.imports.add(Origin::Runtime, "ErrorBody");
    scope.imports.add(Origin::Runtime, "Response");
    let name = &operation.error_name;
    let enum_docs = docs::text(&format!(
        "The documented errors of [`{method}`](crate::Client::{method}).",
        method = operation.name.plain()
    ));
    let variants: Vec<TokenStream> = operation
        .errors
        .iter()
        .map(|error| {
            let docs = docs::docs(&error.docs);
            let name = &error.name;
            match &error.content {
                Content::Nothing => quote!(#docs #name,),
                content => {
                    let ty = content_type(scope, content);
                    quote!(#docs #name(#ty),)
                }
            }
        })
        .collect();
    let statuses: Vec<Status> = operation.errors.iter().map(|error| error.status).collect();
    let arms = operation.errors.iter().map(|error| {
        let pattern = pattern(error.status, &statuses);
        let name = &error.name;
        let guard = guard(&error.media_types);
        match decoding(&error.content) {
            Some(decoding) => quote!(#pattern #guard => #decoding.map(Self::#name),),
            None => quote!(#pattern => Ok(Self::#name),),
        }
    });
    let takes_all =
        |error: &ErrorVariant| error.status == Status::Default && error.media_types.is_empty();
    let has_default = operation.errors.iter().any(takes_all);
    let rest = (!has_default).then(|| quote!(_ => return None,));
    let (parameter, decoded) = match operation.errors.as_slice() {
        // One error for every status code needs no distinction.
        [only] if takes_all(only) => {
            let name = &only.name;
            match decoding(&only.content) {
                Some(decoding) => (quote!(response), quote!(Some(#decoding.map(Self::#name)))),
                None => (quote!(_), quote!(Some(Ok(Self::#name)))),
            }
        }
        _ => (
            quote!(response),
            quote! {
                Some(match response.status().as_u16() {
                    #(#arms)*
                    #rest
                })
            },
        ),
    };
    quote! {
        #enum_docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl ErrorBody for #name {
            fn decode(#parameter: &Response) -> Option<Result<Self, DecodeError>> {
                #decoded
            }
        }
    }
}
