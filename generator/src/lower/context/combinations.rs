//! The combinations of schemas that are being lowered.

use openapiv3::AnySchema;

use crate::ir::TypeRef;

/// The inline schemas with `allOf` within the outermost one that is being lowered, itself included.
#[derive(Debug, Default)]
pub(in crate::lower) struct Combinations {
    pub(in crate::lower) met: Vec<Combination>,
    /// How many of them are not complete.
    pub(in crate::lower) open: usize,
}

/// One that was met.
#[derive(Debug)]
pub(in crate::lower) struct Combination {
    pub(in crate::lower) keys: AnySchema,
    /// Its type, if it is complete or something within refers to it.
    pub(in crate::lower) ty: Option<TypeRef>,
}
