//! Settings for names: what things of the description are called in Rust.

use std::collections::BTreeMap;

use serde::Deserialize;

/// New names by what they are for: a JSON pointer into the description, or a pattern for names, in which each `*` is any
/// string. In the new name each `*` is what that of the pattern was. Names get the case that Rust uses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rename {
    /// Schemas by their names, and inline ones by that of the type in Rust.
    pub schemas: BTreeMap<String, String>,
    /// Properties by `TYPE.PROPERTY`, with the name of the type in Rust, and that of the property in JSON.
    pub properties: BTreeMap<String, String>,
    /// Operations by their `operationId`s.
    pub operations: BTreeMap<String, String>,
    /// Parameters by their names.
    pub parameters: BTreeMap<String, String>,
    /// Values of enums by `TYPE.VALUE`, with the name of the type in Rust.
    pub values: BTreeMap<String, String>,
}
