//! How the values of a call become the body of its request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::types::Scope;
use super::call::{encoding, encoding_of};
use crate::ir::{Body, BodyKind, Parameter, Presence, Scalar, Style, TypeRef};

/// Parameters as the fields of a form.
pub(super) fn form(scope: &mut Scope<'_>, body: &Body, fields: &[&Parameter]) -> TokenStream {
    let form_type = scope.runtime("Form");
    let fields: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let (name, wire) = (&field.name, &field.wire);
            match encoding(scope, field, (Style::Form, true)) {
                None => quote!(form.field(#wire, &self.#name);),
                Some(encoding) => quote!(form.field_as(#wire, #encoding, &self.#name);),
            }
        })
        .collect();
    let send = if body.required {
        quote!(request.form(form);)
    } else {
        quote!(if !form.is_empty() {
            request.form(form);
        })
    };
    quote! {
        let mut form = #form_type::new();
        #(#fields)*
        #send
    }
}

/// Parameters as parts.
pub(super) fn multipart(scope: &mut Scope<'_>, body: &Body, fields: &[&Parameter]) -> TokenStream {
    let multipart = scope.runtime("Multipart");
    let parts = fields.iter().map(|field| part(field));
    let send = send_parts(body);
    let send = if body.required { send } else { quote!(if !parts.is_empty() { #send }) };
    quote! {
        let mut parts = #multipart::new();
        #(#parts)*
        #send
    }
}

fn send_parts(body: &Body) -> TokenStream {
    let media_type = body.media_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("multipart/form-data") {
        quote!(request.multipart(parts);)
    } else {
        quote!(request.multipart_as(#media_type, parts);)
    }
}

fn part(field: &Parameter) -> TokenStream {
    let (name, wire) = (&field.name, &field.wire);
    let is_optional = field.presence != Presence::Required;
    let is_file = |ty: &TypeRef| matches!(ty, TypeRef::Scalar(Scalar::File));
    let files = match &field.ty {
        ty if is_file(ty) && is_optional => Some(quote!(&self.#name)),
        ty if is_file(ty) => Some(quote!([&self.#name])),
        TypeRef::Vec(item) if is_file(item) && is_optional => {
            Some(quote!(self.#name.iter().flatten()))
        }
        TypeRef::Vec(item) if is_file(item) => Some(quote!(&self.#name)),
        _ => None,
    };
    let delimiter = match (field.style, field.explode) {
        (Style::Form, false) => Some(","),
        (Style::SpaceDelimited, false) => Some(" "),
        (Style::PipeDelimited, false) => Some("|"),
        (Style::TabDelimited, _) => Some("\t"),
        _ => None,
    };
    match (files, delimiter, &field.content_type) {
        (Some(files), _, None) => quote!(parts.files(#wire, #files);),
        (Some(files), _, Some(content_type)) => {
            quote!(parts.files_as(#wire, #content_type, #files);)
        }
        (None, Some(delimiter), _) => quote!(parts.delimited(#wire, #delimiter, &self.#name);),
        (None, None, None) => quote!(parts.value(#wire, &self.#name);),
        (None, None, Some(content_type)) => {
            quote!(parts.value_as(#wire, #content_type, &self.#name);)
        }
    }
}

/// A body that is one value.
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
            let send = send_parts(body);
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
    let form_type = scope.runtime("Form");
    let encodings: Vec<TokenStream> = body
        .encodings
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
        request.form(form);
    }
}
