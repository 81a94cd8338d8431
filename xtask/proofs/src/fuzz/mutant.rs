//! Descriptions and a number in, a description that is wrong in some places out.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use serde_json::Value;

use super::change;
use crate::corpus::{Description, descriptions};

/// The descriptions that mutants are made from.
#[derive(Debug)]
pub(super) struct Originals {
    /// The entry of each, and its files.
    descriptions: Vec<(PathBuf, Vec<(PathBuf, Value)>)>,
    seed: u64,
}

/// A description with random changes in one of its files.
#[derive(Debug)]
pub(super) struct Mutant {
    /// The entry of the description.
    pub(super) entry: PathBuf,
    /// The file that is changed.
    pub(super) file: PathBuf,
    /// What that file holds: JSON.
    pub(super) text: String,
    /// What was done to it.
    changes: Vec<String>,
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.changes.join("; "))
    }
}

impl Originals {
    /// Reads the descriptions, those left out that a strict reader of YAML does not take.
    pub(super) fn read(descriptions: &[Description], seed: u64) -> Self {
        let descriptions = descriptions.iter().map(|it| (it.path.clone(), files(it)));
        Self { descriptions: descriptions.filter(|(_, files)| !files.is_empty()).collect(), seed }
    }

    /// The mutant of that number; the descriptions take turns.
    ///
    /// # Errors.
    ///
    /// There is no description.
    pub(super) fn mutant(&self, number: usize) -> Result<Mutant, String> {
        let index = number.checked_rem(self.descriptions.len()).unwrap_or_default();
        let none = "there is no description that can be changed";
        let (entry, files) = self.descriptions.get(index).ok_or(none)?;
        let number = u64::try_from(number).unwrap_or_default();
        let mut rng = Rng::with_seed(self.seed.wrapping_mul(1_000_003) ^ number);
        let (file, original) = rng.choice(files.iter()).ok_or(none)?;
        let mut changed = original.clone();
        let changes =
            (0..rng.usize(1..=4)).map(|_| change::change(&mut changed, &mut rng)).collect();
        Ok(Mutant { entry: entry.clone(), file: file.clone(), text: changed.to_string(), changes })
    }
}

/// The files of a description that a strict reader takes.
fn files(description: &Description) -> Vec<(PathBuf, Value)> {
    let others = descriptions::reach(&description.path).0;
    let paths = std::iter::once(&description.path).chain(others.iter());
    paths.filter_map(|path| Some((path.clone(), tree(path)?))).collect()
}

fn tree(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(json) = serde_json::from_str(text) {
        return Some(json);
    }
    let mut yaml: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    yaml.apply_merge().ok()?;
    Some(json(yaml))
}

/// YAML as JSON, its keys as texts.
fn json(yaml: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Sequence(items) => items.into_iter().map(json).collect(),
        Yaml::Mapping(entries) => entries
            .into_iter()
            .map(|(key, value)| match json(key) {
                Value::String(key) => (key, json(value)),
                key => (key.to_string(), json(value)),
            })
            .collect(),
        Yaml::Tagged(tagged) => json(tagged.value),
        scalar => serde_json::to_value(scalar).unwrap_or_default(),
    }
}
