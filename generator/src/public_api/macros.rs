//! The macros of the support code, as public items. In: a call. Out: the public items of its expansion.
//!
//! Each function here outlines the expansion of the macro with its name in `runtime/`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Token, Type};

/// The public items that a macro call makes.
pub(super) fn expand(call: &syn::ItemMacro) -> syn::Result<Vec<syn::Item>> {
    let name = call.mac.path.segments.last().map(|segment| segment.ident.to_string());
    let input = call.mac.tokens.clone();
    let items = match name.unwrap_or_default().as_str() {
        "object" => object.parse2(input)?,
        "open_enum" => open_enum(syn::parse2(input)?),
        "value_enum" => value_enum(syn::parse2(input)?),
        "union" | "open_union" => union(syn::parse2(input)?),
        "documented" => documented(syn::parse2(input)?),
        "mock" => mock.parse2(input)?,
        "received_xml" => received_xml(),
        "from_bytes" => from_bytes.parse2(input)?,
        "macro_rules" | "thread_local" => TokenStream::new(),
        unknown => {
            let message = format!("the expansion of `{unknown}!` is not known");
            return Err(syn::Error::new_spanned(&call.mac.path, message));
        }
    };
    Ok(syn::parse2::<syn::File>(items)?.items)
}

/// How a struct is an object of JSON; what begins with `send` is only written.
fn object(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let first = input.call(Ident::parse_any)?;
    let is_sent = !input.peek(Token![:]);
    let name = if is_sent { input.parse()? } else { first };
    input.parse::<TokenStream>()?;
    let read = (!is_sent).then(|| quote!(impl<'de> Deserialize<'de> for #name {}));
    Ok(quote!(impl Serialize for #name {} #read))
}

fn open_enum(item: syn::ItemEnum) -> TokenStream {
    let (attributes, name, variants) = parts(&item);
    quote! {
        #(#attributes)*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            Unknown(String),
        }

        impl #name {
            pub const VALUES: &'static [Self] = _;
            pub fn as_str(&self) -> &str {}
        }

        impl From<&str> for #name {}
        impl From<String> for #name {}
        impl From<&Self> for #name {}
        impl FromStr for #name {
            type Err = Infallible;
        }
        impl Display for #name {}
    }
}

fn value_enum(item: syn::ItemEnum) -> TokenStream {
    let (attributes, name, variants) = parts(&item);
    quote! {
        #(#attributes)*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            Unknown(serde_json::Value),
        }

        impl #name {
            pub const VALUES: &'static [Self] = _;
            pub fn to_value(&self) -> serde_json::Value {}
        }

        impl From<serde_json::Value> for #name {}
    }
}

fn union(item: syn::ItemEnum) -> TokenStream {
    let (attributes, name, variants) = parts(&item);
    let types = item.variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.ty);
    quote! {
        #(#attributes)*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            Unknown(serde_json::Value),
        }

        #(impl From<#types> for #name {})*
    }
}

fn documented(item: syn::ItemEnum) -> TokenStream {
    let (attributes, name, variants) = parts(&item);
    quote! {
        #(#attributes)*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl ErrorBody for #name {}
        impl Display for #name {}
        impl Error for #name {}
    }
}

/// The attributes, the name, and the variants without their values.
fn parts(item: &syn::ItemEnum) -> (&[Attribute], &Ident, Vec<syn::Variant>) {
    let variants = item.variants.iter().cloned();
    let variants = variants.map(|variant| syn::Variant { discriminant: None, ..variant });
    (&item.attrs, &item.ident, variants.collect())
}

/// A method of the test server for each operation, which is followed by its responses.
fn mock(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let (mut methods, mut answers) = (TokenStream::new(), TokenStream::new());
    while !input.is_empty() {
        let attributes = Attribute::parse_outer(input)?;
        let method: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let operation: Ident = input.parse()?;
        while !input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Token![;]>()?;
        methods.extend(quote! {
            #(#attributes)*
            pub fn #method(&self) -> Mock<'_, #operation> {}
        });
        answers.extend(quote! {
            #(#attributes)*
            impl Mocked for #operation {}
        });
    }
    Ok(quote! {
        impl Server {
            pub fn new() -> Self {}
            #methods
        }

        impl From<&Server> for crate::Client {}
        #[cfg(feature = "blocking")]
        impl From<&Server> for crate::blocking::Client {}
        #answers
    })
}

fn received_xml() -> TokenStream {
    quote! {
        impl Received {
            pub fn xml<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {}
        }
    }
}

fn from_bytes(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let types = Punctuated::<Type, Token![,]>::parse_terminated(input)?;
    let types = types.iter();
    Ok(quote!(#(impl From<#types> for Upload {})*))
}
