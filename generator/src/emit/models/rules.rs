//! `validate`: a type's rules as constants, by which the support code validates values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{Rule, Type, TypeRef};

/// The functions of a type with rules; empty for one without.
pub(super) fn functions(scope: &mut Scope<'_>, ty: &Type) -> Option<TokenStream> {
    let rules = scope.api.rules.get(&ty.name).filter(|_| !ty.operation)?;
    scope.imports.add(Origin::Runtime, "rules");
    let name = &ty.name;
    let rules = slice(scope, "rules", rules);
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

fn slice(scope: &mut Scope<'_>, module: &str, rules: &[Rule]) -> TokenStream {
    let rules: Vec<TokenStream> = list(scope, module, rules);
    quote!(&[#(#rules),*])
}

/// The rules as constants of that module of the runtime.
pub(super) fn list(scope: &mut Scope<'_>, module: &str, rules: &[Rule]) -> Vec<TokenStream> {
    rules.iter().map(|rule| self::rule(scope, module, rule)).collect()
}

/// The function that matches strings with a pattern.
fn matcher(scope: &mut Scope<'_>, module: &Ident, pattern: &str) -> TokenStream {
    if beginning(pattern).is_some() {
        return quote!(#module::begins);
    }
    scope.imports.add(Origin::Runtime, "pattern");
    quote!(pattern::matches)
}

/// The string that strings with the pattern begin with, if that is all that it requires.
pub(in super::super) fn beginning(pattern: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_alphanumeric() || "_-/:@#%&=, ".contains(c);
    pattern.strip_prefix('^').filter(|text| !text.is_empty() && text.chars().all(is_plain))
}

fn rule(scope: &mut Scope<'_>, module: &str, rule: &Rule) -> TokenStream {
    let m = Ident::new(module, Span::call_site());
    let word = |word: &str| Ident::new(word, Span::call_site());
    match rule {
        Rule::Count(keyword, count) => {
            let keyword = word(&format!("{keyword:?}"));
            let count = proc_macro2::Literal::usize_unsuffixed(*count);
            quote!(#m::#keyword(#count))
        }
        Rule::Bound(keyword, bound) => {
            let keyword = word(&format!("{keyword:?}"));
            let bound: TokenStream = format!("{:?}", bound.0).parse().unwrap_or_default();
            quote!(#m::#keyword(#bound))
        }
        Rule::Pattern(pattern) => {
            let matches = matcher(scope, &m, pattern);
            quote!(#m::Pattern(#pattern, #matches))
        }
        Rule::Ipv4 => quote!(#m::Ipv4),
        Rule::Ipv6 => quote!(#m::Ipv6),
        Rule::UniqueItems => quote!(#m::UniqueItems),
        Rule::Kinds(kinds) => {
            let kinds = kinds.iter().map(|kind| kind.word());
            quote!(#m::Kinds(&[#(#kinds),*]))
        }
        Rule::Never => quote!(#m::Never),
        Rule::Names(rules) => {
            let rules = slice(scope, module, rules);
            quote!(#m::Names(#rules))
        }
        Rule::Enum(values) => quote!(#m::Enum(&[#(#values),*])),
        Rule::Property(name, rules) => {
            let rules = slice(scope, module, rules);
            quote!(#m::Property(#name, #rules))
        }
        Rule::Matching(pattern, rules) => {
            let matches = matcher(scope, &m, pattern);
            let rules = slice(scope, module, rules);
            quote!(#m::Matching(#pattern, #matches, #rules))
        }
        Rule::Others(names, rules) => {
            let rules = slice(scope, module, rules);
            quote!(#m::Others(&[#(#names),*], #rules))
        }
        Rule::Items(rules) => {
            let rules = slice(scope, module, rules);
            quote!(#m::Items(#rules))
        }
        Rule::Item(index, rules) => {
            let index = proc_macro2::Literal::usize_unsuffixed(*index);
            let rules = slice(scope, module, rules);
            quote!(#m::Item(#index, #rules))
        }
        Rule::Type(id) => {
            let ty = scope.of(&TypeRef::Named(*id));
            quote!(#m::Type(#ty::validation_rules))
        }
        Rule::AnyOf(members) => {
            let members = members.iter().map(|(when, rules)| {
                let kind = when.kind.word();
                let has = &when.has;
                let is = when.is.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
                let texts = &when.one_of;
                let rules = slice(scope, module, rules);
                quote! {
                    (
                        #m::When { kind: #kind, has: &[#(#has),*], is: &[#(#is),*], one_of: &[#(#texts),*] },
                        #rules,
                    )
                }
            });
            let members: Vec<TokenStream> = members.collect();
            quote!(#m::AnyOf(&[#(#members),*]))
        }
    }
}
