//! Settings for the operations that are generated.

use serde::Deserialize;

/// A set of operations: those that one of the lists names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// Those with one of these tags.
    pub tags: Vec<String>,
    /// Those with one of these `operationId`s.
    pub operations: Vec<String>,
    /// Those with one of these methods, such as `GET`.
    pub methods: Vec<String>,
    /// Those with a path that one of these patterns matches: `*` is any part of a segment, `**` any number of segments.
    pub paths: Vec<String>,
    /// Those that are deprecated.
    pub deprecated: bool,
}

impl Choice {
    /// Whether it names nothing.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
