//! How an operation's response is read while it arrives.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::types::Scope;
use super::call::pattern;
use crate::ir::{Frames, Operation, Status};

/// The operation's `Streamed`, where its response can be read while it arrives.
pub(super) fn stream(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let stream = operation.stream.as_ref()?;
    let name = &operation.type_name;
    let accept = &stream.accept;
    let item = scope.of(&stream.item);
    // By their paths: a description is likely to have names such as `Events` itself.
    let (frames, new) = match stream.frames {
        Frames::Bytes => (quote!(Chunks), quote!(default)),
        Frames::Lines => (quote!(JsonLines<#item>), quote!(new)),
        Frames::Sequence => (quote!(JsonLines<#item>), quote!(sequence)),
        Frames::Events => (quote!(Events<#item>), quote!(json)),
        Frames::TextEvents => (quote!(Events<#item>), quote!(text)),
        Frames::WholeEvents => (quote!(Events<#item>), quote!(whole)),
    };
    let is_stream: Vec<TokenStream> =
        stream.responses.iter().map(|(status, media_types)| is(*status, media_types)).collect();
    Some(quote! {
        impl crate::runtime::Streamed for #name {
            type Frames = crate::runtime::#frames;

            const ACCEPT: &'static str = #accept;

            fn frames() -> Self::Frames {
                Self::Frames::#new()
            }

            fn is_stream(response: &Response) -> bool {
                #(#is_stream)||*
            }
        }
    })
}

/// Whether a response is of the status, and of one of the media types.
fn is(status: Status, media_types: &[String]) -> TokenStream {
    let is_status = match status {
        Status::Code(_) => {
            let code = pattern(status, &[]);
            quote!(response.status() == #code)
        }
        Status::Range(_) => {
            let range = pattern(status, &[]);
            quote!((#range).contains(&response.status().as_u16()))
        }
        Status::Default => quote!(response.status().is_success()),
    };
    if media_types.is_empty() {
        is_status
    } else {
        quote!(#is_status && response.is(&[#(#media_types),*]))
    }
}
