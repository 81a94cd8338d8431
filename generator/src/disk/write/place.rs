//! Where a crate's folder is, and what is beside it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Folder, WriteError};

/// The place of a folder, with symbolic links resolved: the folder is renamed and not a link to it.
#[derive(Debug)]
pub(super) struct Place {
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// Finds the place of `dir`, and creates the folders above it.
    pub(super) fn resolve(dir: &Path) -> Result<Self, WriteError> {
        match fs::canonicalize(dir) {
            Ok(real) if real.is_dir() => Self::of(&real, dir),
            Ok(_) => Err(WriteError::NotAFolder(dir.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::new(dir),
            Err(error) => Err(WriteError::io("cannot find", dir, error)),
        }
    }

    /// The place of a folder that does not exist yet.
    fn new(dir: &Path) -> Result<Self, WriteError> {
        let failed = |error| WriteError::io("cannot create the folders above", dir, error);
        let place = Self::of(&std::path::absolute(dir).map_err(failed)?, dir)?;
        if fs::symlink_metadata(place.path()).is_ok() {
            return Err(WriteError::DanglingLink(dir.to_owned()));
        }
        fs::create_dir_all(&place.parent).map_err(failed)?;
        let parent = fs::canonicalize(&place.parent).map_err(failed)?;
        Ok(Self { parent, ..place })
    }

    fn of(path: &Path, dir: &Path) -> Result<Self, WriteError> {
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => {
                Ok(Self { parent: parent.to_owned(), name: name.to_owned() })
            }
            _ => Err(WriteError::NoName(dir.to_owned())),
        }
    }

    /// The folder itself.
    pub(super) fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// Locks the folder against other runs until the lock is dropped, also when the process is killed.
    ///
    /// Returns `None` if the file system has no locks.
    pub(super) fn lock(&self) -> Result<Option<File>, WriteError> {
        let failed = |error| WriteError::io("cannot lock", &self.parent, error);
        let file = open_for_lock(&self.parent).map_err(failed)?;
        match file.lock() {
            Ok(()) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// A path beside the folder's that no other process uses.
    pub(super) fn beside(&self, use_: Beside, number: u32) -> PathBuf {
        let mut name = self.prefix();
        name.push(format!("{}{}-{number}", use_.prefix(), std::process::id()));
        self.parent.join(name)
    }

    /// Removes what a killed run left behind. Only called with the lock held, so that no other run uses it.
    ///
    /// What cannot be removed is left to the next run; it does no harm.
    pub(super) fn clear_leftovers(&self) {
        let Ok(entries) = fs::read_dir(&self.parent) else { return };
        for entry in entries.flatten() {
            let Some(use_) = self.leftover(&entry) else { continue };
            if !is_left(&entry.path()) {
                continue;
            }
            if use_ == Beside::Old && !self.path().exists() {
                let _ = fs::rename(entry.path(), self.path());
            }
            self.discard(&entry.path());
        }
    }

    /// Removes the old folder after the exchange; Cargo's `target` moves to the new one.
    pub(super) fn discard(&self, old: &Path) {
        let (from, to) = (old.join("target"), self.path().join("target"));
        if from.is_dir() && !to.exists() {
            let _ = fs::rename(from, to);
        }
        let _ = mark(old).and_then(|()| remove_marked(old));
    }

    fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(".codegen-");
        prefix
    }

    fn leftover(&self, entry: &fs::DirEntry) -> Option<Beside> {
        let name = entry.file_name();
        let rest = name.as_encoded_bytes().strip_prefix(self.prefix().as_encoded_bytes())?;
        let use_ = [Beside::New, Beside::Old].into_iter().find(|use_| {
            rest.strip_prefix(use_.prefix().as_bytes()).is_some_and(|numbers| {
                numbers.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')
            })
        })?;
        entry.file_type().is_ok_and(|kind| kind.is_dir()).then_some(use_)
    }
}

/// The file in a folder that is incomplete: whatever else is in it, it can be removed.
const MARKER: &str = ".codegen-incomplete";

/// Marks a folder as incomplete.
pub(super) fn mark(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(MARKER), "codegen did not complete this folder, and removes it.\n")
}

/// Removes the mark of a folder that is complete.
pub(super) fn unmark(folder: &Path) -> io::Result<()> {
    fs::remove_file(folder.join(MARKER))
}

/// Removes a folder with a mark, which is removed last: a folder without one may be somebody else's.
fn remove_marked(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != MARKER {
            fs::remove_file(entry.path())?;
        }
    }
    unmark(folder)?;
    fs::remove_dir(folder)
}

/// Whether a folder with the name of a leftover is one: it has the mark, or is a crate without foreign files, or is
/// empty, and not a folder of the user's that only looks like one.
fn is_left(folder: &Path) -> bool {
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let is_crate = || Folder::read(folder).is_ok_and(|folder| folder.is_whole_crate());
    folder.join(MARKER).is_file() || is_crate() || is_empty()
}

/// The purpose of a folder beside the crate's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// New files before the exchange, and the old ones after it.
    New,
    /// The old crate, on a system that cannot exchange two folders and renames one after the other.
    Old,
}

impl Beside {
    fn prefix(self) -> &'static str {
        match self {
            Self::New => "new-",
            Self::Old => "old-",
        }
    }
}

/// The folder itself can be locked, so that no lock file is needed.
#[cfg(unix)]
fn open_for_lock(parent: &Path) -> io::Result<File> {
    File::open(parent)
}

/// Folders cannot be opened as files here: one lock for all folders.
#[cfg(not(unix))]
fn open_for_lock(_parent: &Path) -> io::Result<File> {
    File::create(std::env::temp_dir().join("clientsmith.lock"))
}
