//! What breaks callers of the crate in the folder, before it is written. In: that crate, and the new files. Out: the
//! changes of the public API that old programs do not survive.

use super::Job;
use crate::diff::same::{ALL, without_equal};
use crate::diff::{Change, Level, Side, diff};
use crate::disk::read_crate;
use crate::{Files, Output};

impl Job {
    /// The changes that break callers of the crate in the folder. There are none without such a crate, and if it cannot be
    /// read: whatever it is, it is replaced.
    ///
    /// If nothing breaks, the time depends only on the files that differ.
    pub fn breaking(&self, output: &Output) -> Vec<Change> {
        let Some(new) = &output.files else { return Vec::new() };
        let old = self.output.as_ref().and_then(|folder| read_crate(folder).ok());
        let Some(old) = old.filter(|old| old.get("src/lib.rs").is_some()) else {
            return Vec::new();
        };
        // What is only added breaks nothing.
        if old.iter().all(|(path, text)| new.get(path) == Some(text)) {
            return Vec::new();
        }
        let differing = breaking(without_equal(&old, new, ALL), without_equal(new, &old, ALL));
        if differing.is_empty() {
            return differing;
        }
        // What looks like another type may be an alias for the same one, in a file that is the same.
        breaking(old, new.clone())
    }
}

fn breaking(old: Files, new: Files) -> Vec<Change> {
    let side = |files| Side { files, ..Side::default() };
    let changes = diff(&side(old), &side(new)).map(|found| found.changes).unwrap_or_default();
    changes.into_iter().filter(|change| change.level == Level::Breaking).collect()
}
