//! How bodies of XML are written, as far as that is known.

use std::collections::BTreeMap;

use super::super::names::Scope;
use crate::diagnostic::Span;
use crate::ir::{FieldName, XmlElement};

/// The constants for elements so far.
#[derive(Default)]
pub(in crate::lower) struct XmlTable {
    pub(in crate::lower) taken: Scope,
    /// The constants of named schemas, by key.
    pub(in crate::lower) named: BTreeMap<String, FieldName>,
    pub(in crate::lower) elements: BTreeMap<FieldName, XmlElement>,
    /// The named schemas whose constants have nothing but a name yet.
    pub(in crate::lower) queue: Vec<String>,
    /// The constants that the body under way added.
    pub(in crate::lower) added: Vec<FieldName>,
    /// The named schemas that what is under way is in, without an element between.
    pub(in crate::lower) within: Vec<String>,
    /// The places of values of any type, and whether they were reported.
    pub(in crate::lower) any: BTreeMap<Span, bool>,
}

impl XmlTable {
    pub(in crate::lower) fn into_elements(self) -> BTreeMap<FieldName, XmlElement> {
        self.elements
    }
}
