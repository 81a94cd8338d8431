//! The arguments of functions: which types they take, and how those become the values of fields.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::types::Scope;
use crate::ir::{Api, Body, BodyKind, Presence, Scalar, TypeKind, TypeRef};

/// The argument of a function that sets what need not be set.
pub(super) struct Optional {
    /// The generic parameters of the function.
    pub(super) generics: TokenStream,
    /// The argument's type.
    pub(super) ty: TokenStream,
    /// The value of the field, made from the argument.
    pub(super) value: TokenStream,
}

impl Scope<'_> {
    /// The parameter type of a function for a value of the type, and how `value` is converted.
    pub(super) fn parameter(
        &mut self,
        ty: &TypeRef,
        value: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let converted = converted(self.api, ty, value);
        if let Some(item) = texts(self.api, ty) {
            let (list, item) = (self.runtime("IntoList"), self.of(item));
            return (quote!(impl #list<#item>), converted);
        }
        if let Some(value) = entries(self.api, ty) {
            let (map, value) = (self.runtime("IntoMap"), self.of(value));
            return (quote!(impl #map<#value>), converted);
        }
        let given = self.of(ty);
        let taken = if converts(self.api, ty) { quote!(impl Into<#given>) } else { given };
        (taken, converted)
    }

    /// The argument of a setter of a field, or of an option, that need not be set.
    pub(super) fn optional(
        &mut self,
        ty: &TypeRef,
        presence: Presence,
        name: &impl ToTokens,
    ) -> Optional {
        let is_nullable = presence == Presence::OptionalNullable;
        let (list, map) = (texts(self.api, ty), entries(self.api, ty));
        let (name_of_trait, inner, method) = match (list, map) {
            (Some(item), _) if !is_nullable => ("IntoListOption", item, quote!(into_list_option)),
            (_, Some(value)) if !is_nullable => ("IntoMapOption", value, quote!(into_map_option)),
            (None, _) if converts(self.api, ty) && is_nullable => {
                ("IntoNullable", ty, quote!(into_nullable))
            }
            (None, _) if converts(self.api, ty) => ("IntoOption", ty, quote!(into_option)),
            // What nothing else is converted into: so an integer without a suffix is one of this type.
            _ => {
                let ty = self.field(ty, presence);
                return Optional {
                    generics: quote!(),
                    ty: quote!(impl Into<#ty>),
                    value: quote!(#name.into()),
                };
            }
        };
        let (argument, inner) = (self.runtime(name_of_trait), self.of(inner));
        Optional {
            generics: quote!(<K>),
            ty: quote!(impl #argument<#inner, K>),
            value: quote!(#name.#method()),
        }
    }

    /// The argument of the setter of a body that need not be sent.
    pub(super) fn optional_body(&mut self, body: &Body) -> Optional {
        let Some(ty) = self.sent(body) else {
            return self.optional(&body.ty, Presence::Optional, &quote!(body));
        };
        let argument = self.runtime("IntoOption");
        Optional {
            generics: quote!(<K>),
            ty: quote!(impl #argument<#ty, K>),
            value: quote!(body.into_option()),
        }
    }

    /// The type of a body argument, if it is one of the support code: one that may be read while it is sent.
    pub(super) fn sent(&mut self, body: &Body) -> Option<TokenStream> {
        // By their paths: a description is likely to have such names itself.
        match (body.kind, &body.ty) {
            (BodyKind::Bytes, _) => Some(quote!(crate::runtime::Upload)),
            (BodyKind::Lines | BodyKind::Sequence, TypeRef::Vec(item)) => {
                let item = self.of(item);
                Some(quote!(crate::runtime::Records<#item>))
            }
            _ => None,
        }
    }

    /// The parameter type of a function for a body, and how `value` is converted.
    pub(super) fn body(&mut self, body: &Body, value: &TokenStream) -> (TokenStream, TokenStream) {
        match self.sent(body) {
            Some(ty) => (quote!(impl Into<#ty>), quote!(#value.into())),
            None => self.parameter(&body.ty, value),
        }
    }

    /// A field of a struct literal whose value is the variable of its name.
    pub(super) fn field_value(&self, name: &impl ToTokens, ty: &TypeRef) -> TokenStream {
        if converts(self.api, ty) || entries(self.api, ty).is_some() {
            let value = converted(self.api, ty, &name.to_token_stream());
            quote!(#name: #value)
        } else {
            quote!(#name)
        }
    }
}

/// How a function's argument for a value of the type is converted.
fn converted(api: &Api, ty: &TypeRef, value: &TokenStream) -> TokenStream {
    if texts(api, ty).is_some() {
        quote!(#value.into_list())
    } else if entries(api, ty).is_some() {
        quote!(#value.into_map())
    } else if converts(api, ty) {
        quote!(#value.into())
    } else {
        value.clone()
    }
}

/// The items of an array of strings, for which callers may pass strings of any kind, or values of the format.
pub(super) fn texts<'a>(api: &'a Api, ty: &'a TypeRef) -> Option<&'a TypeRef> {
    match api.unaliased(ty) {
        TypeRef::Vec(item) => is_text(api, item).then_some(item),
        _ => None,
    }
}

/// The values of a map, for which callers may pass pairs of any kind.
fn entries<'a>(api: &'a Api, ty: &'a TypeRef) -> Option<&'a TypeRef> {
    match api.unaliased(ty) {
        TypeRef::Map(value) => Some(value),
        _ => None,
    }
}

fn is_text(api: &Api, ty: &TypeRef) -> bool {
    match api.unaliased(ty) {
        TypeRef::Scalar(Scalar::String | Scalar::Secret) | TypeRef::Formatted(_) => true,
        TypeRef::Named(id) => {
            matches!(api.get(*id).map(|ty| &ty.kind), Some(TypeKind::OpenEnum(_)))
        }
        _ => false,
    }
}

/// Whether other types are commonly converted into this one: strings, enums of strings, arrays and boxes.
fn converts(api: &Api, ty: &TypeRef) -> bool {
    match api.unaliased(ty) {
        TypeRef::Scalar(
            Scalar::String
            | Scalar::Secret
            | Scalar::Base64
            | Scalar::Base64Url
            | Scalar::Bytes
            | Scalar::I128
            | Scalar::Decimal
            | Scalar::UnixTime,
        )
        | TypeRef::Formatted(_)
        | TypeRef::Vec(_)
        | TypeRef::Boxed(_) => true,
        // Those of the support code are around common types.
        TypeRef::Custom(custom) => custom.path.starts_with("crate::"),
        TypeRef::Named(id) => matches!(
            api.get(*id).map(|ty| &ty.kind),
            Some(TypeKind::OpenEnum(_) | TypeKind::Union(_))
        ),
        _ => false,
    }
}
