//! Which responses an operation documents, and how they are decoded.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::types::Scope;
use crate::ir::{Content, Operation, Status};

/// The type of a response's content.
pub(super) fn content_type(scope: &mut Scope<'_>, content: &Content) -> TokenStream {
    match content {
        Content::Nothing => quote!(()),
        Content::Json(ty)
        | Content::Xml(ty, _)
        | Content::JsonOrXml(ty, _)
        | Content::JsonOrText(ty, _) => scope.of(ty),
        Content::Text => quote!(String),
        Content::Bytes => quote!(bytes::Bytes),
    }
}

/// How a response's content is decoded; `None` if there is none.
pub(super) fn decoding(content: &Content) -> Option<TokenStream> {
    match content {
        Content::Nothing => None,
        Content::Json(_) => Some(quote!(response.json())),
        Content::Xml(_, element) => Some(quote!(response.xml(&crate::xml::#element))),
        Content::JsonOrXml(_, element) => Some(quote!(response.json_or_xml(&crate::xml::#element))),
        Content::JsonOrText(_, None) => Some(quote!(response.text_or(Response::json))),
        Content::JsonOrText(_, Some(element)) => {
            Some(quote!(response.text_or(|response| response.json_or_xml(&crate::xml::#element))))
        }
        Content::Text => Some(quote!(response.text())),
        Content::Bytes => Some(quote!(response.bytes())),
    }
}

/// The condition that the body has one of the media types.
pub(super) fn guard(media_types: &[String]) -> Option<TokenStream> {
    (!media_types.is_empty()).then(|| quote!(if response.is(&[#(#media_types),*])))
}

/// An arm for each documented success.
pub(super) fn success_arms(operation: &Operation) -> TokenStream {
    if operation.success.is_empty() {
        return quote!(200..=299 => Some(Ok(())),);
    }
    let statuses: Vec<Status> = operation.success.iter().map(|success| success.status).collect();
    let arms = operation.success.iter().map(|success| {
        let pattern = match success.status {
            // The default documents every success that no other response does.
            Status::Default => pattern(Status::Range(2), &statuses),
            status => pattern(status, &statuses),
        };
        let name = &success.name;
        let body = match (&operation.output_name, decoding(&success.content)) {
            (None, Some(decoding)) => decoding,
            (None, None) => quote!(Ok(())),
            (Some(output), Some(decoding)) => quote!(#decoding.map(#output::#name)),
            (Some(output), None) => quote!(Ok(#output::#name)),
        };
        let guard = guard(&success.media_types);
        quote!(#pattern #guard => Some(#body),)
    });
    quote!(#(#arms)*)
}

/// The enum of successes, if they differ in content.
pub(super) fn output_enum(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = operation.output_name.as_ref().filter(|_| operation.alternate_of.is_none())?;
    let variants: Vec<TokenStream> = operation
        .success
        .iter()
        .map(|success| {
            let docs = docs::docs(&success.docs);
            let name = &success.name;
            match &success.content {
                Content::Nothing => quote!(#docs #name,),
                content => {
                    let ty = content_type(scope, content);
                    quote!(#docs #name(#ty),)
                }
            }
        })
        .collect();
    let docs = docs::text(&format!(
        "The output of [`{method}`](crate::Client::{method}).",
        method = operation.name.plain()
    ));
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    })
}

/// The status codes of a documented response, as a pattern; `others` have arms of their own before it.
pub(super) fn pattern(status: Status, others: &[Status]) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(class) => {
            // For clippy, ranges must not start or end with a value that another arm matches.
            let is_taken = |code: &u16| others.contains(&Status::Code(*code));
            let (first, last) = (class * 100, class * 100 + 99);
            let first = number((first..last).find(|code| !is_taken(code)).unwrap_or(first));
            let last =
                number((class * 100..=last).rev().find(|code| !is_taken(code)).unwrap_or(last));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
