//! Paths as users write and read them. In: paths. Out: the same places, as other paths.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The path without `..` where possible, and relative if it is in the current folder.
pub(super) fn as_seen_from_here(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match (part, clean.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    match std::env::current_dir() {
        Ok(here) => clean.strip_prefix(here).map(Path::to_owned).unwrap_or(clean),
        Err(_) => clean,
    }
}

/// Different paths to one thing become equal, even if it does not exist yet.
pub(super) fn place(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(as_seen_from_here(path)).unwrap_or_else(|_| path.to_owned());
    let in_parent = || Some(fs::canonicalize(absolute.parent()?).ok()?.join(absolute.file_name()?));
    fs::canonicalize(path).ok().or_else(in_parent).unwrap_or(absolute)
}

/// The path, which is relative to the folder `home`, as seen from another folder; an absolute one stays what it is.
pub(super) fn relative(folder: &Path, home: &Path, path: &Path) -> PathBuf {
    let absolute =
        |path: &Path| std::path::absolute(path).ok().map(|path| as_seen_from_here(&path));
    let (false, Some(from), Some(to)) =
        (path.is_absolute(), absolute(folder), absolute(&home.join(path)))
    else {
        return path.to_owned();
    };
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other);
    let shared = shared.count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}
