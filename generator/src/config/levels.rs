//! What becomes of diagnostics, from `[diagnostics]` of `codegen.toml`.

use serde::Deserialize;

/// The diagnostics that are not reported, are warnings, or are errors.
///
/// A rule for a place takes precedence over one for everything, then `deny` over `warn`, and `warn` over `allow`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Levels {
    /// Those that are not reported.
    pub allow: Vec<LevelRule>,
    /// Those that are warnings. Of the errors, only a schema's reference without a target can be one; the schema is any
    /// JSON value then.
    pub warn: Vec<LevelRule>,
    /// Those that are errors, after which nothing is generated.
    pub deny: Vec<LevelRule>,
}

/// The diagnostics with a code, everywhere or at one place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Written")]
pub struct LevelRule {
    /// The code, such as `untyped`, or `warnings` for all warnings.
    pub code: String,
    /// The JSON pointer of a place, such as `/components/schemas/Pet`, which includes everything below. That of another
    /// file than the description is preceded by the file and a `#`.
    pub at: Option<String>,
}

impl LevelRule {
    /// A rule for all places.
    pub fn everywhere(code: impl Into<String>) -> Self {
        Self { code: code.into(), at: None }
    }
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a code, or a table with `code` and `at`")]
enum Written {
    Code(String),
    Table(Table),
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Table {
    code: String,
    at: String,
}

impl From<Written> for LevelRule {
    fn from(written: Written) -> Self {
        match written {
            Written::Code(code) => Self::everywhere(code),
            Written::Table(Table { code, at }) => Self { code, at: Some(at) },
        }
    }
}
