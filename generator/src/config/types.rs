//! Types of other crates in place of generated ones, from `codegen.toml`. In: `[types]` and `[dependencies]`. Out: the
//! type of each format, schema or property, and the packages that they come from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The types of other crates, by where they apply.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Types {
    /// By the name of a format.
    pub formats: BTreeMap<String, CustomType>,
    /// By the name of a schema.
    pub schemas: BTreeMap<String, CustomType>,
    /// By the names of a schema and of a property, separated by a dot; more dots lead into inline schemas.
    pub properties: BTreeMap<String, CustomType>,
}

/// A type of another crate. It has to implement `Debug`, `Clone`, `PartialEq`, `Serialize` and `Deserialize`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Written")]
pub struct CustomType {
    /// The path of the type in Rust, such as `rust_decimal::Decimal`.
    pub path: String,
    /// Traits that it implements besides, so that the types that contain it can derive them.
    pub traits: Vec<Trait>,
}

/// A trait that a type may implement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Trait {
    /// `Eq`.
    Eq,
    /// `Hash`.
    Hash,
    /// `Default`.
    Default,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "the path of a type, or a table with `type` and `traits`")]
enum Written {
    Path(String),
    Table(Table),
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Table {
    r#type: String,
    #[serde(default)]
    traits: Vec<Trait>,
}

impl From<Written> for CustomType {
    fn from(written: Written) -> Self {
        match written {
            Written::Path(path) => Self { path, traits: Vec::new() },
            Written::Table(Table { r#type: path, traits }) => Self { path, traits },
        }
    }
}

/// A package that the crate depends on, as in Cargo: its version, or a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Requirement")]
pub struct Dependency {
    /// The enabled features.
    pub features: Vec<String>,
    /// Whether the default features are enabled; by default they are.
    pub default_features: Option<bool>,
    /// The strings of the table by key: `version`, `path`, `git` and so on.
    pub source: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a version, or a table as in Cargo.toml")]
enum Requirement {
    Version(String),
    Table {
        #[serde(default)]
        features: Vec<String>,
        #[serde(rename = "default-features")]
        default_features: Option<bool>,
        #[serde(flatten)]
        source: BTreeMap<String, String>,
    },
}

impl From<Requirement> for Dependency {
    fn from(requirement: Requirement) -> Self {
        match requirement {
            Requirement::Version(version) => Self {
                source: BTreeMap::from([(String::from("version"), version)]),
                ..Self::default()
            },
            Requirement::Table { features, default_features, source } => {
                Self { features, default_features, source }
            }
        }
    }
}
