//! `src/models.rs` and `src/models/…`: one file per named schema, with its inline types.

mod alias;
mod construct;
mod open_enum;
mod rules;
mod strukt;
mod union;
mod value_enum;

pub(super) use rules::beginning;

use std::collections::{BTreeMap, BTreeSet};

use super::exports::{Exports, Lines};
use super::features;
use super::file::{File, Part};
use super::types::{Place, Scope};
use crate::ir::{Api, Docs, Group, ModuleName, Type, TypeKind};

/// `src/models.rs`.
pub(super) fn index(api: &Api, exports: &Exports<'_>) -> File {
    let modules: BTreeSet<&ModuleName> =
        api.emitted().filter(|ty| !ty.operation).map(|ty| &ty.module).collect();
    let mut file = File::new("The models: the types of requests and responses.");
    let (mut always, mut homes) = (Vec::new(), BTreeMap::<_, Vec<&ModuleName>>::new());
    for module in modules {
        match api.features.home(module) {
            Some(group) => homes.entry(&group.module).or_default().push(module),
            None => always.push(module),
        }
    }
    let mut lines = Lines::default();
    for group in &api.features.models {
        lines.extend(exports.group(group, homes.remove(&group.module).unwrap_or_default()));
    }
    lines.extend(exports.lines(always));
    file.parts.extend(lines.parts());
    file
}

/// The index of a group of models.
pub(super) fn group(group: &Group, modules: &[&ModuleName], exports: &Exports<'_>) -> File {
    let mut file = File::new(features::of_group("models", group));
    file.parts.extend(exports.lines(modules.iter().copied()).parts());
    file
}

/// The file of a module. The type that it is named after comes first, then those that only that one uses.
pub(super) fn file(api: &Api, module: &ModuleName, types: &[&Type]) -> File {
    let mut scope = Scope::new(api, Place::Models(module.as_str()));
    let mut file = File::default();
    emit(&mut file, &mut scope, types);
    file.imports = scope.imports;
    file
}

/// Adds types to the file; other names for types of other files come last, one a line.
pub(super) fn emit(file: &mut File, scope: &mut Scope<'_>, types: &[&Type]) {
    let (names, types): (Vec<&Type>, Vec<&Type>) = types.iter().partition(|ty| is_name(ty));
    types.into_iter().for_each(|ty| emit_one(file, scope, ty));
    let names = names.into_iter().filter_map(|ty| Some(alias::alias(scope, ty, ty.kind.part(0)?)));
    file.items(names.collect());
}

/// Whether the type is nothing but another name, without docs.
fn is_name(ty: &Type) -> bool {
    ty.pointer.is_none() && matches!(ty.kind, TypeKind::Alias(_)) && ty.docs == Docs::default()
}

fn emit_one(file: &mut File, scope: &mut Scope<'_>, ty: &Type) {
    match &ty.kind {
        TypeKind::Struct(strukt) => strukt::strukt(file, scope, ty, strukt),
        TypeKind::OpenEnum(open_enum) => {
            file.parts.push(Part::InMacro("open_enum", open_enum::open_enum(scope, ty, open_enum)));
        }
        TypeKind::ValueEnum(value_enum) => {
            file.parts
                .push(Part::InMacro("value_enum", value_enum::value_enum(scope, ty, value_enum)));
        }
        TypeKind::Union(union) => {
            let name = if union.open { "open_union" } else { "union" };
            file.parts.push(Part::InMacro(name, union::union(scope, ty, union)));
            if let Some(functions) = union::functions(scope, ty, union) {
                file.items(functions);
            }
        }
        TypeKind::Alias(target) => file.items(alias::alias(scope, ty, target)),
        TypeKind::Newtype(inner) => file.items(alias::newtype(scope, ty, inner)),
    }
    if let Some(functions) = rules::functions(scope, ty) {
        file.items(functions);
    }
}
