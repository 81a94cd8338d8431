//! Facts that follow from all types together, each found by a pass of its own.

mod any;
mod defaults;
mod endless;
mod marks;
mod recursion;
mod sizes;
mod traits;
mod unions;
mod unknown;
mod usage;

pub(in crate::lower) use endless::report as report_endless;

use super::super::names::Scope;
use crate::ir::{Operation, Struct, Type, TypeId, Webhook};

/// Completes the types: which end, which keep unknown fields, what unions come down to, what has to be boxed, what is
/// sent, what holds `null` as any other value, how defaults are read, and which traits hold.
pub(crate) fn finish(
    types: &mut [Type],
    operations: &[Operation],
    webhooks: &[Webhook],
    unknown_fields: bool,
) -> Vec<TypeId> {
    let endless = endless::run(types);
    if unknown_fields {
        unknown::run(types, operations, webhooks);
    }
    unions::run(types);
    marks::run(types);
    recursion::run(types);
    sizes::run(types);
    usage::run(types, operations, webhooks);
    any::run(types);
    defaults::run(types);
    traits::run(types);
    endless
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
