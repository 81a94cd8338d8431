//! Calls of the client's methods, and of those that set the options of a call. In: a program. Out: the methods that are
//! not there.
//!
//! A variable is known to be the client if it is a parameter of that type, or its value is what a builder builds or a
//! function of the programs returns; other names are not followed, nor are macros.

mod scope;

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::Expr;
use syn::visit::{self, Visit};

use super::Finding;
use super::programs::Program;
use crate::public_api::{Item, ItemKind, Member, PublicApi};

use scope::{Scopes, Value};

/// Methods from other crates' traits: of the prelude, or of the crate `tracing` for values of any type.
const OF_ANY: [&str; 22] = [
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "eq",
    "fmt",
    "in_current_span",
    "instrument",
    "into",
    "into_future",
    "ne",
    "partial_cmp",
    "to_owned",
    "to_string",
    "try_into",
    "type_id",
    "with_current_subscriber",
    "with_subscriber",
];

/// What the programs themselves define.
pub(super) struct Known {
    /// The functions whose value is a client.
    clients: BTreeSet<String>,
    /// The methods of traits.
    methods: BTreeSet<String>,
}

impl Known {
    pub(super) fn of<'p>(programs: impl Iterator<Item = &'p Program>, library: &str) -> Self {
        let (mut clients, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut methods = BTreeSet::new();
        for program in programs {
            let types = scope::Types::of(&program.syntax, library);
            let mut functions = Functions::default();
            functions.visit_file(&program.syntax);
            for signature in functions.signatures {
                let is_client = types.returns_client(&signature.output);
                let names = if is_client { &mut clients } else { &mut others };
                names.insert(signature.ident.to_string());
            }
            methods.extend(functions.methods);
        }
        Self { clients: clients.difference(&others).cloned().collect(), methods }
    }
}

/// The functions of a program, and the methods of its traits.
#[derive(Default)]
struct Functions<'p> {
    signatures: Vec<&'p syn::Signature>,
    methods: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Functions<'ast> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.signatures.push(&item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.signatures.push(&item.sig);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.methods.insert(item.sig.ident.to_string());
        visit::visit_trait_item_fn(self, item);
    }
}

/// The methods that a program calls and that do not exist.
pub(super) fn check<'p>(
    program: &'p Program,
    library: &str,
    known: &Known,
    api: &PublicApi,
) -> Vec<Finding<'p>> {
    let types = scope::Types::of(&program.syntax, library);
    let mut scopes = Scopes::default();
    if program.has_client {
        scopes.bind("client", Value::Client);
    }
    let mut calls = Calls { types, known, api, scopes, found: Vec::new() };
    calls.visit_file(&program.syntax);
    calls.found
}

struct Calls<'a, 'p> {
    types: scope::Types,
    known: &'a Known,
    api: &'a PublicApi,
    scopes: Scopes,
    found: Vec<Finding<'p>>,
}

impl<'p> Calls<'_, 'p> {
    /// The value of an expression, as far as that is certain.
    fn value(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Await(_) => Value::Other,
            Expr::Paren(expr) => self.value(&expr.expr),
            Expr::Reference(expr) => self.value(&expr.expr),
            Expr::Path(expr) => match expr.path.get_ident() {
                Some(name) => self.scopes.get(&name.to_string()),
                None => Value::Other,
            },
            Expr::Try(expr) => self.unwrapped(&expr.expr),
            Expr::Call(call) => self.returned(call).unwrap_or(Value::Other),
            Expr::MethodCall(call) => self.result(call),
            _ => Value::Other,
        }
    }

    /// The value in the result of an expression.
    fn unwrapped(&self, expr: &Expr) -> Value {
        match expr {
            Expr::Await(expr) => self.unwrapped(&expr.base),
            Expr::Call(call) => self.returned(call).unwrap_or(Value::Other),
            Expr::MethodCall(call) if call.method == "build" && self.is_builder(&call.receiver) => {
                Value::Client
            }
            _ => Value::Other,
        }
    }

    /// A client, where a function returns one.
    fn returned(&self, call: &syn::ExprCall) -> Option<Value> {
        let Expr::Path(function) = call.func.as_ref() else { return None };
        let name = function.path.segments.last()?.ident.to_string();
        let is_free = self.scopes.get(&name) == Value::Other;
        (is_free && self.known.clients.contains(&name)).then_some(Value::Client)
    }

    /// Whether the method calls start with the client's builder.
    fn is_builder(&self, expr: &Expr) -> bool {
        match expr {
            Expr::MethodCall(call) => self.is_builder(&call.receiver),
            Expr::Call(call) => match call.func.as_ref() {
                Expr::Path(function) => self.types.is_builder(&function.path),
                _ => false,
            },
            _ => false,
        }
    }

    fn result(&self, call: &syn::ExprMethodCall) -> Value {
        let method = call.method.to_string();
        if matches!(method.as_str(), "unwrap" | "expect") {
            return self.unwrapped(&call.receiver);
        }
        let receiver = self.value(&call.receiver);
        if method == "clone" {
            return receiver;
        }
        let found = self.methods(&receiver).find(|member| method == member.name);
        match (found.and_then(|member| member.text.rsplit_once(" -> ")), &receiver) {
            (Some((_, "Self;")), _) => receiver,
            (Some((_, returned)), Value::Client) => self.call(returned).unwrap_or(Value::Other),
            _ => Value::Other,
        }
    }

    /// The call that a method of the client returns, by the alias for it.
    fn call(&self, returned: &str) -> Option<Value> {
        let alias = returned.strip_suffix("<M>;")?;
        let mut items = self.api.modules().iter().flat_map(|module| &module.items);
        let item = items.find(|item| item.name == alias && item.kind == ItemKind::Definition)?;
        let operation = item.text.rsplit_once("Call<M, ")?.1.split_once('>')?.0;
        Some(Value::Call(operation.to_owned()))
    }

    /// The methods of a value; `None` if they are not known.
    fn methods<'v>(&'v self, value: &'v Value) -> impl Iterator<Item = &'v Member> {
        let ty = match value {
            Value::Client => "Client",
            Value::Call(_) => "Call",
            Value::Other => "",
        };
        let is_its_own = move |item: &&Item| match value {
            Value::Call(operation) => is_of_call(item, operation),
            _ => true,
        };
        self.api.impls(ty).filter(is_its_own).flat_map(|item| &item.members)
    }

    fn check(&mut self, receiver: &Expr, method: &'p Ident) {
        let name = method.to_string();
        let value = self.value(receiver);
        let known: Vec<&str> = self.methods(&value).map(|it| it.name.as_str()).collect();
        let is_known = known.contains(&&*name)
            || OF_ANY.contains(&&*name)
            || self.known.methods.contains(&name);
        let message = match &value {
            Value::Client => format!("the client has no method `{name}`"),
            Value::Call(operation) => format!("a call of `{operation}` has no method `{name}`"),
            Value::Other => return,
        };
        if !is_known && !known.is_empty() {
            let finding = Finding::new(method, message, known.into_iter());
            self.found.push(finding);
        }
    }
}

/// Whether an `impl` is for calls of the operation, alone or among others.
fn is_of_call(item: &Item, operation: &str) -> bool {
    let head = item.text.lines().find(|line| line.starts_with("impl")).unwrap_or_default();
    let arguments = head.rsplit_once("Call<").and_then(|(_, rest)| rest.split_once('>'));
    let last = arguments.and_then(|(arguments, _)| arguments.rsplit(", ").next());
    last.is_none_or(|last| last == "O" || last == operation)
}

impl<'ast> Visit<'ast> for Calls<'_, 'ast> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        self.check(&call.receiver, &call.method);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let outer = self.scopes.enter_function();
        self.scopes.bind_arguments(&item.sig, &self.types);
        visit::visit_block(self, &item.block);
        self.scopes.leave_function(outer);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let outer = self.scopes.enter_function();
        self.scopes.bind_arguments(&item.sig, &self.types);
        visit::visit_block(self, &item.block);
        self.scopes.leave_function(outer);
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scopes.enter();
        visit::visit_block(self, block);
        self.scopes.leave();
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        let value = local.init.as_ref().map_or(Value::Other, |init| self.value(&init.expr));
        self.scopes.bind_pattern(&local.pat, value, &self.types);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, assign);
        if let Expr::Path(path) = assign.left.as_ref()
            && let Some(name) = path.path.get_ident()
        {
            let value = self.value(&assign.right);
            self.scopes.bind(&name.to_string(), value);
        }
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, expr);
        self.scopes.bind_pattern(&expr.pat, Value::Other, &self.types);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.visit_expr(&expr.expr);
        self.scopes.enter();
        self.scopes.bind_pattern(&expr.pat, Value::Other, &self.types);
        self.visit_block(&expr.body);
        self.scopes.leave();
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scopes.enter();
        self.scopes.bind_pattern(&arm.pat, Value::Other, &self.types);
        visit::visit_arm(self, arm);
        self.scopes.leave();
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scopes.enter();
        for input in &closure.inputs {
            self.scopes.bind_pattern(input, Value::Other, &self.types);
        }
        visit::visit_expr_closure(self, closure);
        self.scopes.leave();
    }
}
