//! Differences: the files of a folder and the new ones in, a unified diff out.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

/// The diff that turns the files of `now` into those of `wanted`, for each file that differs, by path.
pub(super) fn changes(
    now: &BTreeMap<String, Vec<u8>>,
    wanted: &BTreeMap<String, Vec<u8>>,
) -> Vec<String> {
    let paths: BTreeSet<&String> = now.keys().chain(wanted.keys()).collect();
    let changed = paths.into_iter().filter(|path| now.get(*path) != wanted.get(*path));
    changed.map(|path| file_diff(path, now.get(path), wanted.get(path))).collect()
}

/// A diff that `patch -p1` and `git apply` can apply in the folder.
fn file_diff(path: &str, old: Option<&Vec<u8>>, new: Option<&Vec<u8>>) -> String {
    let name = |side: &str, text: Option<&Vec<u8>>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (old_name, new_name) = (name("a", old), name("b", new));
    let text = |text: Option<&Vec<u8>>| {
        String::from_utf8_lossy(text.map(Vec::as_slice).unwrap_or_default()).into_owned()
    };
    let (old, new) = (text(old), text(new));
    TextDiff::from_lines(&old, &new).unified_diff().header(&old_name, &new_name).to_string()
}

#[cfg(test)]
mod tests {
    use super::changes;
    use std::collections::BTreeMap;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn each_file_that_differs_has_a_diff_that_patch_takes() {
        let now = files(&[("a", "1\n2\n"), ("gone", "x\n"), ("same", "s\n")]);
        let wanted = files(&[("a", "1\n3\n"), ("new", "y\n"), ("same", "s\n")]);
        assert_eq!(
            changes(&now, &wanted),
            [
                "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n",
                "--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
                "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+y\n",
            ]
        );
    }

    #[test]
    fn nothing_differs_nothing_is_said() {
        let now = files(&[("a", "1\n")]);
        assert!(changes(&now, &now.clone()).is_empty());
    }
}
