//! Writing of a crate's folder: all or nothing.
//!
//! The files are staged in a folder beside the crate's, on the same file system; then the two folders are exchanged in
//! one step, and the old one is removed. Whenever the run is interrupted, the folder is the old crate or the new one.
//! The next run removes what an interrupted one leaves behind.
//!
//! Files are not synced to disk: syncing a thousand small files takes as long as generating them, and another run
//! writes again what a power failure loses.

mod error;
mod folder;
mod place;
mod stage;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path};

use crate::files::Files;

use super::changes::changes;
pub use error::WriteError;
use folder::Folder;
use place::Place;
use stage::Staged;

/// The file that lists what codegen wrote into a folder.
const MANIFEST: &str = ".codegen-manifest";

/// The file that stays if there is no newer one.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// Called before each change to the disk, by any thread; tests fail or die in it.
type Step<'a> = &'a (dyn Fn() -> io::Result<()> + Sync);

/// What happened to the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It already contains these files; nothing was touched.
    Unchanged,
    /// It did not exist, or was empty.
    Created,
    /// It contained another version of the crate.
    Replaced,
}

/// Makes `dir` contain exactly `files`, the manifest that lists them, and a `CHANGELOG.md` that is there already.
///
/// # Errors
///
/// The folder is unchanged then.
pub fn write(dir: &Path, files: &Files) -> Result<Outcome, WriteError> {
    write_by_steps(dir, files, &|| Ok(()))
}

fn write_by_steps(dir: &Path, files: &Files, step: Step<'_>) -> Result<Outcome, WriteError> {
    let mut wanted = wanted(files)?;
    let place = Place::resolve(dir)?;
    let lock = place.lock()?;
    if lock.is_some() {
        place.clear_leftovers();
    }
    let folder = Folder::read(&place.path())?;
    folder.refuse_foreign(dir)?;
    keep_changelog(&folder, &mut wanted);
    if folder.holds(&wanted) {
        return Ok(Outcome::Unchanged);
    }
    let staged = Staged::write(&place, &folder, &wanted, step)
        .map_err(|error| WriteError::io("cannot write", dir, error))?;
    step()
        .and_then(|()| staged.take_place(&place, &folder))
        .map_err(|error| WriteError::io("cannot replace", dir, error))?;
    Ok(if folder.files.is_empty() { Outcome::Created } else { Outcome::Replaced })
}

/// The changes that [`write()`] would make: a unified diff for each file that differs, which can be applied by
/// `patch -p1` in the folder; empty if it is up to date.
///
/// # Errors
///
/// The folder cannot be read, or [`write()`] would reject it.
pub fn check(dir: &Path, files: &Files) -> Result<Vec<String>, WriteError> {
    let folder = Folder::read(dir)?;
    folder.refuse_foreign(dir)?;
    let mut wanted = wanted(files)?;
    keep_changelog(&folder, &mut wanted);
    Ok(changes(&folder.files, &wanted))
}

/// Leaves the changelog in the folder, which codegen only adds to.
fn keep_changelog(folder: &Folder, wanted: &mut BTreeMap<String, Vec<u8>>) {
    if let (None, Some(kept)) = (wanted.get(CHANGELOG), folder.files.get(CHANGELOG)) {
        wanted.insert(CHANGELOG.to_owned(), kept.clone());
    }
}

/// The files that the folder should contain, with the manifest.
///
/// # Errors
///
/// A path leads out of the folder, or to a file that belongs to Cargo or to this module.
fn wanted(files: &Files) -> Result<BTreeMap<String, Vec<u8>>, WriteError> {
    let mut manifest = String::from(
        "# The files that codegen wrote. It replaces them together, and rejects a folder with other files.\n",
    );
    let mut wanted = BTreeMap::new();
    for (path, text) in files.iter() {
        if !is_inside(path) {
            return Err(WriteError::BadPath(path.to_owned()));
        }
        if path != CHANGELOG {
            manifest.push_str(path);
            manifest.push('\n');
        }
        wanted.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    wanted.insert(MANIFEST.to_owned(), manifest.into_bytes());
    Ok(wanted)
}

fn is_inside(path: &str) -> bool {
    let plain = !path.is_empty() && !path.contains(['\\', ':']) && !path.contains(char::is_control);
    let normal = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let canonical = path.split('/').all(|part| !part.is_empty() && part != ".");
    let first = path.split('/').next().unwrap_or_default();
    plain && normal && canonical && ![MANIFEST, "target", "Cargo.lock"].contains(&first)
}

/// Writes a single file, by way of a temporary one beside it.
///
/// # Errors
///
/// The file is unchanged then.
pub fn write_file(path: &Path, text: &str) -> Result<(), WriteError> {
    let failed = |error| WriteError::io("cannot write", path, error);
    // A device or a pipe, such as /dev/stdout, must not be replaced by a file.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return fs::write(path, text).map_err(failed);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".codegen-{}", std::process::id()));
    let temporary = parent.unwrap_or(Path::new(".")).join(name);
    let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // It may not exist; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        failed(error)
    })
}
