//! What two crates have in common, and need not be compared. In: the files of both. Out: the same, of which some are empty.

use std::collections::BTreeSet;

use crate::Files;

/// The support code, which no item of the rest is an alias for.
pub(super) const SUPPORT: &[&str] = &["src/runtime/"];

/// Wherever a file can be the same in both crates while others differ.
#[cfg(feature = "write")]
pub(crate) const ALL: &[&str] = &["src/models/", "src/operations/", "src/runtime/"];

/// The files, of which those in the folders that the other crate has too are empty: their items are the same. A file that
/// declares others stays.
pub(crate) fn without_equal(files: &Files, other: &Files, folders: &[&str]) -> Files {
    let mut rest = Files::default();
    let above: BTreeSet<&str> =
        files.iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0)).collect();
    for (path, text) in files.iter() {
        let declares = path.ends_with("/mod.rs")
            || path.strip_suffix(".rs").is_some_and(|path| above.contains(path));
        let is_within = folders.iter().any(|folder| path.starts_with(folder));
        let is_left_out = is_within && !declares && other.get(path) == Some(text);
        rest.insert(path, if is_left_out { "" } else { text });
    }
    rest
}
