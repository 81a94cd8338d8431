//! The documented errors of an operation: an enum with a variant for each status code.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use super::response::{content_type, pattern};
use crate::ir::{Content, Operation, Status};

/// The enum in the runtime's macro, whose variants have as their values which responses they are.
pub(super) fn errors(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    scope.imports.add(Origin::Documented, "documented");
    let name = &operation.error_name;
    let enum_docs = docs::text(&format!(
        "The documented errors of [`{method}`](crate::Client::{method}).",
        method = operation.name.plain()
    ));
    let statuses: Vec<Status> = operation.errors.iter().map(|error| error.status).collect();
    let variants = operation.errors.iter().map(|error| {
        let docs = docs::docs(&error.docs);
        let name = &error.name;
        let status = pattern(error.status, &statuses);
        let how = how(&error.content);
        let media_types = &error.media_types;
        let is_any = media_types.is_empty() || error.content == Content::Nothing;
        let media_types = (!is_any).then(|| quote!(, [#(#media_types),*]));
        let ty = (error.content != Content::Nothing).then(|| {
            let ty = content_type(scope, &error.content);
            quote!((#ty))
        });
        quote!(#docs #name #ty = (#status, #how #media_types))
    });
    let variants: Vec<TokenStream> = variants.collect();
    quote! {
        #enum_docs
        pub enum #name {
            #(#variants,)*
        }
    }
}

/// The method of the response that decodes the content.
fn how(content: &Content) -> TokenStream {
    match content {
        Content::Nothing => quote!(empty),
        Content::Json(_) => quote!(json),
        Content::Xml(_, element) => quote!(xml(#element)),
        Content::JsonOrXml(_, element) => quote!(json_or_xml(#element)),
        Content::JsonOrText(_, None) => quote!(text_or(json)),
        Content::JsonOrText(_, Some(element)) => quote!(text_or(#element)),
        Content::Text => quote!(text),
        Content::Bytes => quote!(bytes),
    }
}
