//! `src/webhooks.rs`: a function for each request that the API sends, which reads its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::file::File;
use super::types::{Origin, Place, Scope};
use crate::ir::{Api, Webhook};

pub(super) fn file(api: &Api) -> File {
    let mut scope = Scope::new(api, Place::Client);
    scope.imports.add(Origin::Runtime, "DecodeError");
    let mut file =
        File::new("The requests that the API sends to its callers: what their bodies hold.");
    for webhook in &api.webhooks {
        file.items(function(&mut scope, webhook));
    }
    file.imports = scope.imports;
    file
}

fn function(scope: &mut Scope<'_>, webhook: &Webhook) -> TokenStream {
    let docs = docs::docs(&webhook.docs);
    let name = &webhook.name;
    let ty = scope.of(&webhook.ty);
    quote! {
        #docs
        pub fn #name(body: &[u8]) -> Result<#ty, DecodeError> {
            crate::runtime::payload::json(body)
        }
    }
}
