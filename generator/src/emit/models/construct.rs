//! Construction of structs: a constructor of the required fields, and setters for the rest; and accessors for fields
//! with a default.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::arguments::Optional;
use super::super::docs;
use super::super::types::Scope;
use crate::ir::{
    Additional, Default, DefaultValue, Field, Presence, Scalar, Struct, TypeKind, TypeName, TypeRef,
};

/// Clippy warns of functions with more arguments than this.
const MOST_ARGUMENTS: usize = 7;

/// `new`, if there are required fields, and the setters of a type that callers build.
pub(super) fn functions(scope: &mut Scope<'_>, strukt: &Struct) -> TokenStream {
    let mut functions = TokenStream::new();
    let required: Vec<&Field> = strukt.fields.iter().filter(|field| field.is_argument()).collect();
    if !required.is_empty() || strukt.default == Default::No {
        functions.extend(constructor(scope, strukt, &required));
    }
    if strukt.sent {
        let is_set = |field: &&Field| {
            (!field.presence.is_required() || field.filling.is_some())
                && !field.is_constant()
                && !field.only_received
        };
        for field in strukt.fields.iter().filter(is_set) {
            functions.extend(setter(scope, field));
        }
        let additional = strukt.additional.as_ref().filter(|_| !strukt.open);
        functions.extend(additional.map(|it| rest_setter(scope, it)));
    }
    for field in &strukt.fields {
        functions.extend(accessor(scope, field));
    }
    functions
}

/// `Default`, if constants keep it from being derived.
pub(super) fn written_default(
    scope: &mut Scope<'_>,
    name: &TypeName,
    strukt: &Struct,
) -> Option<TokenStream> {
    if strukt.default != Default::Written {
        return None;
    }
    let value = new_value(scope, strukt, &[]);
    Some(quote! {
        impl Default for #name {
            fn default() -> Self {
                #value
            }
        }
    })
}

fn constructor(scope: &mut Scope<'_>, strukt: &Struct, required: &[&Field]) -> TokenStream {
    let parameters: Vec<TokenStream> = required
        .iter()
        .map(|field| {
            let name = &field.name;
            let ty = match field.presence {
                Presence::Nullable => {
                    let ty = scope.field(&field.ty, field.presence);
                    quote!(impl Into<#ty>)
                }
                _ => scope.parameter(&field.ty, &quote!(#name)).0,
            };
            quote!(#name: #ty)
        })
        .collect();
    let value = new_value(scope, strukt, required);
    let many = (required.len() > MOST_ARGUMENTS).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "the description requires all of them")])
    });
    let docs = if strukt.fields.iter().any(|field| field.filling.is_some()) {
        "A value with its required fields and those that distinguish it from other members; all others are absent."
    } else if strukt.fields.iter().any(|it| it.only_received && it.presence.is_required()) {
        "A value with its required fields; those that only the server sets are empty, and are not sent; all others are absent."
    } else {
        "A value with its required fields; all others are absent."
    };
    let docs = docs::text(docs);
    let visibility = if strukt.private { quote!(pub(crate)) } else { quote!(pub) };
    quote! {
        #docs
        #many
        #visibility fn new(#(#parameters),*) -> Self {
            #value
        }
    }
}

/// A value of the struct, with variables for the `required` fields.
fn new_value(scope: &mut Scope<'_>, strukt: &Struct, required: &[&Field]) -> TokenStream {
    let values: Vec<TokenStream> = required
        .iter()
        .map(|field| {
            let name = &field.name;
            match field.presence {
                Presence::Nullable => quote!(#name: #name.into()),
                _ => scope.field_value(name, &field.ty),
            }
        })
        .collect();
    if required.len() == strukt.fields.len() && strukt.additional.is_none() {
        return quote!(Self { #(#values),* });
    }
    if strukt.default == Default::Derived {
        return quote!(Self { #(#values,)* ..Self::default() });
    }
    let others = strukt.fields.iter().filter(|field| !field.is_argument());
    let others: Vec<TokenStream> = others
        .map(|field| {
            let name = &field.name;
            match (field.presence, constant(field), field.filling.as_ref()) {
                (Presence::Required, Some(value), _) => quote!(#name: #value,),
                (Presence::Required, None, Some(text)) => quote!(#name: #text.into(),),
                (Presence::Required, None, None) => {
                    let blank = blank(scope, &field.ty);
                    quote!(#name: #blank,)
                }
                (Presence::Optional, _, Some(text)) => quote!(#name: Some(#text.into()),),
                (Presence::OptionalNullable, _, Some(text)) => {
                    quote!(#name: Nullable::Value(#text.into()),)
                }
                (Presence::OptionalNullable, ..) => quote!(#name: Nullable::Absent,),
                _ => quote!(#name: None,),
            }
        })
        .collect();
    let additional = strukt.additional.as_ref().map(|additional| {
        let name = &additional.name;
        quote!(#name: std::collections::BTreeMap::new(),)
    });
    quote!(Self { #(#values,)* #(#others)* #additional })
}

/// The only value of the field.
fn constant(field: &Field) -> Option<TokenStream> {
    let text = field.constant.as_ref()?;
    Some(match field.ty {
        TypeRef::Scalar(Scalar::F64) => {
            let float = Literal::f64_unsuffixed(text.parse().unwrap_or_default());
            quote!(#float)
        }
        TypeRef::Scalar(scalar) if scalar.is_integer() || scalar == Scalar::Bool => {
            text.parse().unwrap_or_default()
        }
        _ => quote!(#text.into()),
    })
}

/// The empty value of a property that only the server sets.
fn blank(scope: &mut Scope<'_>, ty: &TypeRef) -> TokenStream {
    let mut current = ty;
    // Only aliases in a circle are more than there are types.
    for _ in 0..=scope.api.types.len() {
        current = match current {
            TypeRef::Boxed(inner) => {
                let inner = blank(scope, inner);
                return quote!(Box::new(#inner));
            }
            TypeRef::Named(id) => match scope.api.get(*id).map(|ty| &ty.kind) {
                Some(TypeKind::Alias(target)) => target,
                Some(TypeKind::OpenEnum(_)) => {
                    let name = scope.of(ty);
                    return quote!(#name::Unknown(String::new()));
                }
                Some(TypeKind::ValueEnum(_) | TypeKind::Union(_)) => {
                    let name = scope.of(ty);
                    return quote!(#name::Unknown(serde_json::Value::Null));
                }
                _ => break,
            },
            _ => break,
        };
    }
    quote!(Default::default())
}

/// The value of the field, or its default.
fn accessor(scope: &mut Scope<'_>, field: &Field) -> Option<TokenStream> {
    let accessor = field.accessor.as_ref()?;
    let (name, field_name) = (&accessor.name, &field.name);
    let docs = docs::text(&accessor.docs);
    let deprecated = field.docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    // The type, the default, and the method of the field that returns its value.
    let (ty, default, given) = match &accessor.value {
        DefaultValue::Plain(text) => {
            (scope.of(&field.ty), text.parse().unwrap_or_default(), quote!(as_ref().copied()))
        }
        DefaultValue::Text(text) => (quote!(&str), quote!(#text), quote!(as_deref())),
        DefaultValue::Variant(id, variant) => {
            let ty = scope.of(&TypeRef::Named(*id));
            (quote!(&#ty), quote!(&#ty::#variant), quote!(as_ref()))
        }
        DefaultValue::NoItems(item) => {
            let item = scope.of(item);
            (quote!(&[#item]), quote!(&[]), quote!(as_deref()))
        }
    };
    let is_plain = matches!(accessor.value, DefaultValue::Plain(_));
    let (ty, body) = match field.presence {
        Presence::OptionalNullable => (
            quote!(Option<#ty>),
            quote! {
                match &self.#field_name {
                    Nullable::Absent => Some(#default),
                    given => given.#given,
                }
            },
        ),
        _ if is_plain => (ty, quote!(self.#field_name.unwrap_or(#default))),
        _ => (ty, quote!(self.#field_name.#given.unwrap_or(#default))),
    };
    Some(quote! {
        #docs
        #deprecated
        pub fn #name(&self) -> #ty {
            #body
        }
    })
}

/// The setter of the properties that the description does not name.
fn rest_setter(scope: &mut Scope<'_>, additional: &Additional) -> TokenStream {
    let name = &additional.name;
    let ty = TypeRef::Map(Box::new(additional.ty.clone()));
    let (ty, value) = scope.parameter(&ty, &quote!(#name));
    quote! {
        /// Properties that the description does not name.
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn setter(scope: &mut Scope<'_>, field: &Field) -> TokenStream {
    let name = &field.name;
    let docs = docs::text(field.docs.text.split("\n\n").next().unwrap_or_default());
    let deprecated = field.docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    let Optional { generics, ty, value } = if field.presence.is_required() {
        let (ty, value) = scope.parameter(&field.ty, &quote!(#name));
        Optional { generics: quote!(), ty, value }
    } else {
        scope.optional(&field.ty, field.presence, name)
    };
    quote! {
        #docs
        #deprecated
        pub fn #name #generics(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
