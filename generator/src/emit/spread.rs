//! The body that is spread over the arguments of its operation: its type, and the fields that are arguments.

use super::types::Scope;
use crate::ir::{Argument, Field, Operation, Struct, TypeKind, TypeRef};

/// The field of this number of the spread body.
pub(super) fn field<'a>(
    scope: &Scope<'a>,
    operation: &Operation,
    index: usize,
) -> Option<&'a Field> {
    strukt(scope, operation)?.fields.get(index)
}

/// The spread body.
pub(super) fn strukt<'a>(scope: &Scope<'a>, operation: &Operation) -> Option<&'a Struct> {
    let spread = operation.body.as_ref()?.spread?;
    match &scope.api.get(spread)?.kind {
        TypeKind::Struct(strukt) => Some(strukt),
        _ => None,
    }
}

/// The type of the body, if it is spread.
pub(super) fn ty(operation: &Operation) -> Option<&TypeRef> {
    let is_spread = operation
        .arguments
        .iter()
        .chain(&operation.options)
        .all(|argument| !matches!(argument, Argument::Body));
    operation.body.as_ref().filter(|body| body.spread.is_some() && is_spread).map(|body| &body.ty)
}
