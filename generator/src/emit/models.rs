//! `src/models.rs` and `src/models/…`: one file a named schema, with its inline types beside it.

mod alias;
mod open_enum;
mod strukt;
mod union;
mod value_enum;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use super::file::{File, Part, flat_modules};
use super::types::{Place, Scope};
use crate::ir::{Api, ModuleName, Type, TypeKind};

/// The files of the models, by path; none where there are no models.
pub(super) fn files(api: &Api) -> Vec<(String, File)> {
    let mut modules: BTreeMap<&ModuleName, Vec<&Type>> = BTreeMap::new();
    for ty in api.types.iter().filter(|ty| !ty.operation) {
        modules.entry(&ty.module).or_default().push(ty);
    }
    if modules.is_empty() {
        return Vec::new();
    }
    let mut files = vec![(String::from("src/models.rs"), index(modules.keys().copied()))];
    for (module, types) in modules {
        let mut scope = Scope::new(api, Place::Models(module.as_str()));
        let mut file = File::default();
        // The type that the file is named after comes first, then those that only it uses.
        types.iter().for_each(|ty| emit(&mut file, &mut scope, ty));
        file.imports = scope.imports;
        files.push((format!("src/models/{}.rs", file_stem(module)), file));
    }
    files
}

/// A module's file, without the mark of a raw identifier.
pub(super) fn file_stem(module: &ModuleName) -> &str {
    module.as_str().trim_start_matches("r#")
}

fn index<'n>(modules: impl Iterator<Item = &'n ModuleName>) -> File {
    let mut file = File::new("The models: what requests and responses hold.");
    let (mods, uses): (TokenStream, TokenStream) = flat_modules(modules);
    file.items(mods);
    file.items(uses);
    file
}

/// Adds a type to the file.
pub(super) fn emit(file: &mut File, scope: &mut Scope<'_>, ty: &Type) {
    match &ty.kind {
        TypeKind::Struct(strukt) => file.items(strukt::strukt(scope, ty, strukt)),
        TypeKind::OpenEnum(open_enum) => {
            file.parts.push(Part::InMacro("open_enum", open_enum::open_enum(scope, ty, open_enum)));
        }
        TypeKind::ValueEnum(value_enum) => {
            file.parts
                .push(Part::InMacro("value_enum", value_enum::value_enum(scope, ty, value_enum)));
        }
        TypeKind::Union(union) => {
            file.parts.push(Part::InMacro("union", union::union(scope, ty, union)))
        }
        TypeKind::Alias(target) => file.items(alias::alias(scope, ty, target)),
        TypeKind::Newtype(inner) => file.items(alias::newtype(scope, ty, inner)),
    }
}
