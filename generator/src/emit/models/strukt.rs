//! Structs: the type and its fields, and its JSON object.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use super::super::file::{File, Part};
use super::super::imports::Origin;
use super::super::types::Scope;
use super::construct;
use crate::ir::{Default, Field, Presence, Struct, Type};

/// The maximum width of a line, as in prettyplease.
const WIDTH: usize = 89;

pub(super) fn strukt(file: &mut File, scope: &mut Scope<'_>, ty: &Type, strukt: &Struct) {
    scope.imports.add(Origin::Object, "object");
    file.items(definition(scope, ty, strukt));
    file.parts.push(Part::Text(object(ty, strukt)));
    let name = &ty.name;
    let functions = construct::functions(scope, strukt);
    if !functions.is_empty() {
        file.items(quote!(impl #name { #functions }));
    }
    if let Some(default) = construct::written_default(scope, name, strukt) {
        file.items(default);
    }
}

fn definition(scope: &mut Scope<'_>, ty: &Type, strukt: &Struct) -> TokenStream {
    let docs = docs::type_docs(&ty.docs);
    let name = &ty.name;
    let derives = derives(strukt);
    let visibility = if strukt.private { quote!(pub(crate)) } else { quote!(pub) };
    let non_exhaustive = (!strukt.private).then(|| quote!(#[non_exhaustive]));
    let fields = strukt.fields.iter().map(|field| self::field(scope, field, &visibility));
    let fields: Vec<TokenStream> = fields.collect();
    let additional = strukt.additional.as_ref().map(|additional| {
        let name = &additional.name;
        let value = scope.of(&additional.ty);
        quote! {
            /// Properties that the description does not name.
            pub #name: std::collections::BTreeMap<String, #value>,
        }
    });
    quote! {
        #docs
        #[derive(#derives)]
        #non_exhaustive
        #visibility struct #name {
            #(#fields)*
            #additional
        }
    }
}

fn derives(strukt: &Struct) -> TokenStream {
    let hash = strukt.hash.then(|| quote!(Eq, Hash,));
    let default = (strukt.default == Default::Derived).then(|| quote!(Default,));
    quote!(Debug, Clone, PartialEq, #hash #default)
}

fn field(scope: &mut Scope<'_>, field: &Field, visibility: &TokenStream) -> TokenStream {
    let docs = docs::docs(&field.docs);
    let name = &field.name;
    let ty = scope.field(&field.ty, field.presence);
    quote! {
        #docs
        #visibility #name: #ty,
    }
}

/// The call of the runtime's macro, which lists the fields by how an empty one is serialized.
fn object(ty: &Type, strukt: &Struct) -> String {
    let send = if strukt.private { "send " } else { "" };
    let mut text = format!("object! {{\n    {send}{}:\n", ty.name);
    for (kind, presences) in [
        ("required", &[Presence::Required][..]),
        ("nullable", &[Presence::Nullable]),
        ("optional", &[Presence::Optional, Presence::OptionalNullable]),
        ("any", &[Presence::OptionalAny]),
    ] {
        let fields = strukt.fields.iter().filter(|field| presences.contains(&field.presence));
        let items: Vec<String> = fields.map(item).collect();
        text.push_str(&list(kind, &items));
    }
    let received = strukt.fields.iter().filter(|field| field.only_received);
    let received: Vec<String> =
        received.map(|field| proc_macro2::Literal::string(&field.wire).to_string()).collect();
    text.push_str(&list("received", &received));
    if let Some(additional) = &strukt.additional {
        let kind = if strukt.open { "unknown" } else { "rest" };
        text.push_str(&format!("    {kind} {};\n", additional.name));
    }
    text.push('}');
    text
}

/// A field, with its key if that is not its name.
fn item(field: &Field) -> String {
    // The compiler normalizes non-ASCII identifiers, and so may change a key.
    if field.name.as_str() == field.wire && field.wire.is_ascii() {
        field.wire.clone()
    } else {
        let key = proc_macro2::Literal::string(&field.wire);
        format!("{} = {key}", field.name)
    }
}

/// A list in lines of no more than [`WIDTH`], unless an item itself is longer; empty without items.
fn list(kind: &str, items: &[String]) -> String {
    let Some((last, others)) = items.split_last() else { return String::new() };
    let mut text = String::new();
    let mut line = format!("    {kind}");
    let ended = others.iter().map(|item| format!("{item},")).chain([format!("{last};")]);
    for item in ended {
        if line.len() + 1 + item.len() > WIDTH && line.trim() != kind {
            text.push_str(&line);
            text.push('\n');
            line = String::from("       ");
        }
        line.push(' ');
        line.push_str(&item);
    }
    text + &line + "\n"
}
