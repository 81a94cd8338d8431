//! Documentation as attributes, which prettyplease prints as `///`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Docs;

/// The docs of an item for whose uses rustc may warn.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let text = text(&docs.text);
    let deprecated = docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    quote!(#text #deprecated)
}

/// The docs of a type, all of whose uses within the crate would cause warnings; so only the docs say that it is
/// deprecated.
pub(super) fn type_docs(docs: &Docs) -> TokenStream {
    match &docs.deprecated {
        Some(note) => text(&format!("{}\n\n**Deprecated**: {note}.", docs.text)),
        None => text(&docs.text),
    }
}

/// A string as docs.
pub(super) fn text(text: &str) -> TokenStream {
    let lines = text.trim_matches('\n').lines().map(|line| {
        let line = literal(line);
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// A line of docs as a raw string, which is faster to parse than one with escapes, if possible.
fn literal(line: &str) -> Literal {
    if line.is_empty() {
        return Literal::string("");
    }
    let raw = format!("r##\" {line}\"##").parse();
    raw.unwrap_or_else(|_| Literal::string(&format!(" {line}")))
}
