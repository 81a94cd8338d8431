//! `src/operations.rs` and `src/operations/…`: one file an operation with its facts, its errors and its inline types.

mod body;
mod call;
mod errors;
mod headers;
mod pages;
mod parts;
mod stream;

use quote::quote;

pub(super) use call::{body_field, spread_struct, spread_type};

use super::file::{File, flat_modules};
use super::models;
use super::types::{Place, Scope};
use crate::ir::{Api, Operation, Type};

/// `src/operations.rs`.
pub(super) fn index(api: &Api) -> File {
    let mut file =
        File::new("The operations: what each sends, what it gives, and which errors it documents.");
    let (mods, uses) = flat_modules(api.operations.iter().map(|operation| &operation.module));
    file.items(mods);
    file.items(uses);
    file
}

/// The file of an operation, with the inline types beside it.
pub(super) fn file(api: &Api, operation: &Operation, types: &[&Type]) -> File {
    let mut scope = Scope::new(api, Place::Operations(operation.module.as_str()));
    let mut file =
        File::new(format!("`{} {}`", operation.method.as_str(), operation.path.replace('`', "'")));
    file.items(call::call(&mut scope, operation));
    let setters = call::setters(&mut scope, operation);
    if !setters.is_empty() {
        let name = &operation.type_name;
        file.items(quote!(impl<M> Call<M, #name> { #setters }));
    }
    if let Some(pages) = pages::pages(&mut scope, operation) {
        file.items(pages);
    }
    if let Some(stream) = stream::stream(&mut scope, operation) {
        file.items(stream);
    }
    if let Some(output) = call::output_enum(&mut scope, operation) {
        file.items(output);
    }
    if !operation.errors.is_empty() && operation.alternate_of.is_none() {
        file.items(errors::errors(&mut scope, operation));
    }
    if let Some(headers) = headers::headers(&mut scope, operation) {
        file.items(headers);
    }
    for ty in types {
        models::emit(&mut file, &mut scope, ty);
    }
    file.imports = scope.imports;
    file
}
