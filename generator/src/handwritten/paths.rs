//! Paths into the crate. In: a program. Out: the names in its imports and other paths that the crate does not have.

use proc_macro2::Ident;
use syn::UseTree;
use syn::visit::Visit;

use super::Finding;
use super::programs::Program;
use crate::public_api::{Module, PublicApi};

/// The names in paths through the crate that do not exist.
pub(super) fn check<'p>(program: &'p Program, library: &str, api: &PublicApi) -> Vec<Finding<'p>> {
    let mut paths = Paths { library, found: Vec::new() };
    paths.visit_file(&program.syntax);
    paths.found.iter().filter_map(|path| missing(path, library, api)).collect()
}

struct Paths<'a, 'p> {
    library: &'a str,
    found: Vec<Vec<&'p Ident>>,
}

impl<'ast> Visit<'ast> for Paths<'_, 'ast> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut paths = Vec::new();
        of_import(&item.tree, &mut Vec::new(), &mut paths);
        self.found.extend(paths.into_iter().filter(|path| begins_with(path, self.library)));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
        if begins_with(&names, self.library) {
            self.found.push(names);
        }
        syn::visit::visit_path(self, path);
    }
}

fn begins_with(path: &[&Ident], library: &str) -> bool {
    path.first().is_some_and(|first| *first == library)
}

/// The paths that an import brings into scope; `*` and `self` end at the module.
fn of_import<'p>(tree: &'p UseTree, before: &mut Vec<&'p Ident>, paths: &mut Vec<Vec<&'p Ident>>) {
    match tree {
        UseTree::Path(path) => {
            before.push(&path.ident);
            of_import(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Name(syn::UseName { ident, .. })
        | UseTree::Rename(syn::UseRename { ident, .. })
            if ident != "self" =>
        {
            paths.push(before.iter().copied().chain([ident]).collect());
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| of_import(tree, before, paths));
        }
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => paths.push(before.clone()),
    }
}

/// The first name of the path that is in no public module.
fn missing<'p>(path: &[&'p Ident], library: &str, api: &PublicApi) -> Option<Finding<'p>> {
    let mut at = String::new();
    for &name in path.iter().skip(1) {
        let inner = inner(&at, &name.to_string());
        if api.module(&inner).is_some() {
            at = inner;
            continue;
        }
        let module = api.module(&at)?;
        if module.names().any(|known| name == known) {
            return None;
        }
        let shown = if at.is_empty() { library.to_owned() } else { format!("{library}::{at}") };
        let message = format!("`{shown}` has no `{name}`");
        return Some(Finding::new(name, message, names(module, api).into_iter()));
    }
    None
}

fn inner(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// What a path through the module can continue with.
fn names<'a>(module: &'a Module, api: &'a PublicApi) -> Vec<&'a str> {
    let modules = api.modules().iter().filter_map(|it| match module.path.as_str() {
        "" => Some(it.path.as_str()).filter(|path| !path.is_empty() && !path.contains("::")),
        path => it.path.strip_prefix(path)?.strip_prefix("::").filter(|rest| !rest.contains("::")),
    });
    module.names().chain(modules).collect()
}
