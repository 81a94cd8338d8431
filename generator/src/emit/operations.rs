//! `src/operations.rs` and `src/operations/…`: one file per operation with its facts, its errors and its inline types.

mod body;
mod call;
mod encoding;
mod errors;
mod headers;
mod long_running;
mod pages;
mod parts;
mod response;
mod setters;
mod stream;

use std::collections::BTreeMap;

use quote::quote;

use super::exports::{Exports, Lines};
use super::file::File;
use super::types::{Place, Scope};
use super::{client, features, models};
use crate::ir::{Api, Group, ModuleName, Operation, Type};
use crate::markdown;

/// `src/operations.rs`.
pub(super) fn index(api: &Api, exports: &Exports<'_>) -> File {
    let mut file =
        File::new("The operations: the request, the output and the documented errors of each.");
    let (mut always, mut grouped) = (Vec::new(), BTreeMap::<_, Vec<&ModuleName>>::new());
    for operation in &api.operations {
        match operation.group {
            Some(group) => grouped.entry(group).or_default().push(&operation.module),
            None => always.push(&operation.module),
        }
    }
    let mut lines = Lines::default();
    for (index, group) in api.features.groups.iter().enumerate() {
        lines.extend(exports.group(group, grouped.remove(&index).unwrap_or_default()));
    }
    lines.extend(exports.lines(api.features.shared.iter().chain(always)));
    file.parts.extend(lines.parts());
    file
}

/// The index of a group of operations, with the client's methods for them.
pub(super) fn group(
    api: &Api,
    group: &Group,
    operations: &[&Operation],
    exports: &Exports<'_>,
) -> File {
    let own = operations.iter().map(|operation| operation.module.as_str()).collect();
    let mut scope = Scope::new(api, Place::Group(&own));
    let mut file = File::new(features::of_group("operations", group));
    let modules = operations.iter().map(|operation| &operation.module);
    file.parts.extend(exports.lines(modules).parts());
    file.items(client::methods(&mut scope, operations.iter().copied()));
    file.imports = scope.imports;
    file
}

/// The file of the inline types that do not depend on features.
pub(super) fn shared(api: &Api, module: &ModuleName, types: &[&Type]) -> File {
    let mut scope = Scope::new(api, Place::Operations(module.as_str()));
    let mut file = File::new("Types of operations that do not depend on features.");
    models::emit(&mut file, &mut scope, types);
    file.imports = scope.imports;
    file
}

/// The file of an operation, with the inline types beside it.
pub(super) fn file(api: &Api, operation: &Operation, types: &[&Type]) -> File {
    let mut scope = Scope::new(api, Place::Operations(operation.module.as_str()));
    let line = format!("{} {}", operation.method.as_str(), operation.path);
    let mut file = File::new(markdown::code(&line));
    file.items(call::call(&mut scope, operation));
    let setters = setters::setters(&mut scope, operation);
    if !setters.is_empty() {
        let name = &operation.type_name;
        file.items(quote!(impl<M> Call<M, #name> { #setters }));
    }
    file.items(call::alias(&mut scope, operation));
    if let Some(pages) = pages::pages(&mut scope, operation) {
        file.items(pages);
    }
    if let Some(long_running) = long_running::long_running(&mut scope, operation) {
        file.items(long_running);
    }
    if let Some(stream) = stream::stream(&mut scope, operation) {
        file.items(stream);
    }
    if let Some(output) = response::output_enum(&mut scope, operation) {
        file.items(output);
    }
    if !operation.errors.is_empty() && operation.alternate_of.is_none() {
        file.items(errors::errors(&mut scope, operation));
    }
    if let Some(headers) = headers::headers(&mut scope, operation) {
        file.items(headers);
    }
    models::emit(&mut file, &mut scope, types);
    file.imports = scope.imports;
    file
}
