//! The modules of a crate. In: its files. Out: a tree of modules with their items, macro calls expanded.

use syn::{Attribute, Visibility};

use super::macros;
use crate::files::Files;

/// A module and those in it.
pub(super) struct Node {
    pub(super) name: String,
    pub(super) is_public: bool,
    /// Its `cfg` attributes.
    pub(super) conditions: Vec<Attribute>,
    pub(super) parts: Vec<Part>,
}

/// A part of a module, in the order of the source.
#[expect(clippy::large_enum_variant, reason = "almost all parts are items")]
pub(super) enum Part {
    Item(syn::Item),
    Module(Node),
}

/// The root of the crate.
pub(super) fn load(files: &Files) -> Result<Node, String> {
    let (path, items) = parse(files, &[String::from("src/lib.rs")])?;
    let parts = parts(files, &path, "src", items)?;
    Ok(Node { name: String::new(), is_public: true, conditions: Vec::new(), parts })
}

/// The first of the files that is there, and its items.
fn parse(files: &Files, paths: &[String]) -> Result<(String, Vec<syn::Item>), String> {
    let found = paths.iter().find_map(|path| Some((path, files.get(path)?)));
    let (path, text) = found.ok_or_else(|| format!("{}: no such file", paths.join(", ")))?;
    let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
    Ok((path.clone(), file.items))
}

/// The parts of the module in the file at `path`, whose own modules are in the folder.
fn parts(
    files: &Files,
    path: &str,
    folder: &str,
    items: Vec<syn::Item>,
) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for item in items {
        match item {
            syn::Item::Mod(item) => parts.push(Part::Module(module(files, path, folder, item)?)),
            syn::Item::Macro(item) => {
                let expanded = macros::expand(&item).map_err(|error| format!("{path}: {error}"))?;
                parts.extend(expanded.into_iter().map(Part::Item));
            }
            item => parts.push(Part::Item(item)),
        }
    }
    Ok(parts)
}

fn module(files: &Files, path: &str, folder: &str, item: syn::ItemMod) -> Result<Node, String> {
    let name = item.ident.to_string();
    let inner = format!("{folder}/{}", name.trim_start_matches("r#"));
    let parts = match item.content {
        Some((_, items)) => parts(files, path, &inner, items)?,
        None => {
            let (path, items) = parse(files, &[format!("{inner}.rs"), format!("{inner}/mod.rs")])?;
            parts(files, &path, &inner, items)?
        }
    };
    Ok(Node {
        name,
        is_public: matches!(item.vis, Visibility::Public(_)),
        conditions: item.attrs.into_iter().filter(|it| it.path().is_ident("cfg")).collect(),
        parts,
    })
}
