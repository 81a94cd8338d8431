//! The public API of a crate. In: its files. Out: its public modules, each with its items as Rust without bodies and
//! docs, like a header file.
//!
//! *Invariant:* it depends on the files alone, so that crates of earlier versions can be compared.

mod items;
mod macros;
mod print;
mod surface;
mod tree;

use crate::files::Files;
use crate::stack;

/// The public API of a crate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublicApi {
    modules: Vec<Module>,
}

/// A public module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The path from the crate's root: `blocking`, `models`; empty for the root itself.
    pub path: String,
    /// The `cfg` attributes of the module, one per line.
    pub condition: String,
    /// The items, in the order of the files.
    pub items: Vec<Item>,
}

/// An item of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its kind.
    pub kind: ItemKind,
    /// Its name; of an `impl`, that of the type.
    pub name: String,
    /// Its public fields, variants, constants and functions.
    pub members: Vec<Member>,
    /// The item as Rust, without bodies and docs.
    pub text: String,
}

/// A public part of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The part as Rust, without body and docs.
    pub text: String,
}

/// What an [`Item`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A type, a trait, a function or a constant.
    Definition,
    /// A re-export of another module or crate.
    Import,
    /// An implementation for a type.
    Impl,
}

impl PublicApi {
    /// The modules, the crate's root first.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The modules, to be changed.
    pub(crate) fn modules_mut(&mut self) -> &mut [Module] {
        &mut self.modules
    }

    /// The module at the path.
    pub fn module(&self, path: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.path == path)
    }

    /// All items of any `impl` of the type, wherever it is.
    pub fn impls<'a>(&'a self, ty: &'a str) -> impl Iterator<Item = &'a Item> {
        let items = self.modules.iter().flat_map(|module| &module.items);
        items.filter(move |item| item.kind == ItemKind::Impl && item.name == ty)
    }
}

impl Module {
    /// The names that a path through the module can end in.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let named = self.items.iter().filter(|item| item.kind != ItemKind::Impl);
        named.map(|item| item.name.as_str())
    }

    /// The module as the text of a header file.
    pub fn text(&self) -> String {
        print::module(self)
    }
}

/// The public API of the crate with these files.
///
/// # Errors
///
/// A file is missing or not valid Rust, or contains an unknown macro: the file's path, and what is wrong.
pub fn public_api(files: &Files) -> Result<PublicApi, String> {
    stack::with_much_room(|| {
        let root = tree::load(files)?;
        Ok(PublicApi { modules: surface::modules(root) })
    })
}

#[cfg(test)]
mod tests;
