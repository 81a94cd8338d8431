//! The features that select operations.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::ModuleName;

/// The features; empty if every operation is always compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Features {
    pub(crate) tags: Vec<TagFeature>,
    /// The groups of operations.
    pub(crate) groups: Vec<Group>,
    /// The groups of models: those that only the operations of one feature use.
    pub(crate) models: Vec<Group>,
    /// The number of the group of each module of models that is in one.
    pub(crate) homes: BTreeMap<ModuleName, usize>,
    /// The file beside the operations for types that do not depend on features, if there are any.
    pub(crate) shared: Option<ModuleName>,
}

impl Features {
    /// The feature that turns on all operations.
    pub(crate) const ALL: &'static str = "operations";

    /// The group of a module of models; `None` if it is always compiled.
    pub(crate) fn home(&self, module: &ModuleName) -> Option<&Group> {
        self.models.get(*self.homes.get(module)?)
    }

    /// The group of operations of that number.
    pub(crate) fn group(&self, number: Option<usize>) -> Option<&Group> {
        self.groups.get(number?)
    }

    /// The feature of a tag.
    pub(crate) fn of_tag(&self, tag: &str) -> Option<&FeatureName> {
        let feature = self.tags.iter().find(|feature| feature.tags.iter().any(|own| own == tag))?;
        Some(&feature.name)
    }
}

/// The feature that turns on the operations of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TagFeature {
    pub(crate) name: FeatureName,
    /// The tags in the description: several that differ only in case or punctuation are one.
    pub(crate) tags: Vec<String>,
    /// The docs of the first of them, in a sentence; may be empty.
    pub(crate) about: String,
}

/// The operations, or models, that the same features turn on, each of which is enough. They have a folder of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    pub(crate) module: ModuleName,
    pub(crate) features: Vec<FeatureName>,
}

/// A Cargo feature, in kebab case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(crate) struct FeatureName(String);

impl FeatureName {
    /// Only for `lower::names`, which ensures that the name is valid and free.
    pub(crate) fn assume_valid(name: String) -> Self {
        Self(name)
    }

    /// The name in the manifest.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeatureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
