//! The meaning of names in a program. In: its types and patterns. Out: which are the client, or a call of it.

use std::collections::{BTreeMap, BTreeSet};

use syn::{FnArg, GenericArgument, Pat, PathArguments, ReturnType, Type, UseTree};

/// The kind of a value, as far as that is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Client,
    /// A call, by the type of its operation.
    Call(String),
    Other,
}

/// The names of variables, the innermost scope last.
#[derive(Debug, Clone, Default)]
pub(super) struct Scopes {
    scopes: Vec<BTreeMap<String, Value>>,
    /// The scope of all functions.
    outermost: BTreeMap<String, Value>,
}

impl Scopes {
    pub(super) fn enter(&mut self) {
        self.scopes.push(BTreeMap::new());
    }

    pub(super) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// A function does not see the variables of its enclosing one; returns these for afterwards.
    pub(super) fn enter_function(&mut self) -> Vec<BTreeMap<String, Value>> {
        std::mem::replace(&mut self.scopes, vec![BTreeMap::new()])
    }

    pub(super) fn leave_function(&mut self, outer: Vec<BTreeMap<String, Value>>) {
        self.scopes = outer;
    }

    pub(super) fn bind(&mut self, name: &str, value: Value) {
        let scope = self.scopes.last_mut().unwrap_or(&mut self.outermost);
        scope.insert(name.to_owned(), value);
    }

    pub(super) fn get(&self, name: &str) -> Value {
        let scopes = self.scopes.iter().rev().chain([&self.outermost]);
        let found = scopes.into_iter().find_map(|scope| scope.get(name));
        found.cloned().unwrap_or(Value::Other)
    }

    pub(super) fn bind_arguments(&mut self, signature: &syn::Signature, types: &Types) {
        for input in &signature.inputs {
            if let FnArg::Typed(argument) = input {
                let value = types.value(&argument.ty);
                self.bind_pattern(&argument.pat, value, types);
            }
        }
    }

    /// Binds the names of a pattern; a single name has the value, and all others are unknown.
    pub(super) fn bind_pattern(&mut self, pattern: &Pat, value: Value, types: &Types) {
        match pattern {
            Pat::Ident(name) if name.subpat.is_none() => self.bind(&name.ident.to_string(), value),
            Pat::Type(typed) => {
                let declared = types.value(&typed.ty);
                let value = if declared == Value::Other { value } else { declared };
                self.bind_pattern(&typed.pat, value, types);
            }
            pattern => {
                struct Names<'s>(&'s mut Scopes);
                impl<'ast> syn::visit::Visit<'ast> for Names<'_> {
                    fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
                        self.0.bind(&name.ident.to_string(), Value::Other);
                        syn::visit::visit_pat_ident(self, name);
                    }
                }
                syn::visit::Visit::visit_pat(&mut Names(self), pattern);
            }
        }
    }
}

/// The names of the client's type in a program.
#[derive(Debug, Clone)]
pub(super) struct Types {
    library: String,
    /// Names that are imported from the crate, as `Client`.
    clients: BTreeSet<String>,
}

impl Types {
    pub(super) fn of(file: &syn::File, library: &str) -> Self {
        struct Imports<'l>(&'l str, BTreeSet<String>);
        impl<'ast> syn::visit::Visit<'ast> for Imports<'_> {
            fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
                clients(&item.tree, &mut Vec::new(), self.0, &mut self.1);
            }
        }
        let mut imports = Imports(library, BTreeSet::new());
        syn::visit::Visit::visit_file(&mut imports, file);
        Self { library: library.to_owned(), clients: imports.1 }
    }

    /// Whether the path is that of the client's type.
    fn is_client(&self, path: &[String]) -> bool {
        match path {
            [name] => self.clients.contains(name),
            [library, .., last] => *library == self.library && last == "Client",
            [] => false,
        }
    }

    /// Whether the path is that of the function that creates a client.
    pub(super) fn is_builder(&self, path: &syn::Path) -> bool {
        let names = names(path);
        let function = names.split_last();
        function.is_some_and(|(last, ty)| last == "builder" && self.is_client(ty))
    }

    /// The kind of a value of the type.
    pub(super) fn value(&self, ty: &Type) -> Value {
        match ty {
            Type::Reference(reference) => self.value(&reference.elem),
            Type::Path(path) if self.is_client(&names(&path.path)) => Value::Client,
            _ => Value::Other,
        }
    }

    /// Whether a function returns a client, perhaps in a result.
    pub(super) fn returns_client(&self, output: &ReturnType) -> bool {
        let ReturnType::Type(_, ty) = output else { return false };
        if self.value(ty) == Value::Client {
            return true;
        }
        let Type::Path(path) = ty.as_ref() else { return false };
        let Some(last) = path.path.segments.last() else { return false };
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
        match arguments.args.first() {
            Some(GenericArgument::Type(ty)) => {
                last.ident == "Result" && self.value(ty) == Value::Client
            }
            _ => false,
        }
    }
}

fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The names under which an import brings the client's type into scope.
fn clients(tree: &UseTree, before: &mut Vec<String>, library: &str, found: &mut BTreeSet<String>) {
    let is_of_crate = before.first().is_some_and(|first| first == library);
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            clients(&path.tree, before, library, found);
            before.pop();
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| clients(tree, before, library, found));
        }
        UseTree::Name(name) if is_of_crate && name.ident == "Client" => {
            found.insert(name.ident.to_string());
        }
        UseTree::Rename(rename) if is_of_crate && rename.ident == "Client" => {
            found.insert(rename.rename.to_string());
        }
        _ => {}
    }
}
