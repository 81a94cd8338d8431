//! Which items callers see, and what of each. In: the tree of a crate's modules. Out: its public modules.

mod strip;

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{UseTree, Visibility};

use super::items::{item_name, leaves};
use super::tree::{Node, Part};
use super::{Module, print};

/// The public modules with what can be reached through them.
pub(super) fn modules(root: Node) -> Vec<Module> {
    let mut defined = BTreeSet::new();
    names_of(&root, &mut defined);
    let mut modules = Vec::new();
    collect(root, "", Vec::new(), &mut modules);
    let seen: BTreeSet<String> =
        modules.iter().flat_map(|it| &it.items).filter_map(item_name).collect();
    let hidden: BTreeSet<String> = defined.difference(&seen).cloned().collect();
    modules.into_iter().filter_map(|module| finish(module, &hidden)).collect()
}

/// A public module, before it is known which types are seen.
struct Raw {
    path: String,
    conditions: Vec<syn::Attribute>,
    items: Vec<syn::Item>,
}

/// The names that a module and those in it define.
fn names_of(node: &Node, names: &mut BTreeSet<String>) {
    for part in &node.parts {
        match part {
            Part::Item(syn::Item::Use(_)) => {}
            Part::Item(item) => names.extend(item_name(item)),
            Part::Module(node) => names_of(node, names),
        }
    }
}

/// Adds a public module and those in it.
fn collect(node: Node, path: &str, conditions: Vec<syn::Attribute>, modules: &mut Vec<Raw>) {
    let at = modules.len();
    modules.push(Raw { path: path.to_owned(), conditions, items: Vec::new() });
    let exports = Exports::of(&node.parts);
    let mut items = Vec::new();
    for part in node.parts {
        match part {
            Part::Module(inner) if inner.is_public => {
                let path = if path.is_empty() {
                    inner.name.clone()
                } else {
                    format!("{path}::{}", inner.name)
                };
                let conditions = inner.conditions.clone();
                collect(inner, &path, conditions, modules);
            }
            part => items.extend(seen(part, &exports)),
        }
    }
    if let Some(module) = modules.get_mut(at) {
        module.items = items;
    }
}

/// What can be seen of a part of a module from outside of it, private modules looked through.
fn seen(part: Part, exports: &Exports) -> Vec<syn::Item> {
    match part {
        Part::Item(syn::Item::Use(item)) => {
            let is_within = exports.modules.contains(&first(&item.tree));
            let is_public = matches!(item.vis, Visibility::Public(_));
            let shown = is_public && !is_within;
            if shown { vec![syn::Item::Use(item)] } else { Vec::new() }
        }
        Part::Item(item) => {
            if is_public(&item) {
                vec![item]
            } else {
                Vec::new()
            }
        }
        Part::Module(node) => {
            let (name, conditions) = (node.name.clone(), node.conditions.clone());
            let inner = Exports::of(&node.parts);
            let items = node.parts.into_iter().flat_map(|part| seen(part, &inner));
            let items = items.filter(|item| {
                matches!(item, syn::Item::Impl(_))
                    || item_name(item).is_some_and(|item| exports.has(&name, &item))
            });
            let conditioned = items.map(|mut item| {
                strip::add_conditions(&mut item, &conditions);
                item
            });
            conditioned.collect()
        }
    }
}

/// What a module exports of its private modules.
struct Exports {
    /// The private modules.
    modules: BTreeSet<String>,
    /// Modules with a name, or with `*`.
    names: BTreeSet<(String, String)>,
}

impl Exports {
    fn of(parts: &[Part]) -> Self {
        let mut exports = Self { modules: BTreeSet::new(), names: BTreeSet::new() };
        for part in parts {
            match part {
                Part::Module(node) if !node.is_public => {
                    exports.modules.insert(node.name.clone());
                }
                Part::Item(syn::Item::Use(item)) if matches!(item.vis, Visibility::Public(_)) => {
                    if let UseTree::Path(path) = &item.tree {
                        let names = leaves(&path.tree).into_iter();
                        let module = path.ident.to_string();
                        exports.names.extend(names.map(|name| (module.clone(), name)));
                    }
                }
                _ => {}
            }
        }
        exports
    }

    fn has(&self, module: &str, name: &str) -> bool {
        [name, "*"].iter().any(|it| self.names.contains(&(module.to_owned(), (*it).to_owned())))
    }
}

/// The first segment of an import.
fn first(tree: &UseTree) -> String {
    match tree {
        UseTree::Path(path) => path.ident.to_string(),
        UseTree::Name(name) => name.ident.to_string(),
        _ => String::new(),
    }
}

fn is_public(item: &syn::Item) -> bool {
    let visibility = match item {
        syn::Item::Impl(_) => return true,
        syn::Item::Const(item) => &item.vis,
        syn::Item::Enum(item) => &item.vis,
        syn::Item::Fn(item) => &item.vis,
        syn::Item::Static(item) => &item.vis,
        syn::Item::Struct(item) => &item.vis,
        syn::Item::Trait(item) => &item.vis,
        syn::Item::Type(item) => &item.vis,
        _ => return false,
    };
    matches!(visibility, Visibility::Public(_))
}

/// The module without private items; `None` if nothing is left.
fn finish(raw: Raw, hidden: &BTreeSet<String>) -> Option<Module> {
    let items = raw.items.into_iter().filter(|item| !mentions_hidden(item, hidden));
    let mut items: Vec<syn::Item> = items.filter_map(strip::item).collect();
    strip::join_serde(&mut items);
    let items: Vec<super::Item> = items.iter().map(print::item).collect();
    let condition = print::attributes(&raw.conditions);
    (!items.is_empty()).then_some(Module { path: raw.path, condition, items })
}

/// Whether an `impl` is of or for what callers cannot name.
fn mentions_hidden(item: &syn::Item, hidden: &BTreeSet<String>) -> bool {
    struct Mentions<'a>(&'a BTreeSet<String>, bool);
    impl<'ast> Visit<'ast> for Mentions<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let last = path.segments.last().map(|segment| segment.ident.to_string());
            self.1 |= last.is_some_and(|name| self.0.contains(&name));
            syn::visit::visit_path(self, path);
        }
    }
    let syn::Item::Impl(item) = item else { return false };
    let mut mentions = Mentions(hidden, false);
    mentions.visit_type(&item.self_ty);
    if let Some((path, _)) = &item.trait_ {
        mentions.visit_path(path);
    }
    mentions.1
}
