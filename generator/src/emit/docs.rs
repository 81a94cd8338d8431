//! Documentation as attributes, which prettyplease prints as `///`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::Docs;

/// The docs of an item for whose uses rustc may warn, and its attributes.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let text = text(&docs.text);
    let deprecated = docs.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    let attributes = attributes(docs);
    quote!(#text #deprecated #attributes)
}

/// The docs of a type, and its attributes. All of its uses within the crate would cause warnings; so only the docs say
/// that it is deprecated.
pub(super) fn type_docs(docs: &Docs) -> TokenStream {
    let text = match &docs.deprecated {
        Some(note) => text(&format!("{}\n\n**Deprecated**: {note}.", docs.text)),
        None => text(&docs.text),
    };
    let attributes = attributes(docs);
    quote!(#text #attributes)
}

/// The attributes that the settings add.
fn attributes(docs: &Docs) -> TokenStream {
    let parsed = docs.attributes.iter().filter_map(|text| text.parse::<TokenStream>().ok());
    parsed.map(|attribute| quote!(#[#attribute])).collect()
}

/// A string as docs.
pub(super) fn text(text: &str) -> TokenStream {
    let lines = lines(text.trim_matches('\n')).map(|line| {
        let line = literal(line);
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// The lines of docs. A carriage return ends one, too (CommonMark, section 2.1); comments may not contain any.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('\r'))
}

/// A string literal that a macro shows in docs between back-ticks, as it is written.
pub(super) fn shown(text: &str) -> Literal {
    let plain = Literal::string(text);
    if !text.contains('`') {
        return plain;
    }
    plain.to_string().replace('`', "\\u{60}").parse().unwrap_or(plain)
}

/// A line of docs as a raw string, which is faster to parse than one with escapes, if possible.
fn literal(line: &str) -> Literal {
    if line.is_empty() {
        return Literal::string("");
    }
    let raw = format!("r##\" {line}\"##").parse();
    raw.unwrap_or_else(|_| Literal::string(&format!(" {line}")))
}
