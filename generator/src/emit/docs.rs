//! Documentation as attributes, which prettyplease prints as `///`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Docs;

/// The docs of an item whose uses rustc may warn of.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let text = text(&docs.text);
    let deprecated = docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    quote!(#text #deprecated)
}

/// The docs of a type, whose uses within the crate would all be warned of; so the docs alone say it.
pub(super) fn type_docs(docs: &Docs) -> TokenStream {
    match &docs.deprecated {
        Some(note) => text(&format!("{}\n\n**Deprecated**: {note}.", docs.text)),
        None => text(&docs.text),
    }
}

/// A text as docs.
pub(super) fn text(text: &str) -> TokenStream {
    let lines = text.trim_matches('\n').lines().map(|line| {
        let line = literal(line);
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// A line of docs as a raw text, which is read faster than one with escapes, where it can be one.
fn literal(line: &str) -> Literal {
    if line.is_empty() {
        return Literal::string("");
    }
    let raw = format!("r##\" {line}\"##").parse();
    raw.unwrap_or_else(|_| Literal::string(&format!(" {line}")))
}
