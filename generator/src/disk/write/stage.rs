//! The new files in a folder beside the crate's, until the two are exchanged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::place::{self, Beside, Place};
use super::{Folder, Step};
use crate::parallel;

/// New files in a folder that is removed if it is dropped before the exchange.
#[derive(Debug)]
pub(super) struct Staged {
    path: PathBuf,
    in_place: bool,
}

impl Staged {
    /// Writes `wanted` beside `place`, with the `Cargo.lock` of the folder that is there now.
    pub(super) fn write(
        place: &Place,
        folder: &Folder,
        wanted: &BTreeMap<String, Vec<u8>>,
        step: Step<'_>,
    ) -> io::Result<Self> {
        step()?;
        let staged = Self { path: create_beside(place)?, in_place: false };
        place::mark(&staged.path)?;
        staged.make_folders(wanted)?;
        staged.write_files(wanted, step)?;
        if let Some(lock_file) = folder.exists.then(|| place.path().join("Cargo.lock"))
            && lock_file.is_file()
        {
            step()?;
            fs::copy(lock_file, staged.path.join("Cargo.lock"))?;
        }
        Ok(staged)
    }

    /// Makes the folders that the files go into.
    fn make_folders(&self, wanted: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
        let folders: BTreeSet<&Path> =
            wanted.keys().filter_map(|path| Path::new(path).parent()).collect();
        folders.into_iter().try_for_each(|folder| fs::create_dir_all(self.path.join(folder)))
    }

    /// Writes the files: a range of them on each processor, since one folder accepts one new file at a time.
    fn write_files(&self, wanted: &BTreeMap<String, Vec<u8>>, step: Step<'_>) -> io::Result<()> {
        let files: Vec<(&String, &Vec<u8>)> = wanted.iter().collect();
        let runs: Vec<_> = files.chunks(files.len().div_ceil(parallel::threads()).max(1)).collect();
        let write = |(path, text): &(&String, &Vec<u8>)| {
            step()?;
            fs::write(self.path.join(path), text)
        };
        let written = parallel::map(&runs, 1, |run| run.iter().try_for_each(write));
        let failed = || Err(io::Error::other("a thread ended before its files were written"));
        written.into_iter().try_for_each(|result| result.unwrap_or_else(failed))
    }

    /// Puts the staged folder at `place`, and removes the one that was there.
    ///
    /// What cannot be removed is left to the next run: the new crate is in place.
    pub(super) fn take_place(mut self, place: &Place, folder: &Folder) -> io::Result<()> {
        place::unmark(&self.path)?;
        if folder.exists {
            exchange(place, &self.path)?;
        } else {
            rename_new(&self.path, &place.path())?;
        }
        self.in_place = true;
        if folder.exists {
            place.discard(&self.path);
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.in_place {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn create_beside(place: &Place) -> io::Result<PathBuf> {
    let mut number = 0;
    loop {
        let path = place.beside(Beside::New, number);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            // Left by an earlier process of the same number, and not to be removed.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => {
                number += 1
            }
            Err(error) => return Err(error),
        }
    }
}

/// Exchanges the two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(place: &Place, staged: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, staged, CWD, place.path(), RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => exchange_by_renames(place, staged),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(place: &Place, staged: &Path) -> io::Result<()> {
    exchange_by_renames(place, staged)
}

/// For file systems that cannot exchange: the old crate is aside for a moment, and the next run restores it if this one
/// dies in that moment.
pub(super) fn exchange_by_renames(place: &Place, staged: &Path) -> io::Result<()> {
    let aside = place.beside(Beside::Old, 0);
    fs::rename(place.path(), &aside)?;
    if let Err(error) = fs::rename(staged, place.path()) {
        fs::rename(&aside, place.path())?;
        return Err(error);
    }
    fs::rename(&aside, staged)
}

/// Renames, and never replaces what somebody else has created in the meantime.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => fs::rename(from, to),
        Err(error) => Err(error.into()),
    }
}

/// Replaces at most an empty folder here.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}
