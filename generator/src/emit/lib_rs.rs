//! `src/lib.rs`: the crate's docs and modules.

use proc_macro2::TokenStream;
use quote::quote;

use super::features;
use super::file::{File, Part};
use super::runtime::Uses;
use super::{sample, types_only, uploads};
use crate::config::Times;
use crate::ir::{Api, Content, FieldName, Scalar, Type, TypeKind, TypeRef};

pub(super) fn file(api: &Api) -> File {
    let mut file = File { attributes: attributes(api), ..File::new(docs(api)) };
    let client = api.client.then(|| {
        quote!(
            mod client;
        )
    });
    let models = api.emitted().any(|ty| !ty.operation).then(|| {
        quote!(
            pub mod models;
        )
    });
    let operations = (!api.operations.is_empty()).then(|| {
        quote!(
            pub mod operations;
        )
    });
    let mock = operations.is_some().then(|| {
        quote!(
            #[cfg(feature = "mock")]
            pub mod mock;
        )
    });
    let webhooks = (!api.webhooks.is_empty()).then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    let xml = (!api.xml.is_empty()).then(|| {
        quote!(
            mod xml;
        )
    });
    file.items(quote! {
        #client
        #mock
        #models
        #operations
        pub mod runtime;
        #webhooks
        #xml
    });
    if api.client {
        file.items(blocking());
    }
    let crates: String = public_crates(api).map(|name| format!("\npub use {name};")).collect();
    file.parts
        .push(Part::Text(format!("// The crates whose types are part of the public API.{crates}")));
    let nullable = Uses::of(api).nullable.then(|| {
        quote!(
            pub use runtime::Nullable;
        )
    });
    if !api.client {
        file.items(quote!(#nullable));
        return file;
    }
    let server = (!api.servers.is_empty()).then(|| {
        quote!(
            pub use runtime::Server;
        )
    });
    file.items(quote! {
        pub use runtime::BuildError;
        pub use runtime::Builder;
        pub use runtime::Error;
        #nullable
        #server

        /// A client whose calls are futures.
        pub type Client = runtime::Client<runtime::Async>;
    });
    file
}

/// The dependencies of the public API.
fn public_crates(api: &Api) -> impl Iterator<Item = &'static str> {
    let scalars = Uses::of(api).scalars;
    let is_of = |times: Times| scalars.iter().any(|scalar| scalar.times(api.times) == Some(times));
    let named = [
        ("bytes", api.client || scalars.contains(&Scalar::Bytes)),
        ("chrono", is_of(Times::Chrono)),
        ("http", api.client),
        ("jiff", is_of(Times::Jiff)),
        ("reqwest", api.client),
        ("serde_json", true),
        ("time", is_of(Times::Time)),
        ("uuid", scalars.contains(&Scalar::Uuid)),
    ];
    named.into_iter().filter(|(_, is_seen)| *is_seen).map(|(name, _)| name)
}

/// Lints of the whole crate. Those that are allowed concern the description, not the code.
fn attributes(api: &Api) -> String {
    let mut attributes = String::from("#![forbid(unsafe_code)]");
    let mut allow = |lint: &str, reason: &str| {
        attributes.push_str(&format!("\n#![allow({lint}, reason = \"{reason}\")]"));
    };
    if has_deprecated(api) {
        allow("deprecated", "deprecated items are still part of the crate");
    }
    if has_enums_of_models(api) {
        allow("clippy::large_enum_variant", "models are as large as the description makes them");
    }
    if api.emitted().any(is_complex) {
        allow("clippy::type_complexity", "types nest as the description nests them");
    }
    if has_placeholder_names(api) {
        allow("clippy::disallowed_names", "the description has these names");
    }
    if has_foreign_letters(api) {
        let lints = "confusable_idents, mixed_script_confusables, uncommon_codepoints";
        allow(lints, "the description has these names");
    }
    if !api.features.tags.is_empty() {
        attributes.push('\n');
        attributes.push_str(&features::lints());
    }
    attributes
}

/// Whether a type nests deeply enough for clippy to ask for an alias.
fn is_complex(ty: &Type) -> bool {
    fn depth(ty: &TypeRef) -> usize {
        match ty {
            TypeRef::Vec(inner) | TypeRef::Option(inner) | TypeRef::Boxed(inner) => {
                depth(inner) + 1
            }
            TypeRef::Map(inner) => depth(inner) + 2,
            TypeRef::Tuple(items) => 1 + items.iter().map(depth).sum::<usize>(),
            TypeRef::Named(_)
            | TypeRef::Scalar(_)
            | TypeRef::Formatted(_)
            | TypeRef::Custom(_)
            | TypeRef::Untyped(_) => 1,
        }
    }
    match &ty.kind {
        TypeKind::Struct(strukt) => strukt.fields.iter().any(|field| depth(&field.ty) > 4),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => depth(ty) > 5,
        _ => false,
    }
}

/// Whether something has one of the names that clippy takes for placeholders.
fn has_placeholder_names(api: &Api) -> bool {
    let is_placeholder = |name: &FieldName| matches!(name.as_str(), "foo" | "baz" | "quux");
    let fields = api.emitted().any(|ty| match &ty.kind {
        TypeKind::Struct(strukt) => strukt.fields.iter().any(|field| is_placeholder(&field.name)),
        _ => false,
    });
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    fields || parameters.into_iter().any(|parameter| is_placeholder(&parameter.name))
}

/// Whether a name has letters that may look like others.
fn has_foreign_letters(api: &Api) -> bool {
    let types = api.emitted().flat_map(|ty| {
        let members: Vec<&str> = match &ty.kind {
            TypeKind::Struct(strukt) => {
                strukt.fields.iter().map(|field| field.name.as_str()).collect()
            }
            TypeKind::OpenEnum(open) => {
                open.variants.iter().map(|variant| variant.name.as_str()).collect()
            }
            TypeKind::ValueEnum(values) => {
                values.variants.iter().map(|variant| variant.name.as_str()).collect()
            }
            TypeKind::Union(union) => {
                union.variants.iter().map(|variant| variant.name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        members.into_iter().chain([ty.name.as_str()])
    });
    let operations = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| parameter.name.as_str());
        parameters.chain([operation.name.as_str()])
    });
    !types.chain(operations).all(str::is_ascii)
}

fn has_deprecated(api: &Api) -> bool {
    let fields = api.emitted().any(|ty| match &ty.kind {
        TypeKind::Struct(strukt) => {
            strukt.fields.iter().any(|field| field.docs.deprecated.is_some())
        }
        _ => false,
    });
    fields || api.operations.iter().any(|operation| operation.docs.deprecated.is_some())
}

/// Whether an enum of responses may have a variant so much larger than another one that clippy reports it, from 200
/// bytes on. Sizes are estimates.
fn has_enums_of_models(api: &Api) -> bool {
    const LARGE: usize = 150;
    let is_large = |content: &Content| match content.ty() {
        Some(TypeRef::Named(id)) => api.get(*id).is_some_and(|ty| ty.size > LARGE),
        _ => false,
    };
    api.operations.iter().any(|operation| {
        let errors = operation.errors.len() > 1
            && operation.errors.iter().any(|error| is_large(&error.content));
        errors
            || (operation.output_name.is_some()
                && operation.success.iter().any(|success| is_large(&success.content)))
    })
}

fn blocking() -> TokenStream {
    quote! {
        /// The client without async code.
        #[cfg(feature = "blocking")]
        pub mod blocking {
            use crate::runtime::Blocking;

            /// A client whose calls block the calling thread.
            pub type Client = crate::runtime::Client<Blocking>;

            /// A builder for a [`Client`].
            pub type Builder = crate::runtime::Builder<Blocking>;
        }
    }
}

fn docs(api: &Api) -> String {
    let mut docs = format!("{}\n", api.headline);
    if !api.docs.text.is_empty() {
        docs.push_str(&format!("\n{}\n", api.docs.text));
    }
    if api.client {
        docs.push_str(&of_client(api));
    } else {
        docs.push_str(&types_only::docs());
    }
    if !api.webhooks.is_empty() {
        docs.push_str(WEBHOOKS);
    }
    docs
}

/// The docs of calls, and of what all of them share.
fn of_client(api: &Api) -> String {
    let mut docs = format!("\n# A first call\n\n```no_run\n{}```\n", first_call(api));
    docs.push_str(&uploads::docs(api));
    docs.push_str(ERRORS);
    if !api.operations.is_empty() {
        docs.push_str(MOCK);
    }
    docs.push_str(&features::docs(api));
    docs
}

/// The first call as a program, hidden lines included.
fn first_call(api: &Api) -> String {
    let sample = sample::first_call(api);
    let lib = api.package.lib_name();
    let settings: String =
        sample.settings.iter().map(|setting| format!("    {setting}\n")).collect();
    let call = sample.call_lines().join("\n");
    let condition = sample.condition.iter().map(|condition| format!("# {condition}\n"));
    let condition: String = condition.collect();
    format!(
        "{condition}# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
         let client = {lib}::Client::builder()\n{settings}    .build()?;\n{call}\n# Ok(())\n# }}\n"
    )
}

const ERRORS: &str = "
# Errors

Each operation has an enum of its documented errors, in [`Error::Documented`].
For every error, [`Error::status`], [`Error::headers`] and [`Error::body`] return what arrived, [`Error::message`] the server's own words, and [`Error::code`] its code.
[`Error::is_not_found`] and others answer one question each.
A function that calls several operations returns `Result<T, Error>`, into which `?` converts the error of each.

# Retries and timeouts

Requests that are safe to repeat are attempted up to three times, see [`Retry`](runtime::Retry); [`Builder::retry`] changes that, and so does each call.
[`Error::may_have_reached_server`] tells whether the server may have acted on a call that failed.
The connection timeout is ten seconds; [`Builder::timeout`] and [`Builder::attempt_timeout`] set the other timeouts.

# What the description does not have

[`Client::call`](runtime::Client::call) sends any [`Operation`](runtime::Operation), even one of your own; README has an example.
[`Builder::http_client`] takes an HTTP client of your own, with cookies or proxies, and `.raw()` on a call returns its response as received.

# Features

`blocking` adds a client without async code, `tracing` a span for each call and each of its attempts.
The TLS implementation is `rustls`, which is on by default, or `native-tls`.
";

const WEBHOOKS: &str = "
# Webhooks

The functions in [`webhooks`] parse the bodies of requests that the API sends; any HTTP server can receive them.
";

const MOCK: &str = "\
`mock` adds a server for tests, with a response for each operation, which records the requests that it received.
";
