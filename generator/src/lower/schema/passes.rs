//! Facts that follow from all types together, each found by a pass of its own.

mod recursion;
mod traits;
mod unions;
mod usage;

use crate::ir::{Operation, Type};

/// Boxes what contains itself, and finds what is sent and which traits hold.
pub(crate) fn finish(types: &mut [Type], operations: &[Operation]) {
    unions::run(types);
    recursion::run(types);
    usage::run(types, operations);
    traits::run(types);
}
