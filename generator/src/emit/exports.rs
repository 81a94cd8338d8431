//! The indexes of folders. In: the names that the modules in them define. Out: `mod` and `pub use` lines, with each name
//! written out, since the compiler resolves every import through a glob again for each file.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::export::Export;
use super::features;
use super::file::Part;
use crate::ir::{Group, ModuleName};

/// The exports of the modules of a folder, by module.
#[derive(Default)]
pub(super) struct Exports<'a> {
    modules: BTreeMap<&'a ModuleName, Vec<Export>>,
}

impl<'a> Exports<'a> {
    pub(super) fn insert(&mut self, module: &'a ModuleName, mut exports: Vec<Export>) {
        exports.sort();
        self.modules.insert(module, exports);
    }

    fn of(&self, module: &ModuleName) -> &[Export] {
        self.modules.get(module).map(Vec::as_slice).unwrap_or_default()
    }

    /// `mod` lines for modules that are always there, and a line for each name in them.
    pub(super) fn lines<'n>(&self, modules: impl IntoIterator<Item = &'n ModuleName>) -> Lines {
        let mut lines = Lines::default();
        for module in modules {
            lines.mods.extend(quote!(mod #module;));
            for export in self.of(module) {
                let name = export.ident();
                let visibility = if export.is_public { quote!(pub) } else { quote!(pub(crate)) };
                lines.uses.extend(quote!(#visibility use #module::#name;));
            }
        }
        lines
    }

    /// The same for a group of modules, which is there with its features alone: what callers see of it.
    pub(super) fn group<'n>(
        &self,
        group: &Group,
        modules: impl IntoIterator<Item = &'n ModuleName>,
    ) -> Lines {
        let condition: TokenStream = features::condition(group).parse().unwrap_or_default();
        let exports =
            modules.into_iter().flat_map(|module| self.of(module)).filter(|it| it.is_public);
        let mut names: Vec<&Export> = exports.collect();
        names.sort();
        let names = names.into_iter().map(Export::ident);
        let module: &ModuleName = &group.module;
        Lines {
            mods: quote!(#condition mod #module;),
            uses: quote!(#condition pub use #module::{#(#names),*};),
        }
    }
}

/// The lines of an index: modules, and what it exports of them.
#[derive(Default)]
pub(super) struct Lines {
    mods: TokenStream,
    uses: TokenStream,
}

impl Lines {
    pub(super) fn extend(&mut self, other: Self) {
        self.mods.extend(other.mods);
        self.uses.extend(other.uses);
    }

    pub(super) fn parts(self) -> [Part; 2] {
        [Part::Lines(self.mods), Part::Lines(self.uses)]
    }
}
