//! The settings of a run, as `codegen.toml` has them.

mod file;
mod pagination;
mod repeat;
mod types;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{FileId, Span};

pub use file::File;
pub use pagination::Pagination;
pub use repeat::Repeat;
pub use types::{CustomType, Dependency, Trait, Types};

/// What a description cannot say about the crate that is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The description's path, relative to the settings file.
    pub description: Option<String>,
    /// The crate's folder, relative to the settings file.
    pub output: Option<String>,
    /// Overlays (OpenAPI Overlay Specification 1.1.0), which change the description before it is read, one after the
    /// other; relative to the description.
    pub overlays: Vec<String>,
    /// Markdown for the crate's README, on how the crate is used, relative to the description.
    pub readme: Option<String>,
    /// Programs that become the crate's examples, relative to the description. A module that they share keeps its folder.
    pub examples: Vec<String>,
    /// The crate's manifest.
    pub package: Package,
    /// Servers, and the variables of their templates.
    pub server: Server,
    /// How the builder names the credentials of each security scheme.
    pub security: BTreeMap<String, Security>,
    /// The operations whose results come in pages, by `operationId`; what is plain to see needs no setting.
    pub pagination: BTreeMap<String, Pagination>,
    /// After what requests are sent again, by `operationId`, where it is not what goes for the method.
    pub repeat: BTreeMap<String, Repeat>,
    /// Texts with a format.
    pub formats: Formats,
    /// Whether models get a function `validate` that says which rules of the description a value breaks.
    pub validate: bool,
    /// Whether structs keep the properties that the description neither names nor forbids, as they do by default, so that
    /// a value that was read goes out again whole.
    pub unknown_fields: Option<bool>,
    /// Whether each tag is a feature of the crate, which turns on its operations; by default where there are many.
    pub tag_features: Option<bool>,
    /// Types of other crates, in place of generated ones.
    pub types: Types,
    /// Packages that the crate depends on beside those that it needs anyway.
    pub dependencies: BTreeMap<String, Dependency>,
    /// The file that the settings come from, which diagnostics point into.
    #[serde(skip)]
    pub file: Option<File>,
}

/// Texts with a format.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Formats {
    /// Whether instants, dates and UUIDs have the plain type, so that a body with a text that is none does not decode.
    pub strict: bool,
}

/// The crate's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The package's name; by default made from the description's title.
    pub name: Option<String>,
    /// The package's version; by default `0.1.0`.
    pub version: Option<String>,
    /// The licence, as an SPDX expression; by default none.
    pub license: Option<String>,
    /// The texts of the licence, which are copied into the crate's folder; relative to the description.
    pub license_files: Vec<String>,
    /// Who wrote the crate, such as `Name <name@example.com>`.
    pub authors: Vec<String>,
    /// The URL of the crate's repository.
    pub repository: Option<String>,
    /// The URL of the crate's documentation, where that is not docs.rs.
    pub documentation: Option<String>,
    /// Words by which the registry finds the crate, at most five.
    pub keywords: Vec<String>,
    /// The registry's categories that the crate belongs to, by their slugs, at most five.
    pub categories: Vec<String>,
    /// Whether the crate may be published; by default it may.
    pub publish: Option<bool>,
    /// Whether the crate is a member of the Cargo workspace around it; by default it is a workspace of its own.
    pub workspace_member: bool,
}

/// Servers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Server {
    /// The variables of the servers' templates, by name.
    pub variables: BTreeMap<String, ServerVariable>,
}

/// A variable of a server's template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServerVariable {
    /// Whether the caller has to set it. The specification demands a default even where none makes sense.
    pub required: bool,
}

/// The builder method of a security scheme, and its parameters' names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
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
    /// Reads the text of a settings file.
    ///
    /// # Errors
    ///
    /// A text that is no TOML, or has a key or a type that no setting has: the message names line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Reads the text of the settings file of that name, so that what is wrong with a setting is shown in it.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_file(name: impl Into<String>, text: &str) -> Result<Self, String> {
        let file = Some(File { name: name.into(), text: text.to_owned() });
        Ok(Self { file, ..Self::parse(text)? })
    }

    /// Where the setting stands whose keys these are, from the outside in. Settings that come from no file stand nowhere:
    /// what is said of them points to the beginning of the description.
    pub(crate) fn span(&self, path: &[&str]) -> Span {
        let Some(file) = &self.file else { return Span::default() };
        let place = file.place(path);
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { file: FileId::SETTINGS, start: offset(place.start), end: offset(place.end) }
    }
}
