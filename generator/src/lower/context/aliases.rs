//! Equal inline types of several files: one of these defines the type, and the others have names of their own for it.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{ModuleName, TypeId, TypeKind};

#[derive(Debug, Default)]
pub(in crate::lower) struct Aliases {
    /// The alias of a definition in a file.
    by_file: HashMap<(ModuleName, TypeId), TypeId>,
    by_id: BTreeMap<TypeId, Alias>,
}

#[derive(Debug)]
struct Alias {
    definition: TypeId,
    /// What the type would be without the definition.
    kind: TypeKind,
}

impl Aliases {
    pub(super) fn find(&self, module: &ModuleName, definition: TypeId) -> Option<TypeId> {
        self.by_file.get(&(module.clone(), definition)).copied()
    }

    /// Adds the alias with the number `id`.
    pub(super) fn insert(
        &mut self,
        id: TypeId,
        module: ModuleName,
        definition: TypeId,
        kind: TypeKind,
    ) {
        self.by_file.insert((module, definition), id);
        self.by_id.insert(id, Alias { definition, kind });
    }

    /// Removes an alias, and returns what the type is without the definition.
    pub(super) fn remove(&mut self, id: TypeId) -> Option<TypeKind> {
        self.by_id.remove(&id).map(|alias| alias.kind)
    }

    /// The kind with definitions in place of aliases, so that it is equal wherever it is used.
    pub(super) fn resolve(&self, kind: &TypeKind) -> TypeKind {
        let mut kind = kind.clone();
        kind.each_named(&mut |id| {
            if let Some(alias) = self.by_id.get(id) {
                *id = alias.definition;
            }
        });
        kind
    }

    /// Adds the types that the alias would mention if it were a definition: these have names in its file, too.
    pub(in crate::lower) fn mentioned(&self, id: TypeId, found: &mut Vec<usize>) {
        if let Some(alias) = self.by_id.get(&id) {
            alias.kind.mentioned(found);
        }
    }

    /// The numbers of all aliases.
    pub(in crate::lower) fn ids(&self) -> impl Iterator<Item = TypeId> {
        self.by_id.keys().copied()
    }
}
