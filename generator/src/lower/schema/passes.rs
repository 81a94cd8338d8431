//! Facts that follow from all types together, each found by a pass of its own.

mod any;
mod canonical;
mod common;
mod defaults;
mod endless;
mod marks;
mod merge_patch;
mod recursion;
mod sizes;
mod traits;
mod unions;
mod unknown;
mod usage;

pub(in crate::lower) use endless::report as report_endless;

use std::ops::Deref;

use super::super::names::Scope;
use crate::ir::{Operation, Struct, Type, TypeId, Webhook};

/// Types of which all is known that follows from all of them together.
pub(in crate::lower) struct Complete(Vec<Type>);

impl Complete {
    /// The types, to be given to other files.
    pub(in crate::lower) fn into_types(self) -> Vec<Type> {
        self.0
    }
}

impl Deref for Complete {
    type Target = [Type];

    fn deref(&self) -> &[Type] {
        &self.0
    }
}

/// Completes the types: which end, which keep unknown fields, which members unions keep, what has to be boxed, what is
/// sent, which fields accept `null`, how defaults are read, and which traits are implemented. It also returns those that
/// did not end.
pub(in crate::lower) fn complete(
    types: Vec<Type>,
    operations: &[Operation],
    webhooks: &[Webhook],
    keeps_unknown: bool,
) -> (Complete, Vec<TypeId>) {
    let (finite, endless) = finite(types);
    let shaped = shaped(finite, keeps_unknown.then_some((operations, webhooks)));
    let present = present(bounded(shaped), operations, webhooks);
    (derived(present), endless)
}

/// No search through the types goes round for ever.
struct Finite(Vec<Type>);

fn finite(mut types: Vec<Type>) -> (Finite, Vec<TypeId>) {
    let endless = endless::run(&mut types);
    (Finite(types), endless)
}

/// Structs and unions have all their fields and members.
struct Shaped(Vec<Type>);

fn shaped(
    Finite(mut types): Finite,
    users_of_unknown: Option<(&[Operation], &[Webhook])>,
) -> Shaped {
    if let Some((operations, webhooks)) = users_of_unknown {
        unknown::run(&mut types, operations, webhooks);
    }
    unions::run(&mut types);
    // Marks are of the members that are left.
    marks::run(&mut types);
    Shaped(types)
}

/// Every type has a size that fits on the stack.
struct Bounded(Vec<Type>);

fn bounded(Shaped(mut types): Shaped) -> Bounded {
    recursion::run(&mut types);
    // What closes a circle is a pointer by now.
    sizes::run(&mut types);
    Bounded(types)
}

/// Fields are required or optional.
struct Present(Vec<Type>);

fn present(Bounded(mut types): Bounded, operations: &[Operation], webhooks: &[Webhook]) -> Present {
    usage::run(&mut types, operations, webhooks);
    // A field that only one direction has is optional by now.
    any::run(&mut types);
    merge_patch::run(&mut types, operations);
    Present(types)
}

fn derived(Present(mut types): Present) -> Complete {
    defaults::run(&mut types);
    common::run(&mut types);
    traits::run(&mut types);
    Complete(types)
}

/// How far a search for circles has come with a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// The names of a struct's fields, so that a new one gets another.
fn names_of(strukt: &Struct) -> Scope {
    let mut scope = Scope::model_fields();
    let names = strukt.fields.iter().map(|field| &field.name);
    for name in names.chain(strukt.additional.as_ref().map(|additional| &additional.name)) {
        scope.field(name.plain(), &[]);
    }
    scope
}
