//! What is in a crate's folder now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use super::{CHANGELOG, MANIFEST, WriteError};

/// The content of a crate's folder; empty if the folder does not exist.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Whether the folder exists.
    pub(super) exists: bool,
    /// The files that codegen wrote, and the manifest itself, by path with `/` between folders.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// The paths of files that codegen did not write.
    foreign: Vec<String>,
}

impl Folder {
    /// Reads the folder at `dir`.
    ///
    /// # Errors
    ///
    /// `dir` is something else, or cannot be read.
    pub(super) fn read(dir: &Path) -> Result<Self, WriteError> {
        match fs::metadata(dir) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(WriteError::NotAFolder(dir.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(WriteError::io("cannot read", dir, error)),
        }
        let mut folder = Self { exists: true, ..Self::default() };
        let listed = listed(dir)?;
        folder.walk(dir, "", &listed)?;
        folder.foreign.sort();
        Ok(folder)
    }

    /// Whether it contains exactly these files.
    pub(super) fn holds(&self, wanted: &BTreeMap<String, Vec<u8>>) -> bool {
        self.files == *wanted
    }

    /// An error if the folder, which the caller knows as `dir`, contains files that codegen did not write.
    pub(super) fn refuse_foreign(&self, dir: &Path) -> Result<(), WriteError> {
        if self.foreign.is_empty() {
            return Ok(());
        }
        Err(WriteError::Foreign { dir: dir.to_owned(), files: self.foreign.clone() })
    }

    /// Whether it is a crate that codegen wrote, and nothing else.
    pub(super) fn is_whole_crate(&self) -> bool {
        self.foreign.is_empty() && self.files.contains_key(MANIFEST)
    }

    fn walk(
        &mut self,
        dir: &Path,
        prefix: &str,
        listed: &BTreeSet<String>,
    ) -> Result<(), WriteError> {
        let failed = |error| WriteError::io("cannot read", dir, error);
        for entry in fs::read_dir(dir).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // The kind of the entry itself: a symbolic link is foreign even where it leads to a file.
            let kind = entry.file_type().map_err(failed)?;
            if is_cargos(&path, kind) {
                continue;
            }
            if kind.is_dir() {
                self.walk(&entry.path(), &format!("{path}/"), listed)?;
            } else if kind.is_file() && listed.contains(&path) {
                let text = fs::read(entry.path())
                    .map_err(|error| WriteError::io("cannot read", &entry.path(), error))?;
                self.files.insert(path, text);
            } else {
                self.foreign.push(path);
            }
        }
        Ok(())
    }
}

/// What Cargo writes into the folder of a package that is a workspace of its own.
fn is_cargos(path: &str, kind: fs::FileType) -> bool {
    (path == "target" && kind.is_dir()) || (path == "Cargo.lock" && kind.is_file())
}

/// The paths in the manifest, the manifest's own, and that of the changelog, which may be edited.
fn listed(dir: &Path) -> Result<BTreeSet<String>, WriteError> {
    let path = dir.join(MANIFEST);
    match fs::read(&path) {
        Ok(text) => {
            let text = String::from_utf8_lossy(&text);
            let paths = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned);
            Ok(paths.chain([MANIFEST, CHANGELOG].map(str::to_owned)).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(BTreeSet::from([CHANGELOG.to_owned()]))
        }
        Err(error) => Err(WriteError::io("cannot read", &path, error)),
    }
}
