//! The settings of a run, from `codegen.toml`.

mod choice;
mod errors;
mod file;
mod levels;
mod pagination;
mod rename;
mod repeat;
#[cfg(feature = "schema")]
mod schema;
mod streams;
mod types;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{FileId, Span};

pub use choice::Choice;
pub use errors::SettingsError;
pub use file::File;
pub use levels::{LevelRule, Levels};
pub use pagination::Pagination;
pub use rename::Rename;
pub use repeat::Repeat;
pub use streams::Stream;
pub use types::{CustomType, Dependency, Trait, Types};

/// What a description cannot express about its crate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The description's path, relative to the settings file.
    pub description: Option<String>,
    /// The crate's folder, relative to the settings file.
    pub output: Option<String>,
    /// Overlays (OpenAPI Overlay Specification 1.1.0), which change the description before it is read, in this order;
    /// relative to the settings file. The pipeline, which knows no such file, takes them as relative to the description.
    pub overlays: Vec<String>,
    /// The folders beside the description's own whose files references may lead to; relative to the description.
    pub reference_folders: Vec<String>,
    /// Markdown for the crate's README, on how to use the crate; relative to the description.
    pub readme: Option<String>,
    /// Programs that become the crate's examples; relative to the description. A module that they share keeps its
    /// folder.
    pub examples: Vec<String>,
    /// The path of the module that is generated in place of a crate, such as `crate::petstore`: the files of its folder,
    /// and what the manifest around it needs.
    pub module: Option<String>,
    /// The crate's manifest.
    pub package: Package,
    /// Whether the crate has a client, which it has by default. Otherwise it consists of the models, and of the parsers
    /// of what the API sends, and depends on no HTTP client.
    pub client: Option<bool>,
    /// Servers, and the variables of their templates.
    pub server: Server,
    /// The names of the builder's credentials, by security scheme.
    pub security: BTreeMap<String, Security>,
    /// The operations with paginated results, by `operationId`; well-known forms of pagination need no setting.
    pub pagination: BTreeMap<String, Pagination>,
    /// When requests are retried, by `operationId`, if not by the rule for their method.
    pub repeat: BTreeMap<String, Repeat>,
    /// The path parameters that are several segments, which keep their `/`, by `operationId`, if the path does not say so.
    pub segments: BTreeMap<String, Vec<String>>,
    /// How responses that are documented as JSON consist of several values, by `operationId`, if that is not recognized.
    pub streams: BTreeMap<String, Stream>,
    /// Strings with a format.
    pub formats: Formats,
    /// Whether models get a function `validate` that checks a value by the rules of the description.
    pub validate: bool,
    /// Whether structs keep the properties that the description neither names nor forbids, so that a value serializes
    /// completely; by default they do.
    pub unknown_fields: Option<bool>,
    /// Names in Rust, if not those of the description.
    pub rename: Rename,
    /// Attributes of types, and of fields and values of enums, as Rust between `#[` and `]`, such as
    /// `derive(schemars::JsonSchema)`; by `TYPE`, `TYPE.PROPERTY` or `TYPE.VALUE`, with the name of the type in Rust, or by
    /// a pattern.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// The operations that are generated; by default all.
    pub include: Choice,
    /// The operations that are not, even if they are included.
    pub exclude: Choice,
    /// Whether models that no operation needs are left out; by default they are if operations are.
    pub prune: Option<bool>,
    /// Whether each tag is a feature of the crate, which turns on its operations; by default if there are many tags.
    pub tag_features: Option<bool>,
    /// Types of other crates, in place of generated ones.
    pub types: Types,
    /// What becomes of diagnostics.
    pub diagnostics: Levels,
    /// Additional dependencies of the crate.
    pub dependencies: BTreeMap<String, Dependency>,
    /// The file that the settings were read from, for diagnostics.
    #[serde(skip)]
    pub file: Option<File>,
}

/// Strings with a format, and integers without one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Formats {
    /// Whether instants, dates and UUIDs have the plain type, so that a body with a string without its format is an
    /// error.
    pub strict: bool,
    /// The crate that instants, dates and local times are of; by default `jiff`.
    pub times: Times,
    /// Whether integers without a format or two bounds are `i128`, which has values that an `i64` does not.
    pub wide_integers: bool,
}

/// A crate with types for instants, dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Times {
    /// `jiff::Timestamp`, `jiff::civil::Date` and so on.
    #[default]
    Jiff,
    /// `chrono::DateTime<chrono::FixedOffset>`, `chrono::NaiveDate` and so on.
    Chrono,
    /// `time::OffsetDateTime`, `time::Date` and so on.
    Time,
}

impl Times {
    /// The name of the crate.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Jiff => "jiff",
            Self::Chrono => "chrono",
            Self::Time => "time",
        }
    }
}

/// The crate's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The package's name; by default made from the description's title.
    pub name: Option<String>,
    /// The package's version; by default `0.1.0`.
    pub version: Option<String>,
    /// How the version follows from what changes for callers; by default it does not.
    pub version_policy: Option<VersionPolicy>,
    /// The licence, as an SPDX expression; by default none.
    pub license: Option<String>,
    /// The licence files, which are copied into the crate's folder; relative to the description.
    pub license_files: Vec<String>,
    /// The authors of the crate, such as `Name <name@example.com>`.
    pub authors: Vec<String>,
    /// The URL of the crate's repository.
    pub repository: Option<String>,
    /// The URL of the crate's documentation, if that is not docs.rs.
    pub documentation: Option<String>,
    /// Keywords for the registry, at most five.
    pub keywords: Vec<String>,
    /// The registry's categories for the crate, by their slugs, at most five.
    pub categories: Vec<String>,
    /// Whether the crate may be published; by default it may.
    pub publish: Option<bool>,
    /// Whether the crate is a member of the Cargo workspace around it; by default it is a workspace of its own.
    pub workspace_member: bool,
}

/// How a crate's version follows from what changes for callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VersionPolicy {
    /// By Semantic Versioning: the version is that of the crate in the folder, or a higher one in the settings, and
    /// nothing that breaks callers is written under a version that does not allow it. `codegen --changelog` raises it.
    Semver,
}

/// Servers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Server {
    /// The variables of the server templates, by name.
    pub variables: BTreeMap<String, ServerVariable>,
}

/// A variable of a server template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServerVariable {
    /// Whether the caller has to set it. The specification requires a default even if none makes sense.
    pub required: bool,
}

/// The builder method of a security scheme, and the names of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Security {
    /// The method's name.
    pub method: Option<String>,
    /// HTTP Basic: the name of the user name's parameter.
    pub username: Option<String>,
    /// HTTP Basic: the name of the password's parameter.
    pub password: Option<String>,
    /// Bearer token or API key: the name of its parameter.
    pub token: Option<String>,
}

impl Config {
    /// Parses a settings file.
    ///
    /// # Errors
    ///
    /// As of [`parse_file`](Self::parse_file).
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        errors::parse("codegen.toml", text)
    }

    /// Parses the settings file of that name, so that diagnostics on settings point into it.
    ///
    /// # Errors
    ///
    /// It is not TOML, or has unknown keys or wrong types: each of them is a diagnostic.
    pub fn parse_file(name: impl Into<String>, text: &str) -> Result<Self, SettingsError> {
        let name = name.into();
        let config = errors::parse(&name, text)?;
        Ok(Self { file: Some(File { name, text: text.to_owned() }), ..config })
    }

    /// The place of the setting with this path of keys. Settings that come from no file have no place: their
    /// diagnostics point to the start of the description.
    pub(crate) fn span(&self, path: &[&str]) -> Span {
        let Some(file) = &self.file else { return Span::default() };
        let place = file.place(path);
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { file: FileId::SETTINGS, start: offset(place.start), end: offset(place.end) }
    }
}
