//! The next version of a crate. In: the crate in its folder, and the new files. Out: what changes for callers, and the
//! version that this needs by Semantic Versioning 2.0.0, with Cargo's rule for versions before 1.0.

use std::fs;
use std::io;
use std::path::Path;

use semver::{Prerelease, Version};

use super::write::WriteError;
use crate::Files;
use crate::diff::{Bump, Diff, Side, diff};

/// What a crate becomes.
#[derive(Debug)]
pub(super) struct Release {
    /// The version in the folder.
    pub(super) before: Version,
    /// The version of the new files.
    pub(super) version: Version,
    /// The lowest version that the changes allow.
    pub(super) required: Version,
    pub(super) diff: Diff,
}

impl Release {
    /// What the crate in the folder becomes by the new files; `None` if there is no crate yet.
    ///
    /// # Errors
    ///
    /// The folder cannot be read, one of the crates is not valid, or one has no version.
    pub(super) fn of(folder: &Path, files: &Files) -> Result<Option<Self>, String> {
        let old = read(folder).map_err(|error| error.to_string())?;
        let (Some(before), Some(version)) = (version(&old)?, version(files)?) else {
            return Ok(None);
        };
        let new = files.iter().filter(|(path, _)| is_code(path));
        let mut code = Files::default();
        new.for_each(|(path, text)| code.insert(path, text));
        let side = |files| Side { files, ..Side::default() };
        let diff = diff(&side(old), &side(code))?;
        let required = required(&before, diff.bump());
        Ok(Some(Self { before, version, required, diff }))
    }

    /// Whether the new files have a version that is too low. A pre-release of a version may change what that may.
    pub(super) fn is_too_low(&self) -> bool {
        let released = Version { pre: Prerelease::EMPTY, ..self.version.clone() };
        let is_released = self.required.pre.is_empty();
        if is_released { released < self.required } else { self.version < self.required }
    }
}

/// The version of the crate in the folder; `None` if there is no crate yet.
///
/// # Errors
///
/// The manifest cannot be read, or has no version.
pub(super) fn version_in(folder: &Path) -> Result<Option<Version>, String> {
    let file = folder.join("Cargo.toml");
    match fs::read_to_string(&file) {
        Ok(manifest) => version_of(&manifest).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::io("cannot read", &file, error).to_string()),
    }
}

fn version(files: &Files) -> Result<Option<Version>, String> {
    files.get("Cargo.toml").map(version_of).transpose()
}

fn version_of(manifest: &str) -> Result<Version, String> {
    let manifest: Option<toml::Table> = manifest.parse().ok();
    let version = manifest.as_ref().and_then(|it| it.get("package")?.get("version")?.as_str());
    version
        .and_then(|version| Version::parse(version).ok())
        .ok_or_else(|| String::from("its `Cargo.toml` has no version that can be read"))
}

/// The lowest version after `before`.
fn required(before: &Version, bump: Bump) -> Version {
    let Version { major, minor, patch, pre, .. } = before;
    let next = |major, minor, patch| Version::new(major, minor, patch);
    match (bump, major, minor) {
        (Bump::None, ..) => before.clone(),
        // Anything may change until it is released, which is for somebody to decide.
        _ if !pre.is_empty() => before.clone(),
        (Bump::Major, 0, 0) | (Bump::Minor | Bump::Patch, 0, _) => next(0, *minor, patch + 1),
        (Bump::Major, 0, _) => next(0, minor + 1, 0),
        (Bump::Major, ..) => next(major + 1, 0, 0),
        (Bump::Minor, ..) => next(*major, minor + 1, 0),
        (Bump::Patch, ..) => next(*major, *minor, patch + 1),
    }
}

/// Whether the file is part of what is compared.
fn is_code(path: &str) -> bool {
    path == "Cargo.toml" || path.starts_with("src/")
}

/// The files of a crate on disk that its public API depends on; none if there is no such folder.
///
/// # Errors
///
/// A file cannot be read.
pub fn read(folder: &Path) -> Result<Files, WriteError> {
    let mut files = Files::default();
    let mut queue = vec![String::from("Cargo.toml"), String::from("src")];
    while let Some(path) = queue.pop() {
        let full = folder.join(&path);
        let failed = |error| WriteError::io("cannot read", &full, error);
        if full.is_dir() {
            for entry in full.read_dir().map_err(failed)? {
                let name = entry.map_err(failed)?.file_name();
                queue.push(format!("{path}/{}", name.to_string_lossy()));
            }
            continue;
        }
        match fs::read_to_string(&full) {
            Ok(text) => files.insert(path, text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_before_1_0_break_by_the_next_number() {
        let after =
            |before: &str, bump| required(&Version::parse(before).unwrap(), bump).to_string();
        let all = |before| {
            [Bump::None, Bump::Patch, Bump::Minor, Bump::Major].map(|it| after(before, it))
        };
        assert_eq!(all("1.2.3"), ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]);
        assert_eq!(all("0.2.3"), ["0.2.3", "0.2.4", "0.2.4", "0.3.0"]);
        assert_eq!(all("0.0.3"), ["0.0.3", "0.0.4", "0.0.4", "0.0.4"]);
        assert_eq!(all("1.0.0-rc.1"), ["1.0.0-rc.1"; 4]);
    }

    #[test]
    fn a_pre_release_may_change_what_its_release_may() {
        let is_too_low = |version: &str, required: &str| {
            let [before, version, required] =
                ["1.0.0", version, required].map(|it| Version::parse(it).unwrap());
            Release { before, version, required, diff: Diff::default() }.is_too_low()
        };
        assert!(!is_too_low("2.0.0-rc.1", "2.0.0") && is_too_low("1.1.0-rc.1", "2.0.0"));
        assert!(is_too_low("2.0.0-rc.1", "2.0.0-rc.2") && is_too_low("1.1.0", "2.0.0"));
    }
}
