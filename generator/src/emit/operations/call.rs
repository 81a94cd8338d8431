//! An operation's facts: its arguments, how they become a request, and the output of a success.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use super::super::{client, docs};
use super::encoding::{encoding, encoding_of, value_of};
use super::response::{content_type, success_arms};
use super::{body, parts};
use crate::config::Repeat;
use crate::ir::{
    BodyKind, Content, Location, Operation, Parameter, ServerChoice, Style, TypeName, TypeRef,
};
use crate::markdown;

/// The type of a call's arguments, and its `Operation`.
pub(super) fn call(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    for name in ["DecodeError", "Info", "Operation", "Request", "Response"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let name = &operation.type_name;
    let method = operation.name.plain();
    let docs = docs::text(&format!("The request of [`{method}`](crate::Client::{method})."));
    let fields = fields(scope, operation);
    let info = info(operation);
    let output = output(scope, operation);
    let error = if operation.errors.is_empty() {
        quote!(std::convert::Infallible)
    } else {
        let name = shared(scope, operation, &operation.error_name);
        quote!(#name)
    };
    let request = request(scope, operation);
    let parameter = if request.is_empty() { quote!(_) } else { quote!(request) };
    let decode = decode(scope, operation);
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct #name {
            #fields
        }

        impl Operation for #name {
            type Output = #output;
            type Error = #error;

            const INFO: &'static Info = &#info;

            fn request(&self, #parameter: &mut Request) {
                #request
            }

            fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>> {
                #decode
            }
        }
    }
}

/// The alias for the operation's call. rustdoc shows on its page what a call of this operation can do, and no other.
pub(super) fn alias(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    scope.imports.add(Origin::Runtime, "Async");
    scope.imports.add(Origin::Runtime, "Call");
    let Operation { type_name, call_name, error_name, .. } = operation;
    let line = markdown::code(&format!("{} {}", operation.method.as_str(), operation.path));
    let returns = returned(scope, operation);
    let error = match operation.errors.is_empty() {
        true => String::new(),
        false => format!(" or a [`{error_name}`]"),
    };
    let docs = docs::text(&format!("{line} returns {returns}{error}."));
    quote! {
        #docs
        pub type #call_name<M = Async> = Call<M, #type_name>;
    }
}

/// What a call returns, as a link if it is a type of the crate.
fn returned(scope: &Scope<'_>, operation: &Operation) -> String {
    let named = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => scope.api.get(*id).map(|ty| format!("[`{}`]", ty.name)),
        _ => None,
    };
    let content = operation.success.first().map(|success| &success.content);
    let found = match (&operation.output_name, content) {
        (Some(name), _) => Some(format!("[`{name}`]")),
        (None, None | Some(Content::Nothing)) => Some(String::from("nothing")),
        (None, Some(content)) => match content.ty() {
            Some(TypeRef::Vec(item)) => named(item).map(|item| format!("a list of {item}")),
            ty => ty.and_then(named),
        },
    };
    let output = || format!("[its output](struct@{}#associatedtype.Output)", operation.type_name);
    found.unwrap_or_else(output)
}

fn decode(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    if let Some(first) = &operation.alternate_of {
        scope.imports.add(scope.beside(), first.as_str());
        return quote!(#first::decode(response));
    }
    let arms = success_arms(operation);
    quote! {
        match response.status().as_u16() {
            #arms
            _ => None,
        }
    }
}

fn fields(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.parameters.iter().map(|parameter| {
        let name = &parameter.name;
        let ty = scope.field(&parameter.ty, parameter.presence);
        quote!(pub(crate) #name: #ty,)
    });
    let parameters: Vec<TokenStream> = parameters.collect();
    let whole = operation.body.as_ref().filter(|body| !body.is_spread_over_parameters());
    let body = whole.map(|body| {
        let ty = scope.sent(body).unwrap_or_else(|| scope.of(&body.ty));
        if body.required {
            quote!(pub(crate) body: #ty,)
        } else {
            quote!(pub(crate) body: Option<#ty>,)
        }
    });
    let server = operation.server_choice.as_ref().map(|choice| {
        let (name, server_type) = (&choice.name, scope.runtime("Server"));
        quote!(pub(crate) #name: Option<#server_type>,)
    });
    quote!(#(#parameters)* #body #server)
}

fn info(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let method = operation.method.as_str();
    let path = &operation.path;
    let accept = &operation.accept;
    let security = operation.security.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote! {
        Info {
            id: #id,
            method: #method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
        }
    }
}

fn output(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    match (&operation.output_name, operation.success.first()) {
        (Some(name), _) => {
            let name = shared(scope, operation, name);
            quote!(#name)
        }
        (None, Some(success)) => content_type(scope, &success.content),
        (None, None) => quote!(()),
    }
}

/// The name of an enum of the operation, which an alternate imports from the file of the operation that it belongs to.
fn shared<'n>(scope: &mut Scope<'_>, operation: &Operation, name: &'n TypeName) -> &'n TypeName {
    if operation.alternate_of.is_some() {
        scope.imports.add(scope.beside(), name.as_str());
    }
    name
}

fn request(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let is_of_body = |it: &&Parameter| matches!(it.location, Location::Body | Location::PartHeader);
    let (fields, parameters): (Vec<&Parameter>, Vec<&Parameter>) =
        operation.parameters.iter().partition(is_of_body);
    let mut statements: Vec<TokenStream> = Vec::new();
    statements.extend(server(scope, operation));
    statements.extend(parameters.iter().map(|parameter| parameter_statement(scope, parameter)));
    statements.extend(operation.body.as_ref().map(|body| match body.kind {
        BodyKind::Fields => body::form(scope, body, &fields),
        BodyKind::Multipart => parts::multipart(scope, operation, body),
        _ => body::whole(scope, body),
    }));
    // After the parameters: it replaces the one that is not set.
    statements.extend(operation.idempotency_key().map(|parameter| {
        let wire = &parameter.wire;
        quote!(request.idempotency_key(#wire);)
    }));
    statements.extend(operation.repeat.map(|repeat| {
        let ty = scope.runtime("Repeat");
        let rule = match repeat {
            Repeat::Always => quote!(Always),
            Repeat::Refused => quote!(Refused),
            Repeat::RateLimited => quote!(RateLimited),
        };
        quote!(request.repeat(#ty::#rule);)
    }));
    quote!(#(#statements)*)
}

/// Sends the request to the operation's own server, or to the one that the caller chose.
fn server(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let Some(ServerChoice { name, servers }) = &operation.server_choice else {
        let server = client::server(operation.server.as_ref()?);
        return Some(quote!(request.server(#server);));
    };
    if operation.server.is_none() {
        return Some(quote!(if let Some(server) = self.#name { request.server(server); }));
    }
    let server_type = scope.runtime("Server");
    let usual = servers.first()?;
    Some(quote!(request.server(self.#name.unwrap_or(#server_type::#usual));))
}

fn parameter_statement(scope: &mut Scope<'_>, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
    let value = value_of(parameter);
    if parameter.may_be_empty {
        let Parameter { style, explode, allow_reserved, .. } = *parameter;
        let encoding = encoding_of(scope, (style, explode), allow_reserved);
        return quote!(request.path_or_empty(#wire, #encoding, #value););
    }
    if parameter.is_optional_segment() {
        let Parameter { style, explode, allow_reserved, .. } = *parameter;
        let encoding = encoding_of(scope, (style, explode), allow_reserved);
        return quote!(request.path_if_any(#wire, #encoding, #value););
    }
    let (method, usual) = match parameter.location {
        Location::Path => ("path", (Style::Simple, false)),
        Location::Query => ("query", (Style::Form, true)),
        Location::Querystring => return querystring(scope, parameter),
        Location::Header => ("header", (Style::Simple, false)),
        Location::Cookie | Location::Body | Location::PartHeader => ("cookie", (Style::Form, true)),
    };
    match encoding(scope, parameter, usual) {
        None => {
            let method = Ident::new(method, Span::call_site());
            quote!(request.#method(#wire, #value);)
        }
        Some(encoding) => {
            let method = Ident::new(&format!("{method}_as"), Span::call_site());
            quote!(request.#method(#wire, #encoding, #value);)
        }
    }
}

fn querystring(scope: &mut Scope<'_>, parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    match parameter.style {
        Style::Form => {
            let filled = body::filled(scope, &parameter.encodings, &quote!(&self.#name));
            quote! {
                #filled
                request.query_form(form);
            }
        }
        Style::Json => {
            let encoding = scope.runtime("Encoding");
            quote!(request.query_whole(#encoding::JSON, &self.#name);)
        }
        _ => {
            let encoding = scope.runtime("Encoding");
            quote!(request.query_whole(#encoding::SIMPLE, &self.#name);)
        }
    }
}
