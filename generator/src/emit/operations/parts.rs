//! How the arguments of a call become the parts of its request's body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::super::types::Scope;
use crate::ir::{
    Body, Operation, Parameter, Part, PartContent, PartHeader, PartHeaderValue, Presence, Scalar,
    Style, TypeRef,
};

/// The media type of a part that is a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The parts, and the request with them.
pub(super) fn multipart(scope: &mut Scope<'_>, operation: &Operation, body: &Body) -> TokenStream {
    let multipart = scope.runtime("Multipart");
    let name = Ident::new("parts", Span::call_site());
    let parts = parts(scope, operation, &name, &body.parts);
    let send = send(body);
    let is_never_empty = body.parts.iter().any(|part| is_always_there(operation, part));
    let send =
        if body.required || is_never_empty { send } else { quote!(if !parts.is_empty() { #send }) };
    quote! {
        let mut parts = #multipart::new();
        #parts
        #send
    }
}

/// Makes `parts` the body.
pub(super) fn send(body: &Body) -> TokenStream {
    // The boundary is chosen for the parts, whatever an example in the description has.
    let is_boundary =
        |parameter: &&str| parameter.trim_start().to_ascii_lowercase().starts_with("boundary=");
    let kept: Vec<&str> = body.media_type.split(';').filter(|it| !is_boundary(it)).collect();
    let media_type = kept.join(";");
    if media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        quote!(request.multipart(parts);)
    } else {
        quote!(request.multipart_as(#media_type, parts);)
    }
}

fn is_always_there(operation: &Operation, part: &Part) -> bool {
    match &part.content {
        PartContent::Value(index) | PartContent::Form(index) => operation
            .parameters
            .get(*index)
            .is_some_and(|parameter| parameter.presence == Presence::Required),
        // An array may have no items.
        PartContent::Items(_) | PartContent::Entries(_) | PartContent::Each(_) => false,
        PartContent::Parts(parts) => parts.iter().any(|part| is_always_there(operation, part)),
    }
}

/// Adds parts to the variable of this name.
fn parts(
    scope: &mut Scope<'_>,
    operation: &Operation,
    name: &Ident,
    parts: &[Part],
) -> TokenStream {
    let statements: Vec<TokenStream> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let added = added(scope, operation, name, index, part);
            let headers: Vec<TokenStream> =
                part.headers.iter().filter_map(|it| header(operation, name, it)).collect();
            quote!(#added #(#headers)*)
        })
        .collect();
    quote!(#(#statements)*)
}

/// Adds a part, or the parts of one name.
fn added(
    scope: &mut Scope<'_>,
    operation: &Operation,
    parts: &Ident,
    index: usize,
    part: &Part,
) -> TokenStream {
    match &part.content {
        PartContent::Value(number) => match (operation.parameters.get(*number), &part.name) {
            (Some(field), Some(wire)) => named(parts, part, field, wire),
            (Some(field), None) => unnamed(parts, part, field, "item"),
            (None, _) => TokenStream::new(),
        },
        PartContent::Items(number) => match operation.parameters.get(*number) {
            Some(field) => unnamed(parts, part, field, "items"),
            None => TokenStream::new(),
        },
        PartContent::Entries(number) => match operation.parameters.get(*number) {
            Some(field) => entries(parts, field),
            None => TokenStream::new(),
        },
        PartContent::Form(number) => match (operation.parameters.get(*number), &part.name) {
            (Some(Parameter { name, .. }), Some(wire)) => {
                let content_type = part.content_type.as_deref().unwrap_or(FORM);
                quote!(#parts.form(#wire, #content_type, &self.#name);)
            }
            _ => TokenStream::new(),
        },
        PartContent::Each(number) => match (operation.parameters.get(*number), &part.name) {
            (Some(Parameter { name, .. }), Some(wire)) => {
                let content_type = part.content_type.as_deref().unwrap_or("multipart/mixed");
                quote!(#parts.nested_each(#wire, #content_type, &self.#name);)
            }
            _ => TokenStream::new(),
        },
        PartContent::Parts(inside) => {
            let multipart = scope.runtime("Multipart");
            let inner = format_ident!("{parts}_{index}");
            let statements = self::parts(scope, operation, &inner, inside);
            let content_type = part.content_type.as_deref().unwrap_or("multipart/mixed");
            let add = match &part.name {
                Some(name) => quote!(#parts.nested(#name, #content_type, #inner);),
                None => quote!(#parts.nested_item(#content_type, #inner);),
            };
            quote! {
                let mut #inner = #multipart::new();
                #statements
                #add
            }
        }
    }
}

/// A part, or the parts of an array, for each entry of a map.
fn entries(parts: &Ident, field: &Parameter) -> TokenStream {
    let name = &field.name;
    let TypeRef::Map(item) = &field.ty else { return TokenStream::new() };
    let files = match &**item {
        TypeRef::Scalar(Scalar::File) => quote!([files]),
        TypeRef::Vec(file) if **file == TypeRef::Scalar(Scalar::File) => quote!(files),
        _ => return quote!(#parts.fields(&self.#name);),
    };
    quote! {
        for (name, files) in self.#name.iter().flatten() {
            #parts.files(name, #files);
        }
    }
}

/// The files in a parameter, as an iterable; `None` if it has no files.
fn files(field: &Parameter) -> Option<TokenStream> {
    let name = &field.name;
    let is_optional = field.presence != Presence::Required;
    let is_file = |ty: &TypeRef| matches!(ty, TypeRef::Scalar(Scalar::File));
    match &field.ty {
        ty if is_file(ty) && is_optional => Some(quote!(&self.#name)),
        ty if is_file(ty) => Some(quote!([&self.#name])),
        TypeRef::Vec(item) if is_file(item) && is_optional => {
            Some(quote!(self.#name.iter().flatten()))
        }
        TypeRef::Vec(item) if is_file(item) => Some(quote!(&self.#name)),
        _ => None,
    }
}

fn named(parts: &Ident, part: &Part, field: &Parameter, wire: &str) -> TokenStream {
    let name = &field.name;
    let delimiter = match (field.style, field.explode) {
        (Style::Form, false) => Some(","),
        (Style::SpaceDelimited, false) => Some(" "),
        (Style::PipeDelimited, false) => Some("|"),
        (Style::TabDelimited, _) => Some("\t"),
        _ => None,
    };
    match (files(field), delimiter, &part.content_type) {
        (Some(files), _, None) => quote!(#parts.files(#wire, #files);),
        (Some(files), _, Some(content_type)) => {
            quote!(#parts.files_as(#wire, #content_type, #files);)
        }
        (None, Some(delimiter), _) => quote!(#parts.delimited(#wire, #delimiter, &self.#name);),
        (None, None, _) if field.style == Style::DeepObject => {
            quote!(#parts.deep(#wire, &self.#name);)
        }
        (None, None, _) if field.style == Style::Form => {
            quote!(#parts.exploded(#wire, &self.#name);)
        }
        (None, None, None) => quote!(#parts.value(#wire, &self.#name);),
        (None, None, Some(content_type)) => {
            quote!(#parts.value_as(#wire, #content_type, &self.#name);)
        }
    }
}

/// `method` is the one for a single part or for the items of an array.
fn unnamed(parts: &Ident, part: &Part, field: &Parameter, method: &str) -> TokenStream {
    let name = &field.name;
    match (files(field), &part.content_type) {
        (Some(files), None) => quote!(#parts.file_items(#files);),
        (Some(files), Some(content_type)) => quote!(#parts.file_items_as(#content_type, #files);),
        (None, None) => {
            let method = format_ident!("{method}");
            quote!(#parts.#method(&self.#name);)
        }
        (None, Some(content_type)) => {
            let method = format_ident!("{method}_as");
            quote!(#parts.#method(#content_type, &self.#name);)
        }
    }
}

/// Adds a header to the last part.
fn header(operation: &Operation, parts: &Ident, header: &PartHeader) -> Option<TokenStream> {
    let wire = &header.wire;
    let number = match &header.value {
        PartHeaderValue::Constant(text) => return Some(quote!(#parts.header(#wire, #text);)),
        PartHeaderValue::Parameter(number) => number,
    };
    let parameter = operation.parameters.get(*number)?;
    let name = &parameter.name;
    let method = match (parameter.style, parameter.explode) {
        (Style::Json, _) => quote!(header_json),
        (_, true) => quote!(header_exploded),
        (_, false) => quote!(header),
    };
    Some(quote!(#parts.#method(#wire, &self.#name);))
}
