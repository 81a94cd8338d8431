//! How the arguments of a call become the body of its request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::types::Scope;
use super::encoding::{encoding, encoding_of, value_of};
use super::parts;
use crate::ir::{Body, BodyKind, FieldEncoding, Parameter, Style};

/// Parameters as the fields of a form.
pub(super) fn form(scope: &mut Scope<'_>, body: &Body, fields: &[&Parameter]) -> TokenStream {
    let form_type = scope.runtime("Form");
    let statements: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let (value, wire) = (value_of(field), &field.wire);
            match encoding(scope, field, (Style::Usual, true)) {
                None => quote!(form.field(#wire, #value);),
                Some(encoding) => quote!(form.field_as(#wire, #encoding, #value);),
            }
        })
        .collect();
    let is_never_empty = fields.iter().any(|field| field.is_always_sent());
    let send = if body.required || is_never_empty {
        quote!(request.form(form);)
    } else {
        quote!(if !form.is_empty() {
            request.form(form);
        })
    };
    quote! {
        let mut form = #form_type::new();
        #(#statements)*
        #send
    }
}

/// A body of one value.
pub(super) fn whole(scope: &mut Scope<'_>, body: &Body) -> TokenStream {
    let value = if body.required { quote!(&self.body) } else { quote!(body) };
    let media_type = &body.media_type;
    let send = match body.kind {
        BodyKind::Text => quote!(request.text(#media_type, #value);),
        BodyKind::Bytes => quote!(request.upload(#media_type, #value);),
        BodyKind::Lines => quote!(request.json_lines(#media_type, #value);),
        BodyKind::Sequence => quote!(request.json_sequence(#media_type, #value);),
        BodyKind::Xml => {
            let element = &body.element;
            quote!(request.xml(#media_type, &crate::xml::#element, #value);)
        }
        BodyKind::Form => typed_form(scope, body, &value),
        BodyKind::Parts => {
            let multipart = scope.runtime("Multipart");
            let send = parts::send(body);
            quote! {
                let mut parts = #multipart::new();
                parts.fields(#value);
                #send
            }
        }
        _ if media_type == "application/json" => quote!(request.json(#value);),
        _ => quote!(request.json_as(#media_type, #value);),
    };
    if body.required { send } else { quote!(if let Some(body) = &self.body { #send }) }
}

fn typed_form(scope: &mut Scope<'_>, body: &Body, value: &TokenStream) -> TokenStream {
    let filled = filled(scope, &body.encodings, value);
    quote! {
        #filled
        request.form(form);
    }
}

/// A form with the properties of a value as its fields.
pub(super) fn filled(
    scope: &mut Scope<'_>,
    encodings: &[FieldEncoding],
    value: &TokenStream,
) -> TokenStream {
    let form_type = scope.runtime("Form");
    let encodings: Vec<TokenStream> = encodings
        .iter()
        .map(|field| {
            let wire = &field.wire;
            let encoding = encoding_of(scope, (field.style, field.explode), field.allow_reserved);
            quote!((#wire, #encoding))
        })
        .collect();
    quote! {
        let mut form = #form_type::new();
        form.fields(&[#(#encodings),*], #value);
    }
}
