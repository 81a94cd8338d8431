//! `src/client.rs`: the facts of the API, the builder's methods for it, and a method for each operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::file::File;
use super::imports::Origin;
use super::types::{Place, Scope};
use super::{docs, spread};
use crate::ir::{
    Api, Argument, Default, Flow, Grant, Location, Operation, Parameter, Presence, SchemeKind,
    SecurityScheme, Server, ServerVariable,
};
use crate::markdown;

pub(super) fn file(api: &Api) -> File {
    let mut scope = Scope::new(api, Place::Client);
    for name in ["Api", "Builder", "Client"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let mut file =
        File::new("The client: where it sends requests, how it authenticates, and what it can do.");
    file.items(facts(&mut scope));
    file.items(builders());
    file.items(servers(api));
    let settings: TokenStream = api
        .server
        .variables
        .iter()
        .map(variable_setter)
        .chain(api.schemes.iter().map(|scheme| credential_setter(&mut scope, scheme)))
        .collect();
    if !settings.is_empty() {
        file.items(quote!(impl<M> Builder<M> { #settings }));
    }
    let always = api.operations.iter().filter(|operation| operation.group.is_none());
    file.items(methods(&mut scope, always));
    file.imports = scope.imports;
    file
}

/// The client's methods for the operations.
pub(super) fn methods<'o>(
    scope: &mut Scope<'_>,
    operations: impl Iterator<Item = &'o Operation>,
) -> TokenStream {
    let methods: TokenStream = operations.map(|operation| method(scope, operation)).collect();
    if methods.is_empty() {
        return methods;
    }
    scope.imports.add(Origin::Runtime, "Client");
    quote!(impl<M: Clone> Client<M> { #methods })
}

fn facts(scope: &mut Scope<'_>) -> TokenStream {
    let api = scope.api;
    let server = &api.server.url;
    let variables: Vec<TokenStream> = api
        .server
        .variables
        .iter()
        .map(|variable| self::variable(&quote!(Variable), variable))
        .collect();
    let schemes: Vec<TokenStream> =
        api.schemes.iter().map(|scheme| self::scheme(scope, scheme)).collect();
    if !variables.is_empty() {
        scope.imports.add(Origin::Runtime, "Variable");
    }
    quote! {
        static API: Api = Api {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            server: #server,
            variables: &[#(#variables),*],
            schemes: &[#(#schemes),*],
        };
    }
}

/// The servers to choose from, as constants.
fn servers(api: &Api) -> TokenStream {
    if api.servers.is_empty() {
        return TokenStream::new();
    }
    let constants = api.servers.iter().map(|named| {
        let (name, docs) = (&named.name, docs::docs(&named.docs));
        let Server { url, variables } = &named.server;
        let variable = |variable| self::variable(&quote!(crate::runtime::Variable), variable);
        let variables = variables.iter().map(variable);
        quote! {
            #docs
            pub const #name: Self = Self { url: #url, variables: &[#(#variables),*] };
        }
    });
    let own = api.operations.iter().any(|operation| operation.server_choice.is_some());
    let docs = docs::text(if own {
        "The servers of the API, for [`Builder::server`], and of single operations, for their calls."
    } else {
        "The servers of the API, for [`Builder::server`]."
    });
    quote! {
        #docs
        impl crate::runtime::Server {
            #(#constants)*
        }
    }
}

/// A server, as a value.
pub(super) fn server(server: &Server) -> TokenStream {
    let Server { url, variables } = server;
    let variable = |variable| self::variable(&quote!(crate::runtime::Variable), variable);
    let variables = variables.iter().map(variable);
    quote!(crate::runtime::Server { url: #url, variables: &[#(#variables),*] })
}

fn variable(ty: &TokenStream, variable: &ServerVariable) -> TokenStream {
    let name = &variable.wire;
    let setter = variable.name.as_str();
    let default = match &variable.default {
        Some(default) => quote!(Some(#default)),
        None => quote!(None),
    };
    let values = &variable.values;
    quote!(#ty { name: #name, setter: #setter, default: #default, values: &[#(#values),*] })
}

fn scheme(scope: &mut Scope<'_>, scheme: &SecurityScheme) -> TokenStream {
    scope.imports.add(Origin::Runtime, "Scheme");
    let kind_type = scope.runtime("SchemeKind");
    let name = &scheme.wire;
    let setter = scheme.credential.method.as_str();
    let kind = match &scheme.kind {
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Http(name) => quote!(Http(#name)),
        SchemeKind::ApiKey { location: Location::Query, name } => quote!(QueryKey(#name)),
        SchemeKind::ApiKey { location: Location::Cookie, name } => quote!(CookieKey(#name)),
        SchemeKind::ApiKey { name, .. } => quote!(HeaderKey(#name)),
    };
    quote!(Scheme { name: #name, setter: #setter, kind: #kind_type::#kind })
}

/// `Client::builder()` needs no type argument, which only one of the two `impl`s can offer.
fn builders() -> TokenStream {
    quote! {
        impl Client {
            /// A builder for a client.
            pub fn builder() -> Builder {
                Builder::new(&API)
            }
        }

        #[cfg(feature = "blocking")]
        impl Client<crate::runtime::Blocking> {
            /// A builder for a blocking client.
            pub fn builder() -> Builder<crate::runtime::Blocking> {
                Builder::new(&API)
            }
        }
    }
}

fn variable_setter(variable: &ServerVariable) -> TokenStream {
    let name = &variable.name;
    let wire = &variable.wire;
    let docs = if variable.docs.text.is_empty() {
        docs::text(&format!("Sets {} in the server's URL.", markdown::code(&format!("{{{wire}}}"))))
    } else {
        docs::docs(&variable.docs)
    };
    quote! {
        #docs
        pub fn #name(self, #name: impl Into<String>) -> Self {
            self.variable(#wire, #name)
        }
    }
}

fn credential_setter(scope: &mut Scope<'_>, scheme: &SecurityScheme) -> TokenStream {
    scope.imports.add(Origin::Runtime, "Credential");
    let name = &scheme.credential.method;
    let wire = &scheme.wire;
    let docs = if scheme.docs.text.is_empty() {
        docs::text(&format!("Sets the credential of {}.", markdown::code(wire)))
    } else {
        docs::docs(&scheme.docs)
    };
    let parameters = &scheme.credential.parameters;
    let kind = match &scheme.kind {
        SchemeKind::Basic => quote!(basic),
        SchemeKind::Bearer | SchemeKind::Http(_) | SchemeKind::ApiKey { .. } => quote!(token),
    };
    let provider = provider_setter(scope, scheme);
    let flows: TokenStream = scheme.flows.iter().map(|flow| flow_setter(wire, flow)).collect();
    quote! {
        #docs
        pub fn #name(self, #(#parameters: impl Into<String>),*) -> Self {
            self.credential(#wire, Credential::#kind(#(#parameters),*))
        }

        #provider
        #flows
    }
}

fn provider_setter(scope: &mut Scope<'_>, scheme: &SecurityScheme) -> Option<TokenStream> {
    let name = scheme.credential.provider.as_ref()?;
    let provider_type = scope.runtime("TokenProvider");
    let (credential, wire) = (scheme.credential.method.plain(), &scheme.wire);
    let docs = docs::text(&format!(
        "Sets a provider of the tokens that [`{credential}`](Self::{credential}) takes; it is called when one is needed."
    ));
    Some(quote! {
        #docs
        pub fn #name(self, provider: impl #provider_type) -> Self {
            self.token_provider(#wire, provider)
        }
    })
}

fn flow_setter(wire: &str, flow: &Flow) -> TokenStream {
    let Flow { grant, method, token_url, scopes } = flow;
    let (grant, section, provider, more): (_, _, _, &[&str]) = match grant {
        Grant::ClientCredentials => ("client credentials", "4.4", "ClientCredentials", &[]),
        Grant::RefreshToken => ("refresh token", "6", "RefreshTokens", &["refresh_token"]),
        Grant::Password => ("password", "4.3", "PasswordTokens", &["username", "password"]),
    };
    let provider = format_ident!("{provider}");
    let more: Vec<_> = more.iter().map(|name| format_ident!("{name}")).collect();
    let scopes: Vec<String> = scopes.iter().map(|scope| markdown::code(scope)).collect();
    let scopes = match scopes.as_slice() {
        [] => String::from("By default the server decides on their scopes."),
        scopes => {
            format!(
                "The documented scopes are {}; by default the server decides.",
                scopes.join(", ")
            )
        }
    };
    let docs = docs::text(&format!(
        "Gets tokens for {} at {} by the {grant} grant (RFC 6749, section {section}).\n\n{scopes}",
        markdown::code(wire),
        markdown::code(token_url),
    ));
    quote! {
        #docs
        #[cfg(feature = "oauth2")]
        pub fn #method(
            self,
            client_id: impl Into<String>,
            client_secret: impl Into<String>,
            #(#more: impl Into<String>,)*
            scopes: &[&str],
        ) -> Self {
            let provider = crate::runtime::#provider::new(#token_url, client_id, client_secret #(, #more)*);
            self.token_provider(#wire, provider.scopes(scopes.iter().copied()))
        }
    }
}

fn method(scope: &mut Scope<'_>, operation: &Operation) -> TokenStream {
    let (ty, call) = (&operation.type_name, &operation.call_name);
    if scope.place == Place::Client {
        scope.imports.add(Origin::CrateOperations, ty.as_str());
        scope.imports.add(Origin::CrateOperations, call.as_str());
    }
    let docs = docs::docs(&operation.docs);
    let name = &operation.name;
    let parameters: Vec<TokenStream> = operation
        .arguments
        .iter()
        .filter_map(|argument| parameter(scope, operation, argument))
        .collect();
    let fields: Vec<TokenStream> =
        operation.parameters.iter().map(|parameter| parameter_value(scope, parameter)).collect();
    let body = body(scope, operation).into_iter();
    let server = operation.server_choice.as_ref().map(|choice| {
        let name = &choice.name;
        quote!(#name: None)
    });
    let fields: Vec<TokenStream> = fields.into_iter().chain(body).chain(server).collect();
    let many = (parameters.len() > 6).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "the description requires all of them")])
    });
    quote! {
        #docs
        #many
        pub fn #name(&self, #(#parameters),*) -> #call<M> {
            self.call(#ty { #(#fields),* })
        }
    }
}

/// The type of the method's parameter for an argument.
fn parameter(
    scope: &mut Scope<'_>,
    operation: &Operation,
    argument: &Argument,
) -> Option<TokenStream> {
    match argument {
        Argument::Parameter(index) => {
            let Parameter { name, ty, .. } = operation.parameters.get(*index)?;
            let (ty, _) = scope.parameter(ty, &quote!(#name));
            Some(quote!(#name: #ty))
        }
        Argument::BodyField(index) => {
            let field = spread::field(scope, operation, *index)?;
            let name = &field.name;
            if field.presence == Presence::Nullable {
                let ty = scope.field(&field.ty, field.presence);
                return Some(quote!(#name: impl Into<#ty>));
            }
            let (ty, _) = scope.parameter(&field.ty, &quote!(#name));
            Some(quote!(#name: #ty))
        }
        Argument::Body => {
            let (ty, _) = scope.body(operation.body.as_ref()?, &quote!(body));
            Some(quote!(body: #ty))
        }
    }
}

fn parameter_value(scope: &mut Scope<'_>, parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    if parameter.presence != Presence::Required {
        return quote!(#name: None);
    }
    scope.field_value(name, &parameter.ty)
}

fn body(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    if body.is_spread_over_parameters() {
        return None;
    }
    if let Some(ty) = spread::ty(operation) {
        let required: Vec<_> = operation
            .arguments
            .iter()
            .filter_map(|argument| match argument {
                Argument::BodyField(index) => spread::field(scope, operation, *index),
                _ => None,
            })
            .map(|field| field.name.clone())
            .collect();
        let ty = scope.of(ty);
        let has_default = matches!(spread::strukt(scope, operation), Some(strukt) if strukt.default != Default::No);
        return Some(if required.is_empty() && has_default {
            quote!(body: #ty::default())
        } else {
            quote!(body: #ty::new(#(#required),*))
        });
    }
    if !body.required {
        return Some(quote!(body: None));
    }
    if scope.sent(body).is_some() {
        return Some(quote!(body: body.into()));
    }
    Some(scope.field_value(&quote!(body), &body.ty))
}
