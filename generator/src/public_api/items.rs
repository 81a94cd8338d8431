//! What the items of a crate are called. In: an item. Out: its name.

use syn::UseTree;

/// Stands for the fields that callers cannot see.
pub(super) const PRIVATE: &str = "__private";

/// The name of an item; of an `impl` none, since it defines nothing.
pub(super) fn item_name(item: &syn::Item) -> Option<String> {
    let ident = match item {
        syn::Item::Const(item) => &item.ident,
        syn::Item::Enum(item) => &item.ident,
        syn::Item::Fn(item) => &item.sig.ident,
        syn::Item::Static(item) => &item.ident,
        syn::Item::Struct(item) => &item.ident,
        syn::Item::Trait(item) => &item.ident,
        syn::Item::Type(item) => &item.ident,
        syn::Item::Use(item) => return leaves(&item.tree).into_iter().next(),
        _ => return None,
    };
    Some(ident.to_string())
}

/// The names that an import ends in.
pub(super) fn leaves(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => leaves(&path.tree),
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(rename) => vec![rename.rename.to_string()],
        UseTree::Glob(_) => vec![String::from("*")],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}
