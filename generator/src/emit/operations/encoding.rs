//! The encoding of a parameter: its value, and its style.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::types::Scope;
use crate::ir::{Parameter, Style};

/// The value of a parameter, or its constant.
pub(super) fn value_of(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    match &parameter.constant {
        None => quote!(&self.#name),
        // By its path: a description may have such a name itself.
        Some(constant) => quote!(&crate::runtime::Or(&self.#name, #constant)),
    }
}

/// The encoding of a parameter, if it is not the default of its place.
pub(super) fn encoding(
    scope: &mut Scope<'_>,
    parameter: &Parameter,
    usual: (Style, bool),
) -> Option<TokenStream> {
    let Parameter { style, explode, allow_reserved, .. } = *parameter;
    ((style, explode) != usual || allow_reserved)
        .then(|| encoding_of(scope, (style, explode), allow_reserved))
}

/// An encoding.
pub(super) fn encoding_of(
    scope: &mut Scope<'_>,
    (style, explode): (Style, bool),
    allow_reserved: bool,
) -> TokenStream {
    let encoding = scope.runtime("Encoding");
    let reserved = allow_reserved.then(|| quote!(.reserved()));
    match (style, explode) {
        (Style::Json, true) => return quote!(#encoding::JSON_ITEMS),
        (Style::Json, false) => return quote!(#encoding::JSON),
        (Style::DeepObject, true) => return quote!(#encoding::DEEP_OBJECT #reserved),
        (Style::Form, true) => return quote!(#encoding::FORM #reserved),
        _ => {}
    }
    let style_type = scope.runtime("Style");
    let style = Ident::new(
        match style {
            Style::Simple => "Simple",
            Style::Label => "Label",
            Style::Matrix => "Matrix",
            Style::Form => "Form",
            Style::SpaceDelimited => "SpaceDelimited",
            Style::PipeDelimited => "PipeDelimited",
            Style::TabDelimited => "TabDelimited",
            Style::DeepObject => "DeepObject",
            Style::Cookie => "Cookie",
            Style::Written => "Written",
            Style::Segments => "Segments",
            Style::Json => "Json",
            // It has no encoding: the value decides.
            Style::Usual => "Form",
        },
        Span::call_site(),
    );
    quote!(#encoding::new(#style_type::#style, #explode) #reserved)
}
