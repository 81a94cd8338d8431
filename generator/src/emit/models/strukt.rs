//! Structs: the type, a constructor of its required fields, and setters for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::types::{Origin, Scope};
use crate::ir::{Field, Presence, Struct, Type};

/// Constructors of more fields than this would be called with the wrong one in the wrong place.
const MOST_ARGUMENTS: usize = 7;

pub(super) fn strukt(scope: &mut Scope<'_>, ty: &Type, strukt: &Struct) -> TokenStream {
    scope.imports.add(Origin::Serde, "Deserialize");
    scope.imports.add(Origin::Serde, "Serialize");
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let derives = derives(strukt);
    let rule = Rule::of(strukt);
    let rename_all = rule.attribute();
    let fields = strukt.fields.iter().map(|field| self::field(scope, field, rule));
    let fields: Vec<TokenStream> = fields.collect();
    let additional = strukt.additional.as_ref().map(|additional| {
        let name = &additional.name;
        let value = scope.of(&additional.ty);
        quote! {
            /// Properties that the description does not name.
            #[serde(flatten)]
            pub #name: std::collections::BTreeMap<String, #value>,
        }
    });
    let functions = functions(scope, strukt);
    let functions = (!functions.is_empty()).then(|| quote!(impl #name { #functions }));
    quote! {
        #docs
        #[derive(#derives)]
        #rename_all
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
        }

        #functions
    }
}

fn derives(strukt: &Struct) -> TokenStream {
    let hash = strukt.hash.then(|| quote!(Eq, Hash,));
    let default = strukt.default.then(|| quote!(Default,));
    quote!(Debug, Clone, PartialEq, #hash #default Serialize, Deserialize)
}

/// The rule by which the struct's fields are named in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Same,
    Camel,
    Pascal,
    Kebab,
    Shouty,
}

impl Rule {
    /// The rule that leaves the fewest fields to be named one by one.
    fn of(strukt: &Struct) -> Self {
        let exceptions = |rule: Self| {
            strukt.fields.iter().filter(|field| rule.apply(field) != field.wire).count()
        };
        let mut best = Self::Same;
        let mut fewest = exceptions(best);
        for rule in [Self::Camel, Self::Pascal, Self::Kebab, Self::Shouty] {
            // The attribute itself is a line too.
            if exceptions(rule) + 1 < fewest {
                best = rule;
                fewest = exceptions(rule) + 1;
            }
        }
        best
    }

    /// What serde makes of the field's name.
    fn apply(self, field: &Field) -> String {
        let name = field.name.as_str().trim_start_matches("r#");
        let pascal = || -> String {
            let mut upper = true;
            let mut text = String::with_capacity(name.len());
            for character in name.chars() {
                if character == '_' {
                    upper = true;
                } else if upper {
                    text.push(character.to_ascii_uppercase());
                    upper = false;
                } else {
                    text.push(character);
                }
            }
            text
        };
        match self {
            Self::Same => name.to_owned(),
            Self::Pascal => pascal(),
            Self::Camel => {
                let pascal = pascal();
                let mut rest = pascal.chars();
                rest.next()
                    .map(|first| first.to_ascii_lowercase())
                    .into_iter()
                    .chain(rest)
                    .collect()
            }
            Self::Kebab => name.replace('_', "-"),
            Self::Shouty => name.to_ascii_uppercase(),
        }
    }

    fn attribute(self) -> Option<TokenStream> {
        let name = match self {
            Self::Same => return None,
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Kebab => "kebab-case",
            Self::Shouty => "SCREAMING_SNAKE_CASE",
        };
        Some(quote!(#[serde(rename_all = #name)]))
    }
}

fn field(scope: &mut Scope<'_>, field: &Field, rule: Rule) -> TokenStream {
    let docs = docs::docs(&field.docs);
    let name = &field.name;
    let wire = &field.wire;
    let rename = (rule.apply(field) != *wire).then(|| quote!(rename = #wire,));
    let skip = match field.presence {
        Presence::Required | Presence::Nullable => None,
        Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none",)),
        Presence::OptionalNullable => {
            Some(quote!(default, skip_serializing_if = "Nullable::is_absent",))
        }
    };
    let settings = quote!(#rename #skip);
    let attribute = (!settings.is_empty())
        .then(|| without_last_comma(settings))
        .map(|settings| quote!(#[serde(#settings)]));
    let ty = scope.field(&field.ty, field.presence);
    quote! {
        #docs
        #attribute
        pub #name: #ty,
    }
}

fn without_last_comma(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    tokens.pop();
    tokens.into_iter().collect()
}

/// `new`, where something is required, and the setters of a type that callers build.
fn functions(scope: &mut Scope<'_>, strukt: &Struct) -> TokenStream {
    let mut functions = TokenStream::new();
    let required: Vec<&Field> = strukt.fields.iter().filter(|field| field.is_argument()).collect();
    if !required.is_empty() || !strukt.default {
        functions.extend(constructor(scope, strukt, &required));
    }
    if strukt.sent {
        for field in strukt.fields.iter().filter(|field| !field.presence.is_required()) {
            functions.extend(setter(scope, field));
        }
    }
    functions
}

fn constructor(scope: &mut Scope<'_>, strukt: &Struct, required: &[&Field]) -> TokenStream {
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for field in required {
        let name = &field.name;
        if field.presence == Presence::Nullable {
            let ty = scope.field(&field.ty, field.presence);
            parameters.push(quote!(#name: #ty));
            values.push(quote!(#name));
        } else {
            let (ty, value) = scope.parameter(&field.ty, &quote!(#name));
            parameters.push(quote!(#name: #ty));
            values.push(if value.to_string() == name.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
            });
        }
    }
    let complete = required.len() == strukt.fields.len() && strukt.additional.is_none();
    let rest = if complete {
        TokenStream::new()
    } else if strukt.default {
        quote!(..Self::default())
    } else {
        let others = strukt.fields.iter().filter(|field| !field.is_argument()).map(|field| {
            let name = &field.name;
            match (field.presence, &field.constant) {
                (Presence::Required, Some(text)) => quote!(#name: #text.into(),),
                (Presence::OptionalNullable, _) => quote!(#name: Nullable::Absent,),
                _ => quote!(#name: None,),
            }
        });
        let additional = strukt.additional.as_ref().map(|additional| {
            let name = &additional.name;
            quote!(#name: std::collections::BTreeMap::new(),)
        });
        quote!(#(#others)* #additional)
    };
    let many = (required.len() > MOST_ARGUMENTS).then(|| {
        quote!(#[expect(clippy::too_many_arguments, reason = "the description requires all of them")])
    });
    quote! {
        /// A value with its required fields.
        #many
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values,)* #rest }
        }
    }
}

fn setter(scope: &mut Scope<'_>, field: &Field) -> TokenStream {
    let name = &field.name;
    let docs = docs::text(field.docs.text.split("\n\n").next().unwrap_or_default());
    let deprecated = field.docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    let (ty, value) = if field.presence == Presence::OptionalNullable {
        let ty = scope.field(&field.ty, field.presence);
        (quote!(impl Into<#ty>), quote!(#name.into()))
    } else {
        let (ty, value) = scope.parameter(&field.ty, &quote!(#name));
        (ty, quote!(Some(#value)))
    };
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
