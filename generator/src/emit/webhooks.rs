//! `src/webhooks.rs`: a function for each request that the API sends, which parses its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::File;
use super::imports::Origin;
use super::types::{Place, Scope};
use crate::ir::{
    Api, PayloadFormat, PayloadStyle, TypeKind, TypeRef, Webhook, WebhookEnum, WebhookVariant,
};
use crate::markdown;

pub(super) fn file(api: &Api) -> File {
    let mut scope = Scope::new(api, Place::Client);
    scope.imports.add(Origin::Runtime, "DecodeError");
    let mut file = File::new(
        "The requests that the API sends to its callers: types and parsers of their bodies.",
    );
    for webhook in &api.webhooks {
        file.items(function(&mut scope, webhook));
    }
    for webhooks in &api.webhook_enums {
        file.items(of_all(&mut scope, webhooks));
    }
    file.imports = scope.imports;
    file
}

fn function(scope: &mut Scope<'_>, webhook: &Webhook) -> TokenStream {
    let docs = docs::docs(&webhook.docs);
    let name = &webhook.name;
    let ty = scope.of(&webhook.ty);
    let read = match &webhook.format {
        PayloadFormat::Json => quote!(crate::runtime::payload::json(body)),
        PayloadFormat::Form { json, lists, styles } if styles.is_empty() => {
            quote!(crate::runtime::payload_form::form(body, &[#(#json),*], &[#(#lists),*]))
        }
        PayloadFormat::Form { json, lists, styles } => {
            let styles = styles.iter().map(|(name, style)| {
                let style = self::style(style);
                quote!((#name, #style))
            });
            quote! {
                use crate::runtime::payload_form_styles::Styled;
                use crate::runtime::payload_form_styles::form;

                form(body, &[#(#json),*], &[#(#lists),*], &[#(#styles),*])
            }
        }
        PayloadFormat::Xml(element) => {
            quote!(crate::runtime::payload_xml::xml(body, &crate::xml::#element))
        }
    };
    quote! {
        #docs
        pub fn #name(body: &[u8]) -> Result<#ty, DecodeError> {
            #read
        }
    }
}

/// The encoding of a form field.
fn style(style: &PayloadStyle) -> TokenStream {
    match style {
        PayloadStyle::List(delimiter) => quote!(Styled::List(#delimiter)),
        PayloadStyle::Object(delimiter, json) => {
            quote!(Styled::Object(#delimiter, &[#(#json),*]))
        }
        PayloadStyle::Deep(json) => quote!(Styled::Deep(&[#(#json),*])),
        PayloadStyle::Spread(names, json) => {
            quote!(Styled::Spread(&[#(#names),*], &[#(#json),*]))
        }
    }
}

/// The enum of all webhooks, and the parser of any of them.
fn of_all(scope: &mut Scope<'_>, webhooks: &WebhookEnum) -> TokenStream {
    let api = scope.api;
    let name = &webhooks.name;
    let all: Vec<(&WebhookVariant, &Webhook)> = webhooks
        .variants
        .iter()
        .filter_map(|variant| Some((variant, api.webhooks.get(variant.webhook)?)))
        .collect();
    let variants: Vec<TokenStream> =
        all.iter().map(|(variant, webhook)| variant_of(scope, variant, webhook)).collect();
    let parse = parse(scope, webhooks, &all);
    let what = match &webhooks.caller {
        Some(caller) if !api.client => format!("a callback of `{caller}`"),
        Some(caller) => format!("a callback of [`{caller}`](crate::Client::{caller})"),
        None => String::from("a webhook"),
    };
    let docs = docs::text(&format!("The body of {what}."));
    let kind = kind(webhooks);
    let unknown =
        docs::text(&format!("The body of a {kind} that the description does not document."));
    let unknown_payload = scope.runtime("UnknownPayload");
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
            Unknown(#unknown_payload),
        }

        impl #name {
            #parse
        }
    }
}

fn kind(webhooks: &WebhookEnum) -> &'static str {
    if webhooks.caller.is_some() { "callback" } else { "webhook" }
}

fn variant_of(scope: &mut Scope<'_>, variant: &WebhookVariant, webhook: &Webhook) -> TokenStream {
    let name = &variant.name;
    let docs = docs::text(&format!("The body that `{}` parses.", webhook.name.plain()));
    let ty = scope.of(&webhook.ty);
    let ty = if is_boxed(scope.api, &webhook.ty) { quote!(Box<#ty>) } else { ty };
    quote!(#docs #name(#ty))
}

fn parse(
    scope: &mut Scope<'_>,
    webhooks: &WebhookEnum,
    all: &[(&WebhookVariant, &Webhook)],
) -> TokenStream {
    let (api, unknown_payload) = (scope.api, scope.runtime("UnknownPayload"));
    let arms = all.iter().map(|(variant, webhook)| {
        let (mark, name, read) = (&variant.mark, &variant.name, &webhook.name);
        let mark = if webhooks.property.is_some() { quote!(Some(#mark)) } else { quote!(#mark) };
        let value = if is_boxed(api, &webhook.ty) {
            quote!(Box::new(#read(body)?))
        } else {
            quote!(#read(body)?)
        };
        quote!(#mark => Self::#name(#value),)
    });
    let is_deprecated = all.iter().any(|(_, webhook)| webhook.docs.deprecated.is_some());
    let allow = is_deprecated
        .then(|| quote!(#[allow(deprecated, reason = "deprecated items may still arrive")]));
    let kind = kind(webhooks);
    match &webhooks.property {
        Some(property) => {
            let code = markdown::code(property);
            let docs = format!("Parses a body, whose property {code} identifies the {kind}.");
            let docs = docs::text(&docs);
            quote! {
                #docs
                #allow
                pub fn parse(body: &[u8]) -> Result<Self, DecodeError> {
                    let value: serde_json::Value =
                        crate::runtime::payload::json(body).unwrap_or_default();
                    let webhook = match value[#property].as_str() {
                        #(#arms)*
                        _ => Self::Unknown(#unknown_payload::new(body)),
                    };
                    Ok(webhook)
                }
            }
        }
        None => {
            let docs = format!("Parses the body of the {kind} with this name in the description.");
            let docs = docs::text(&docs);
            quote! {
                #docs
                #allow
                pub fn parse(name: &str, body: &[u8]) -> Result<Self, DecodeError> {
                    let webhook = match name {
                        #(#arms)*
                        _ => Self::Unknown(#unknown_payload::new(body)),
                    };
                    Ok(webhook)
                }
            }
        }
    }
}

/// Whether the enum boxes the value, so that no variant is much larger than another.
fn is_boxed(api: &Api, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    let kind = api.get(*id).map(|ty| &ty.kind);
    matches!(kind, Some(TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_)))
}
