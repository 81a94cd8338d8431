//! The table of changes. In: git's status of files. Out: how many files of each folder or case are changed, new, or
//! deleted.

use std::collections::BTreeMap;

/// The number of changed, new and deleted files of a folder.
#[derive(Default)]
struct Counts {
    changed: usize,
    new: usize,
    deleted: usize,
}

/// The table of uncommitted files; other files than generated ones and snapshots are left out.
pub(super) fn table(status: &str) -> String {
    let mut folders: BTreeMap<&str, Counts> = BTreeMap::new();
    for entry in status.split_terminator('\0') {
        let Some((kind, path)) = entry.split_at_checked(3) else { continue };
        let Some(folder) = folder(path) else { continue };
        let counts = folders.entry(folder).or_default();
        if kind.contains('D') {
            counts.deleted += 1;
        } else if kind.contains(['?', 'A']) {
            counts.new += 1;
        } else {
            counts.changed += 1;
        }
    }
    if folders.is_empty() {
        return String::from("nothing changed\n");
    }
    let mut table = String::from("changed   new  deleted  folder\n");
    for (folder, Counts { changed, new, deleted }) in folders {
        table.push_str(&format!("{changed:7} {new:5} {deleted:8}  {folder}\n"));
    }
    table
}

/// The folder that a file counts for, which for snapshots is that of the case.
fn folder(path: &str) -> Option<&str> {
    let (folder, _) = path.rsplit_once('/')?;
    if !path.starts_with("generated/") && !path.ends_with(".snap") {
        return None;
    }
    Some(folder.strip_suffix("/snapshots").unwrap_or(folder))
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn files_are_counted_by_folder_and_case() {
        let status = " M generated/src/client.rs\0 M generated/src/models/pet.rs\0?? generated/src/models/new.rs\0 \
                      D generator/tests/cases/enums/snapshots/src__lib.rs.snap\0\
                      A  generator/tests/cases/enums/snapshots/missing.txt.snap\0\
                      MM generator/tests/cases/enums/description.yaml\0";
        let expected = "\
changed   new  deleted  folder
      1     0        0  generated/src
      1     1        0  generated/src/models
      0     1        1  generator/tests/cases/enums
";
        assert_eq!(table(status), expected);
        assert_eq!(table(" M README.md\0"), "nothing changed\n");
    }
}
