//! The headers of an operation's responses: a view of them with a function for each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::docs;
use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{HeaderForm, Operation, ResponseHeader};

pub(super) fn headers(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = operation.headers_name.as_ref().filter(|_| operation.alternate_of.is_none())?;
    for import in ["DecodeError", "HeaderForm"] {
        scope.imports.add(Origin::Runtime, import);
    }
    let docs = docs::text(&format!(
        "The documented headers of a response to [`{method}`](crate::Client::{method}), whatever its status code.",
        method = operation.name.plain()
    ));
    let readers: Vec<TokenStream> =
        operation.headers.iter().map(|header| reader(scope, header)).collect();
    Some(quote! {
        #docs
        #[derive(Debug, Clone, Copy)]
        pub struct #name<'r>(pub &'r http::HeaderMap);

        impl #name<'_> {
            #(#readers)*
        }
    })
}

fn reader(scope: &mut Scope<'_>, header: &ResponseHeader) -> TokenStream {
    let ResponseHeader { name, wire, ty, form, .. } = header;
    let docs = docs::docs(&header.docs);
    let ty = scope.of(ty);
    let form = match form {
        HeaderForm::Text => "Text",
        HeaderForm::Json => "Json",
        HeaderForm::TextList => "TextList",
        HeaderForm::JsonList => "JsonList",
        HeaderForm::Lines => "Lines",
    };
    let form = Ident::new(form, Span::call_site());
    quote! {
        #docs
        pub fn #name(&self) -> Result<Option<#ty>, DecodeError> {
            HeaderForm::#form.read(self.0, #wire)
        }
    }
}
