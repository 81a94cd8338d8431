//! The pagination of an operation's result.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{ItemStep, Next, Operation, Presence};

/// The operation's `Paginated`, if its result is paginated.
pub(super) fn pages(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    for name in ["Next", "Paginated", "Paging"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let name = &operation.type_name;
    let item = scope.of(&pagination.item);
    let at = &pagination.items_at;
    let next = next(&pagination.next);
    let more = optional(pagination.more.as_deref());
    let items = items(&pagination.items);
    Some(quote! {
        impl Paginated for #name {
            type Item = #item;

            const PAGING: Paging = Paging { items: #at, next: #next, more: #more };

            fn items(page: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    })
}

fn next(next: &Next) -> TokenStream {
    match next {
        Next::Link => quote!(Next::Link),
        Next::Url(at) => quote!(Next::Url(#at)),
        Next::Path { at, template } => quote!(Next::Path { at: #at, template: #template }),
        Next::Token { at, parameter } => quote!(Next::Token { at: #at, parameter: #parameter }),
        Next::Header { name, parameter } => {
            quote!(Next::Header { name: #name, parameter: #parameter })
        }
        Next::Page { parameter, first, pages } => {
            let first = Literal::u64_unsuffixed(*first);
            let pages = optional(pages.as_deref());
            quote!(Next::Page { parameter: #parameter, first: #first, pages: #pages })
        }
        Next::Offset(parameter) => quote!(Next::Offset(#parameter)),
        Next::After { property, parameter } => {
            quote!(Next::After { property: #property, parameter: #parameter })
        }
    }
}

fn optional(place: Option<&str>) -> TokenStream {
    match place {
        Some(place) => quote!(Some(#place)),
        None => quote!(None),
    }
}

/// The path from a page to its items; `None` if a step of it is missing.
fn items(steps: &[ItemStep]) -> TokenStream {
    let mut value = quote!(page);
    let mut outer = None;
    for ItemStep { field, presence } in steps {
        let is_required = *presence == Presence::Required;
        let into_option = (*presence == Presence::OptionalNullable).then(|| quote!(.into_option()));
        value = match &outer {
            None => quote!(#value.#field #into_option),
            Some(outer) if is_required => quote!(#value.map(|#outer| #outer.#field)),
            Some(outer) => quote!(#value.and_then(|#outer| #outer.#field #into_option)),
        };
        if outer.is_some() || !is_required {
            outer = Some(field);
        }
    }
    let or_default = outer.map(|_| quote!(.unwrap_or_default()));
    quote!(#value #or_default)
}
