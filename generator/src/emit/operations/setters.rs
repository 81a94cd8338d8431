//! The functions that set the optional values of a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::arguments::Optional;
use super::super::imports::Origin;
use super::super::types::Scope;
use super::super::{docs, spread};
use crate::ir::{Argument, Field, FieldName, Operation, Parameter, ServerChoice};

/// All of them.
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
        "Sets the server of the request: {}. The default is {}.",
        servers.join(" or "),
        if operation.server.is_some() { "the first" } else { "the server of other requests" }
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
            let Field { name, ty, presence, docs, .. } = spread::field(scope, operation, *index)?;
            (quote!(#name), ty, *presence, docs::docs(docs), quote!(self.operation.body.#name))
        }
        Argument::Body => {
            let body = operation.body.as_ref()?;
            let Optional { generics, ty, value } = scope.optional_body(body);
            return Some(quote! {
                /// The body of the request.
                pub fn body #generics(mut self, body: #ty) -> Self {
                    self.operation.body = #value;
                    self
                }
            });
        }
    };
    let Optional { generics, ty, value } = scope.optional(ty, presence, &name);
    Some(quote! {
        #docs
        pub fn #name #generics(mut self, #name: #ty) -> Self {
            #place = #value;
            self
        }
    })
}
