//! Uses of types, and the imports that they need.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::imports::{Imports, Origin};
use crate::config::Times;
use crate::ir::{Api, Presence, Scalar, Type, TypeId, TypeKind, TypeRef};

/// The file that types are printed in.
pub(super) struct Scope<'a> {
    pub(super) api: &'a Api,
    pub(super) place: Place<'a>,
    pub(super) imports: Imports,
}

/// The location of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// A file of `models/`, by the module's name.
    Models(&'a str),
    /// A file of `operations/`.
    Operations(&'a str),
    /// The index of a group of operations: the names of their modules, all of whose types it sees.
    Group(&'a BTreeSet<&'a str>),
    /// `client.rs`.
    Client,
}

impl<'a> Scope<'a> {
    pub(super) fn new(api: &'a Api, place: Place<'a>) -> Self {
        Self { api, place, imports: Imports::default() }
    }

    /// A name of the support code; by its path if something in the description has that name too.
    pub(super) fn runtime(&mut self, name: &str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        if self.api.runtime_names.contains(name) {
            return quote!(crate::runtime::#ident);
        }
        self.imports.add(Origin::Runtime, name);
        quote!(#ident)
    }

    /// The type of a field or parameter.
    pub(super) fn field(&mut self, ty: &TypeRef, presence: Presence) -> TokenStream {
        let inner = self.of(ty);
        match presence {
            Presence::Required => inner,
            Presence::Optional | Presence::OptionalAny | Presence::Nullable => {
                quote!(Option<#inner>)
            }
            Presence::OptionalNullable => {
                self.imports.add(Origin::Runtime, "Nullable");
                quote!(Nullable<#inner>)
            }
        }
    }

    /// The type itself.
    pub(super) fn of(&mut self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Named(id) => self.named(*id),
            TypeRef::Scalar(scalar) if self.api.is_exact(*scalar) => {
                let exact = self.runtime("Exact");
                let scalar = self.scalar(*scalar);
                quote!(#exact<#scalar>)
            }
            TypeRef::Scalar(scalar) => self.scalar(*scalar),
            TypeRef::Formatted(scalar) => {
                self.imports.add(Origin::Runtime, "Formatted");
                let scalar = self.scalar(*scalar);
                quote!(Formatted<#scalar>)
            }
            TypeRef::Vec(item) => {
                let item = self.of(item);
                quote!(Vec<#item>)
            }
            TypeRef::Tuple(items) => {
                let items: Vec<TokenStream> = items.iter().map(|item| self.of(item)).collect();
                quote!((#(#items,)*))
            }
            TypeRef::Map(value) => {
                let value = self.of(value);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            TypeRef::Option(inner) => {
                let inner = self.of(inner);
                quote!(Option<#inner>)
            }
            TypeRef::Boxed(inner) => {
                let inner = self.of(inner);
                quote!(Box<#inner>)
            }
            // The settings were applied only because it is a type.
            TypeRef::Custom(custom) => custom.path.parse().unwrap_or_default(),
            TypeRef::Untyped(_) => quote!(serde_json::Value),
        }
    }

    fn named(&mut self, id: TypeId) -> TokenStream {
        let Some(ty) = self.api.get(id) else { return quote!(serde_json::Value) };
        let is_elsewhere = !ty.operation && !matches!(self.place, Place::Models(_));
        if is_elsewhere && self.api.shared_names.contains(&ty.name) {
            let name = &ty.name;
            return quote!(crate::models::#name);
        }
        self.import(ty);
        ty.name.to_token_stream()
    }

    /// Where a file of an operation imports the types of others from: the folder above, if there is only that one.
    pub(super) fn beside(&self) -> Origin {
        if self.api.features.groups.is_empty() { Origin::Super } else { Origin::CrateOperations }
    }

    fn import(&mut self, ty: &Type) {
        let module = ty.module.as_str();
        let origin = match (self.place, ty.operation) {
            (Place::Models(here), false) | (Place::Operations(here), true) if here == module => {
                return;
            }
            (Place::Group(own), true) if own.contains(module) => return,
            (Place::Models(_), false) if self.api.features.models.is_empty() => Origin::Super,
            (Place::Operations(here), true) if self.is_private_beside(here, ty) => Origin::Super,
            (Place::Operations(_), true) => self.beside(),
            (_, false) => Origin::CrateModels,
            (_, true) => Origin::CrateOperations,
        };
        self.imports.add(origin, ty.name.as_str());
    }

    /// Whether the type is one that only the folder of the module's group exports.
    fn is_private_beside(&self, here: &str, ty: &Type) -> bool {
        let group = |module: &str| {
            let mut operations = self.api.operations.iter();
            operations.find(|operation| operation.module.as_str() == module)?.group
        };
        matches!(&ty.kind, TypeKind::Struct(strukt) if strukt.private)
            && group(here).is_some_and(|own| group(ty.module.as_str()) == Some(own))
    }

    fn scalar(&mut self, scalar: Scalar) -> TokenStream {
        match scalar {
            Scalar::String => quote!(String),
            Scalar::Secret => {
                self.imports.add(Origin::Runtime, "Secret");
                quote!(Secret)
            }
            Scalar::Bool => quote!(bool),
            Scalar::I32 => quote!(i32),
            Scalar::I64 => quote!(i64),
            Scalar::U32 => quote!(u32),
            Scalar::U64 => quote!(u64),
            Scalar::Bytes => quote!(bytes::Bytes),
            Scalar::File => self.runtime("File"),
            Scalar::Base64 => {
                self.imports.add(Origin::Runtime, "Base64");
                quote!(Base64)
            }
            Scalar::I128 => quote!(i128),
            Scalar::F64 => quote!(f64),
            Scalar::Decimal => self.runtime("Decimal"),
            Scalar::Uuid => quote!(uuid::Uuid),
            Scalar::Timestamp | Scalar::Date | Scalar::LocalDateTime | Scalar::LocalTime => {
                time(self.api.times, scalar)
            }
            Scalar::TimeOfDay => self.runtime("TimeOfDay"),
            Scalar::Duration => quote!(jiff::SpanFieldwise),
            Scalar::HttpDate => self.runtime("HttpDate"),
            Scalar::UnixTime => self.runtime("UnixTime"),
            Scalar::Ipv4 => quote!(std::net::Ipv4Addr),
            Scalar::Ipv6 => quote!(std::net::Ipv6Addr),
            Scalar::Base64Url => self.runtime("Base64Url"),
        }
    }
}

/// An instant, a date or a local time, as a type of that crate.
fn time(times: Times, scalar: Scalar) -> TokenStream {
    match (times, scalar) {
        (Times::Jiff, Scalar::Timestamp) => quote!(jiff::Timestamp),
        (Times::Jiff, Scalar::Date) => quote!(jiff::civil::Date),
        (Times::Jiff, Scalar::LocalDateTime) => quote!(jiff::civil::DateTime),
        (Times::Jiff, _) => quote!(jiff::civil::Time),
        (Times::Chrono, Scalar::Timestamp) => quote!(chrono::DateTime<chrono::FixedOffset>),
        (Times::Chrono, Scalar::Date) => quote!(chrono::NaiveDate),
        (Times::Chrono, Scalar::LocalDateTime) => quote!(chrono::NaiveDateTime),
        (Times::Chrono, _) => quote!(chrono::NaiveTime),
        (Times::Time, Scalar::Timestamp) => quote!(time::OffsetDateTime),
        (Times::Time, Scalar::Date) => quote!(time::Date),
        (Times::Time, Scalar::LocalDateTime) => quote!(time::PrimitiveDateTime),
        (Times::Time, _) => quote!(time::Time),
    }
}
