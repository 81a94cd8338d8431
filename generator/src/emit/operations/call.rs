//! An operation's facts: the values of a call, how they become a request, and what a success gives.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use super::super::{client, docs};
use super::{body, parts};
use crate::config::Repeat;
use crate::ir::{
    Argument, BodyKind, Content, Field, FieldName, Location, Operation, Parameter, Presence,
    ServerChoice, Status, Struct, Style, TypeKind, TypeName, TypeRef,
};

/// The type of a call's values, and its `Operation`.
pub(super) fn call(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    for name in ["DecodeError", "Info", "Operation", "Request", "Response"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let name = &operation.type_name;
    let docs = docs::text(&format!(
        "A call of [`{method}`](crate::Client::{method}).",
        method = operation.name.plain()
    ));
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

/// The name of an enum of the operation, which an alternate has from the file of the operation that it is one of.
fn shared<'n>(scope: &mut Scope<'_>, operation: &Operation, name: &'n TypeName) -> &'n TypeName {
    if operation.alternate_of.is_some() {
        scope.imports.add(scope.beside(), name.as_str());
    }
    name
}

/// The type of what a response holds.
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

/// How what a response holds is decoded; none where it holds nothing.
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

/// The condition that the body is of one of the media types.
pub(super) fn guard(media_types: &[String]) -> Option<TokenStream> {
    (!media_types.is_empty()).then(|| quote!(if response.is(&[#(#media_types),*])))
}

fn success_arms(operation: &Operation) -> TokenStream {
    if operation.success.is_empty() {
        return quote!(200..=299 => Some(Ok(())),);
    }
    let statuses: Vec<Status> = operation.success.iter().map(|success| success.status).collect();
    let arms = operation.success.iter().map(|success| {
        let pattern = match success.status {
            // The default documents every success where no other one does.
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

/// The enum of successes, where they differ in what they hold.
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
        "What [`{method}`](crate::Client::{method}) gives.",
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

/// The statuses that a response is documented for, as a pattern; `others` have arms of their own before it.
pub(super) fn pattern(status: Status, others: &[Status]) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(class) => {
            // Clippy wants ranges not to begin or end with what another arm takes.
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
    // After the parameters: it makes up for the one that is not set.
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

/// The value of a parameter, or what is sent where there is none.
pub(super) fn value_of(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    match &parameter.constant {
        None => quote!(&self.#name),
        // By its path: a description may have such a name itself.
        Some(constant) => quote!(&crate::runtime::Or(&self.#name, #constant)),
    }
}

fn parameter_statement(scope: &mut Scope<'_>, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
    let value = value_of(parameter);
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

/// The encoding of a parameter, where it is not the usual one of its place.
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
            Style::Json => "Json",
            // It has no encoding: the value decides.
            Style::Usual => "Form",
        },
        Span::call_site(),
    );
    quote!(#encoding::new(#style_type::#style, #explode) #reserved)
}

/// The functions that set a call's optional values.
pub(super) fn setters(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let mut setters: Vec<TokenStream> =
        operation.options.iter().filter_map(|option| setter(scope, operation, option)).collect();
    let server = operation.server_choice.as_ref();
    setters.extend(server.map(|choice| server_setter(scope, operation, choice)));
    if !setters.is_empty() {
        scope.imports.add(Origin::Runtime, "Call");
    }
    quote!(#(#setters)*)
}

fn server_setter(
    scope: &mut Scope<'_>,
    operation: &Operation,
    choice: &ServerChoice,
) -> TokenStream {
    let server_type = scope.runtime("Server");
    let name = &choice.name;
    let link = |server: &FieldName| format!("[`{0}`](crate::Server::{0})", server.plain());
    let servers: Vec<String> = choice.servers.iter().map(link).collect();
    let docs = docs::text(&format!(
        "Sends the request to one of its servers, {}; by default {}.",
        servers.join(", "),
        if operation.server.is_some() { "to the first" } else { "where other requests go" }
    ));
    quote! {
        #docs
        pub fn #name(mut self, #name: #server_type) -> Self {
            self.operation.#name = Some(#name);
            self
        }
    }
}

fn setter(scope: &mut Scope<'_>, operation: &Operation, option: &Argument) -> Option<TokenStream> {
    let (name, ty, presence, docs, place) = match option {
        Argument::Parameter(index) => {
            let Parameter { name, ty, presence, docs, .. } = operation.parameters.get(*index)?;
            (quote!(#name), ty, *presence, docs::docs(docs), quote!(self.operation.#name))
        }
        Argument::BodyField(index) => {
            let Field { name, ty, presence, docs, .. } = body_field(scope, operation, *index)?;
            (quote!(#name), ty, *presence, docs::docs(docs), quote!(self.operation.body.#name))
        }
        Argument::Body => {
            let (ty, value) = scope.body(operation.body.as_ref()?, &quote!(body));
            return Some(quote! {
                /// The body of the request.
                pub fn body(mut self, body: #ty) -> Self {
                    self.operation.body = Some(#value);
                    self
                }
            });
        }
    };
    let (ty, value) = if presence == Presence::OptionalNullable {
        let ty = scope.field(ty, presence);
        (quote!(impl Into<#ty>), quote!(#name.into()))
    } else {
        let (ty, value) = scope.parameter(ty, &name);
        (ty, quote!(Some(#value)))
    };
    Some(quote! {
        #docs
        pub fn #name(mut self, #name: #ty) -> Self {
            #place = #value;
            self
        }
    })
}

/// The field of that number of the body that is spread over the arguments.
pub(in crate::emit) fn body_field<'a>(
    scope: &Scope<'a>,
    operation: &Operation,
    index: usize,
) -> Option<&'a Field> {
    spread_struct(scope, operation)?.fields.get(index)
}

/// The body that is spread over the arguments.
pub(in crate::emit) fn spread_struct<'a>(
    scope: &Scope<'a>,
    operation: &Operation,
) -> Option<&'a Struct> {
    let spread = operation.body.as_ref()?.spread?;
    match &scope.api.get(spread)?.kind {
        TypeKind::Struct(strukt) => Some(strukt),
        _ => None,
    }
}

/// The type of the body, where it is spread over the arguments.
pub(in crate::emit) fn spread_type(operation: &Operation) -> Option<&TypeRef> {
    let is_spread = operation
        .arguments
        .iter()
        .chain(&operation.options)
        .all(|argument| !matches!(argument, Argument::Body));
    operation.body.as_ref().filter(|body| body.spread.is_some() && is_spread).map(|body| &body.ty)
}
