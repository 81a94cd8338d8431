//! `src/operations.rs` and `src/operations/…`: one file an operation with its facts, its errors and its inline types.

mod call;
mod errors;

use quote::quote;

pub(super) use call::{body_field, spread_struct, spread_type};

use super::file::{File, flat_modules};
use super::models;
use super::types::{Place, Scope};
use crate::ir::{Api, Operation};

/// The files of the operations, by path; none where there are no operations.
pub(super) fn files(api: &Api) -> Vec<(String, File)> {
    if api.operations.is_empty() {
        return Vec::new();
    }
    let mut files = vec![(String::from("src/operations.rs"), index(api))];
    for operation in &api.operations {
        let path = format!("src/operations/{}.rs", models::file_stem(&operation.module));
        files.push((path, file(api, operation)));
    }
    files
}

fn index(api: &Api) -> File {
    let mut file =
        File::new("The operations: what each sends, what it gives, and which errors it documents.");
    let (mods, uses) = flat_modules(api.operations.iter().map(|operation| &operation.module));
    file.items(mods);
    file.items(uses);
    file
}

fn file(api: &Api, operation: &Operation) -> File {
    let mut scope = Scope::new(api, Place::Operations(operation.module.as_str()));
    let mut file =
        File::new(format!("`{} {}`", operation.method.as_str(), operation.path.replace('`', "'")));
    file.items(call::call(&mut scope, operation));
    let setters = call::setters(&mut scope, operation);
    if !setters.is_empty() {
        let name = &operation.type_name;
        file.items(quote!(impl<M> Call<M, #name> { #setters }));
    }
    if let Some(output) = call::output_enum(&mut scope, operation) {
        file.items(output);
    }
    if !operation.errors.is_empty() {
        file.items(errors::errors(&mut scope, operation));
    }
    for ty in api.types.iter().filter(|ty| ty.operation && ty.module == operation.module) {
        models::emit(&mut file, &mut scope, ty);
    }
    file.imports = scope.imports;
    file
}
