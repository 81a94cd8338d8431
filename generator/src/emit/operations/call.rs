//! An operation's facts: the values of a call, how they become a request, and what a success gives.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::docs;
use super::super::types::{Origin, Scope};
use crate::ir::{
    Argument, Body, Field, Location, Operation, Parameter, Presence, Status, Style, Success,
    TypeKind, TypeRef,
};

/// The type of a call's values, and its `Operation`.
pub(super) fn call(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    for name in ["DecodeError", "Info", "Operation", "Request", "Response"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let name = &operation.type_name;
    let docs = docs::text(&format!(
        "A call of [`{method}`](crate::Client::{method}).",
        method = operation.name.as_str().trim_start_matches("r#")
    ));
    let fields = fields(scope, operation);
    let info = info(operation);
    let output = output(scope, &operation.success);
    let error = if operation.errors.is_empty() {
        quote!(std::convert::Infallible)
    } else {
        let name = &operation.error_name;
        quote!(#name)
    };
    let request = request(scope, operation);
    let parameter = if request.is_empty() { quote!(_) } else { quote!(request) };
    let arms = success_arms(&operation.success);
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
                match response.status().as_u16() {
                    #arms
                    _ => None,
                }
            }
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
    let body = operation.body.as_ref().map(|body| {
        let ty = scope.of(&body.ty);
        if body.required {
            quote!(pub(crate) body: #ty,)
        } else {
            quote!(pub(crate) body: Option<#ty>,)
        }
    });
    quote!(#(#parameters)* #body)
}

fn info(operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let method = Ident::new(operation.method.as_str(), Span::call_site());
    let path = &operation.path;
    let accept = &operation.accept;
    let security = operation.security.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote! {
        Info {
            id: #id,
            method: http::Method::#method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
        }
    }
}

fn output(scope: &mut Scope<'_>, success: &[Success]) -> TokenStream {
    match success.first().and_then(|success| success.ty.as_ref()) {
        Some(ty) => scope.of(ty),
        None => quote!(()),
    }
}

fn success_arms(success: &[Success]) -> TokenStream {
    if success.is_empty() {
        return quote!(200..=299 => Some(Ok(())),);
    }
    success
        .iter()
        .map(|success| {
            let pattern = match success.status {
                // The default documents every success where no other one does.
                Status::Default => quote!(200..=299),
                status => pattern(status),
            };
            let body = match success.ty {
                Some(_) => quote!(response.json()),
                None => quote!(Ok(())),
            };
            quote!(#pattern => Some(#body),)
        })
        .collect()
}

/// The statuses that a response is documented for, as a pattern.
pub(super) fn pattern(status: Status) -> TokenStream {
    let number = proc_macro2::Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let (first, last) = (number(class * 100), number(class * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

fn request(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let mut statements: Vec<TokenStream> = operation
        .parameters
        .iter()
        .map(|parameter| parameter_statement(scope, parameter))
        .collect();
    statements.extend(operation.body.as_ref().map(body_statement));
    quote!(#(#statements)*)
}

fn parameter_statement(scope: &mut Scope<'_>, parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let wire = &parameter.wire;
    let (method, usual) = match parameter.location {
        Location::Path => ("path", (Style::Simple, false)),
        Location::Query => ("query", (Style::Form, true)),
        Location::Header => ("header", (Style::Simple, false)),
        Location::Cookie => ("cookie", (Style::Form, true)),
    };
    if (parameter.style, parameter.explode) == usual && !parameter.allow_reserved {
        let method = Ident::new(method, Span::call_site());
        return quote!(request.#method(#wire, &self.#name););
    }
    scope.imports.add(Origin::Runtime, "Encoding");
    scope.imports.add(Origin::Runtime, "Style");
    let method = Ident::new(&format!("{method}_as"), Span::call_site());
    let style = Ident::new(
        match parameter.style {
            Style::Simple => "Simple",
            Style::Label => "Label",
            Style::Matrix => "Matrix",
            Style::Form => "Form",
            Style::SpaceDelimited => "SpaceDelimited",
            Style::PipeDelimited => "PipeDelimited",
            Style::DeepObject => "DeepObject",
        },
        Span::call_site(),
    );
    let (explode, allow_reserved) = (parameter.explode, parameter.allow_reserved);
    let encoding = quote!(Encoding { style: Style::#style, explode: #explode, allow_reserved: #allow_reserved });
    quote!(request.#method(#wire, #encoding, &self.#name);)
}

fn body_statement(body: &Body) -> TokenStream {
    let media_type = &body.media_type;
    let send = |value: TokenStream| {
        if media_type == "application/json" {
            quote!(request.json(#value);)
        } else {
            quote!(request.json_as(#media_type, #value);)
        }
    };
    if body.required {
        send(quote!(&self.body))
    } else {
        let send = send(quote!(body));
        quote!(if let Some(body) = &self.body { #send })
    }
}

/// The functions that set a call's optional values.
pub(super) fn setters(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let setters: Vec<TokenStream> =
        operation.options.iter().filter_map(|option| setter(scope, operation, option)).collect();
    if !setters.is_empty() {
        scope.imports.add(Origin::Runtime, "Call");
    }
    quote!(#(#setters)*)
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
            let ty = &operation.body.as_ref()?.ty;
            let docs = docs::text("The body of the request.");
            (quote!(body), ty, Presence::Optional, docs, quote!(self.operation.body))
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
    let spread = operation.body.as_ref()?.spread?;
    match &scope.api.get(spread)?.kind {
        TypeKind::Struct(strukt) => strukt.fields.get(index),
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
