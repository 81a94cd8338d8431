//! Streaming of an operation's response.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::types::Scope;
use super::response::pattern;
use crate::ir::{Frames, Operation, Status, StreamWay, Streamed};

/// The operation's `Streamed`, if its response can be streamed.
pub(super) fn stream(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let stream = operation.stream.as_ref()?;
    let name = &operation.type_name;
    let accept = stream.accept();
    let frames = frames(scope, stream)?;
    let is_stream = by_status(stream).into_iter().map(|(status, names)| is(status, &names));
    let (parameter, new) = new(stream)?;
    Some(quote! {
        impl crate::runtime::Streamed for #name {
            type Frames = #frames;

            const ACCEPT: &'static str = #accept;

            fn frames(#parameter: &Response) -> Self::Frames {
                #new
            }

            fn is_stream(response: &Response) -> bool {
                #(#is_stream)||*
            }
        }
    })
}

/// The type of the decoder. By its path: a description is likely to have names such as `Events` itself.
fn frames(scope: &mut Scope<'_>, stream: &Streamed) -> Option<TokenStream> {
    let item = |scope: &mut Scope<'_>, are_events: bool| {
        let way = stream.ways.iter().find(|way| way.frames.are_events() == are_events)?;
        Some((way.frames, scope.of(&way.item)))
    };
    Some(match (item(scope, true), item(scope, false)) {
        (Some((_, event)), Some((_, line))) => quote!(crate::runtime::EventsOrLines<#event, #line>),
        (Some((_, event)), None) => quote!(crate::runtime::Events<#event>),
        (None, Some((Frames::Bytes, _))) => quote!(crate::runtime::Chunks),
        (None, Some((Frames::Values, item))) => quote!(crate::runtime::JsonValues<#item>),
        (None, Some((_, line))) => quote!(crate::runtime::JsonLines<#line>),
        (None, None) => return None,
    })
}

/// The decoder for a response, and the name of the response there.
fn new(stream: &Streamed) -> Option<(TokenStream, TokenStream)> {
    let (last, others) = stream.ways.split_last()?;
    let are_both = stream.ways.iter().any(|way| way.frames.are_events())
        && !stream.ways.iter().all(|way| way.frames.are_events());
    let of = |way: &StreamWay| match (way.frames, are_both) {
        (Frames::Bytes | Frames::Values, _) => quote!(Self::Frames::default()),
        (Frames::Lines, false) => quote!(Self::Frames::new()),
        (Frames::Sequence, false) => quote!(Self::Frames::sequence()),
        (Frames::Events, false) => quote!(Self::Frames::json()),
        (Frames::TextEvents, false) => quote!(Self::Frames::text()),
        (Frames::WholeEvents, false) => quote!(Self::Frames::whole()),
        (Frames::Lines, true) => quote!(Self::Frames::lines(crate::runtime::JsonLines::new())),
        (Frames::Sequence, true) => {
            quote!(Self::Frames::lines(crate::runtime::JsonLines::sequence()))
        }
        (Frames::Events, true) => quote!(Self::Frames::events(crate::runtime::Events::json())),
        (Frames::TextEvents, true) => quote!(Self::Frames::events(crate::runtime::Events::text())),
        (Frames::WholeEvents, true) => {
            quote!(Self::Frames::events(crate::runtime::Events::whole()))
        }
    };
    let end = of(last);
    if others.is_empty() {
        return Some((quote!(_), end));
    }
    let has_one_status = by_status(stream).len() == 1;
    let new = others.iter().rev().fold(quote!({ #end }), |otherwise, way| {
        let each = way
            .responses
            .iter()
            .map(|(status, names)| if has_one_status { is_of(names) } else { is(*status, names) });
        let (is_this, new) = (quote!(#(#each)||*), of(way));
        quote!(if #is_this { #new } else #otherwise)
    });
    Some((quote!(response), new))
}

/// The status codes, each with the media types of all ways.
fn by_status(stream: &Streamed) -> Vec<(Status, Vec<String>)> {
    let mut all: Vec<(Status, Vec<String>)> = Vec::new();
    for (status, names) in stream.ways.iter().flat_map(|way| &way.responses) {
        match all.iter_mut().find(|(known, _)| known == status) {
            Some((_, known)) => known.extend(names.iter().cloned()),
            None => all.push((*status, names.clone())),
        }
    }
    all
}

/// Whether a response has the status code, and one of the media types.
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
        let is_of = is_of(media_types);
        quote!(#is_status && #is_of)
    }
}

/// Whether a response has one of the media types.
fn is_of(media_types: &[String]) -> TokenStream {
    quote!(response.is(&[#(#media_types),*]))
}
