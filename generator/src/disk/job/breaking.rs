//! What breaks callers of the crate in the folder, before it is written. In: that crate, and the new files. Out: the
//! changes of the public API that old programs do not survive.

use std::collections::BTreeSet;

use super::Job;
use crate::diff::{Change, Level, Side, diff};
use crate::disk::read_crate;
use crate::{Files, Output};

impl Job {
    /// The changes that break callers of the crate in the folder. There are none without such a crate, and if it cannot be
    /// read: whatever it is, it is replaced.
    ///
    /// The time depends on the files that differ.
    pub fn breaking(&self, output: &Output) -> Vec<Change> {
        let Some(new) = &output.files else { return Vec::new() };
        let old = self.output.as_ref().and_then(|folder| read_crate(folder).ok());
        let Some(old) = old.filter(|old| old.get("src/lib.rs").is_some()) else {
            return Vec::new();
        };
        let side = |files| Side { files, ..Side::default() };
        let found = diff(&side(without_equal(&old, new)), &side(without_equal(new, &old)));
        let changes = found.map(|found| found.changes).unwrap_or_default();
        changes.into_iter().filter(|change| change.level == Level::Breaking).collect()
    }
}

/// The files, of which those that the other crate has too are empty: their items are the same. A file that declares
/// others stays.
fn without_equal(files: &Files, other: &Files) -> Files {
    let mut rest = Files::default();
    let folders: BTreeSet<&str> =
        files.iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0)).collect();
    for (path, text) in files.iter() {
        let declares = path.strip_suffix(".rs").is_some_and(|path| folders.contains(path));
        let is_within = ["src/models/", "src/operations/", "src/runtime/"]
            .iter()
            .any(|folder| path.starts_with(folder));
        let is_left_out =
            is_within && !declares && !path.ends_with("/mod.rs") && other.get(path) == Some(text);
        rest.insert(path, if is_left_out { "" } else { text });
    }
    rest
}
