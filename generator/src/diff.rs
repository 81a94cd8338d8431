//! What changes for callers when a crate is generated from another description. In: the crate before and after. Out:
//! each change once, with what it means for callers, and the version bump that follows.
//!
//! *Invariant:* it compares what is emitted, not text of descriptions: what makes no difference in the crate is no
//! change.

mod aliases;
mod api;
#[cfg(feature = "write")]
pub(crate) mod changelog;
mod item;
mod manifest;
mod names;
mod report;
pub(crate) mod same;
mod wire;

use serde_json::Value;

use crate::public_api::public_api;
use crate::{Config, Files, Output, ReadSource, generate_and};
use names::Names;

pub use report::Format;

/// A crate to be compared.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// Its files.
    pub files: Files,
    /// The Rust names of the description's parts, as in [`Output::map`]; null if there is no description.
    pub map: Value,
    /// What is sent and received, as in [`dump_ir`](crate::dump_ir); null if there is no description.
    pub ir: Value,
}

/// A change, and what it means for callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whether callers have to change their code.
    pub level: Level,
    /// What changes.
    pub kind: Kind,
    /// The Rust path, such as `models::Pet::name` or `Client::get_pet`.
    pub rust: String,
    /// What it was; `None` if it is new.
    pub before: Option<String>,
    /// What it is; `None` if it is gone.
    pub after: Option<String>,
    /// One sentence.
    pub message: String,
    /// Where it is in the description, such as `GET /pets` or `#/components/schemas/Pet`.
    pub place: Option<String>,
}

/// What a change means for callers, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Programs that compiled may no longer compile.
    Breaking,
    /// There is more to use.
    Additive,
    /// Programs compile as before; what is sent, or the docs, may differ.
    Invisible,
}

/// What changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The public API.
    Api,
    /// What is sent or received.
    Wire,
    /// Docs, or code that callers do not see.
    Docs,
}

/// The part of a version that has to be raised, by Semantic Versioning 2.0.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing has changed.
    None,
    /// Only what callers do not see.
    Patch,
    /// Something is new.
    Minor,
    /// Something is broken.
    Major,
}

/// All changes, the worst first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// Each change once.
    pub changes: Vec<Change>,
}

impl Diff {
    /// The part of the version that has to be raised.
    pub fn bump(&self) -> Bump {
        match self.changes.iter().map(|change| change.level).min() {
            Some(Level::Breaking) => Bump::Major,
            Some(Level::Additive) => Bump::Minor,
            Some(Level::Invisible) => Bump::Patch,
            None => Bump::None,
        }
    }

    /// The changes in that format.
    pub fn report(&self, format: Format) -> String {
        report::text(self, format)
    }
}

impl Side {
    /// The crate of the description at `entry`, and the output of generating it without the files, whose diagnostics say
    /// why there may be none. What maintainers write beside the crate, such as examples, is left out.
    pub fn of(entry: &str, source: &dyn ReadSource, config: &Config) -> (Option<Self>, Output) {
        let mut config = config.clone();
        config.readme = None;
        config.examples.clear();
        config.package.license_files.clear();
        let facts = |api: &_| serde_json::to_value(api).unwrap_or_default();
        let (mut output, ir) = generate_and(entry, source, &config, facts);
        let side = output.files.take().map(|files| Self { files, map: output.map.clone(), ir });
        (side, output)
    }
}

/// The changes from one crate to another.
///
/// # Errors
///
/// A crate is not valid Rust, or only one side has a description.
pub fn diff(old: &Side, new: &Side) -> Result<Diff, String> {
    if old.map.is_null() != new.map.is_null() {
        return Err(String::from(
            "a crate cannot be compared with a description; compare two of either",
        ));
    }
    let names = Names::of(&old.map, &new.map);
    let api = |files, other| public_api(&same::without_equal(files, other, same::SUPPORT));
    let (before, after) = (api(&old.files, &new.files)?, api(&new.files, &old.files)?);
    let (before, after, separated) = aliases::resolve(&before, &after);
    let mut changes = api::changes(&before, &after, &names);
    changes.extend(separated);
    changes.extend(manifest::changes(&old.files, &new.files));
    changes.extend(wire::changes(&old.ir, &new.ir, &names));
    if changes.is_empty() {
        changes.extend(other_files(&old.files, &new.files));
    }
    changes.sort_by_key(|change| (change.level, change.kind));
    Ok(Diff { changes })
}

/// The files that differ in what callers do not see, as one change.
fn other_files(old: &Files, new: &Files) -> Option<Change> {
    let differ = |(path, text): &(&str, &str)| old.get(path) != Some(*text);
    let mut paths: Vec<&str> = new.iter().filter(differ).map(|(path, _)| path).collect();
    paths.extend(old.iter().map(|(path, _)| path).filter(|path| new.get(path).is_none()));
    let first = *paths.first()?;
    let others = paths.len().saturating_sub(1);
    let message = match others {
        0 => format!("the docs or the code behind the API change in `{first}`"),
        _ => format!(
            "the docs or the code behind the API change in `{first}` and {others} other files"
        ),
    };
    Some(Change {
        level: Level::Invisible,
        kind: Kind::Docs,
        rust: String::from("crate"),
        before: None,
        after: None,
        message,
        place: None,
    })
}

#[cfg(test)]
mod tests;
