//! The media types that callers can choose.

use std::collections::BTreeSet;

use crate::ir::{ModuleName, TypeId, TypeName};

/// The enum of media types that can be chosen, as far as that is known.
#[derive(Debug)]
pub(in crate::lower) struct Choices {
    pub(in crate::lower) id: TypeId,
    pub(in crate::lower) name: TypeName,
    pub(in crate::lower) module: ModuleName,
    pub(in crate::lower) values: BTreeSet<String>,
}
