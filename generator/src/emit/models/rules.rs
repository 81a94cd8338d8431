//! `validate`: a type's rules as constants, by which the support code validates values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use super::union;
use crate::ir::{Rule, Type, TypeRef};

/// The functions of a type with rules; empty for one without.
pub(super) fn functions(scope: &mut Scope<'_>, ty: &Type) -> Option<TokenStream> {
    let rules = scope.api.rules.get(&ty.name).filter(|_| !ty.operation)?;
    scope.imports.add(Origin::Runtime, "rules");
    let name = &ty.name;
    let rules = slice(scope, rules);
    Some(quote! {
        impl #name {
            /// Validates the value by the rules of the description, which are in the docs.
            ///
            /// # Errors
            ///
            /// All rules that it violates.
            pub fn validate(&self) -> Result<(), rules::Violations> {
                rules::validate(self, Self::validation_rules())
            }

            pub(crate) fn validation_rules() -> &'static [rules::Rule] {
                #rules
            }
        }
    })
}

fn slice(scope: &mut Scope<'_>, rules: &[Rule]) -> TokenStream {
    let rules: Vec<TokenStream> = rules.iter().map(|rule| self::rule(scope, rule)).collect();
    quote!(&[#(#rules),*])
}

fn rule(scope: &mut Scope<'_>, rule: &Rule) -> TokenStream {
    let word = |word: &str| Ident::new(word, Span::call_site());
    match rule {
        Rule::Count(keyword, count) => {
            let keyword = word(&format!("{keyword:?}"));
            let count = proc_macro2::Literal::usize_unsuffixed(*count);
            quote!(rules::#keyword(#count))
        }
        Rule::Bound(keyword, bound) => {
            let keyword = word(&format!("{keyword:?}"));
            let bound: TokenStream = format!("{bound:?}").parse().unwrap_or_default();
            quote!(rules::#keyword(#bound))
        }
        Rule::Pattern(pattern) => {
            scope.imports.add(Origin::Runtime, "pattern");
            quote!(rules::Pattern(#pattern, pattern::matches))
        }
        Rule::UniqueItems => quote!(rules::UniqueItems),
        Rule::Enum(values) => quote!(rules::Enum(&[#(#values),*])),
        Rule::Property(name, rules) => {
            let rules = slice(scope, rules);
            quote!(rules::Property(#name, #rules))
        }
        Rule::Matching(pattern, rules) => {
            scope.imports.add(Origin::Runtime, "pattern");
            let rules = slice(scope, rules);
            quote!(rules::Matching(#pattern, pattern::matches, #rules))
        }
        Rule::Others(names, rules) => {
            let rules = slice(scope, rules);
            quote!(rules::Others(&[#(#names),*], #rules))
        }
        Rule::Items(rules) => {
            let rules = slice(scope, rules);
            quote!(rules::Items(#rules))
        }
        Rule::Item(index, rules) => {
            let index = proc_macro2::Literal::usize_unsuffixed(*index);
            let rules = slice(scope, rules);
            quote!(rules::Item(#index, #rules))
        }
        Rule::Type(id) => {
            let ty = scope.of(&TypeRef::Named(*id));
            quote!(rules::Type(#ty::validation_rules))
        }
        Rule::AnyOf(members) => {
            let members = members.iter().map(|(when, rules)| {
                let kind = union::kind(when.kind).to_string();
                let has = &when.has;
                let is = when.is.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
                let texts = &when.one_of;
                let rules = slice(scope, rules);
                quote! {
                    (
                        rules::When { kind: #kind, has: &[#(#has),*], is: &[#(#is),*], one_of: &[#(#texts),*] },
                        #rules,
                    )
                }
            });
            let members: Vec<TokenStream> = members.collect();
            quote!(rules::AnyOf(&[#(#members),*]))
        }
    }
}
