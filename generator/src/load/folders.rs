//! The folders that references may lead to. In: the entry, and the settings. Out: whether a file may be read.

use super::refs;

/// The folder of the entry, and others that the settings name.
#[derive(Debug)]
pub(crate) struct Folders(Vec<String>);

impl Folders {
    /// `others` are relative to the entry.
    pub(crate) fn of(entry: &str, others: &[String]) -> Self {
        let own = match entry.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => String::new(),
        };
        let others = others.iter().map(|folder| {
            let joined = refs::join(entry, folder);
            if joined.is_empty() { joined } else { format!("{}/", joined.trim_end_matches('/')) }
        });
        Self(std::iter::once(own).chain(others).collect())
    }

    /// Whether the file is in one of the folders, or on another host.
    pub(super) fn contain(&self, path: &str) -> bool {
        refs::is_remote(path)
            || self.0.iter().any(|folder| match path.strip_prefix(folder.as_str()) {
                Some(rest) => !rest.starts_with('/') && rest.split('/').all(|part| part != ".."),
                None => false,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::Folders;

    #[test]
    fn files_below_the_entry_and_in_other_folders_are_contained() {
        let others = [String::from("../common"), String::from("/shared/")];
        for (entry, path, expected) in [
            ("api.yaml", "models/pet.yaml", true),
            ("api.yaml", "../pet.yaml", false),
            ("api.yaml", "/proc/self/environ", false),
            ("api.yaml", "../common/pet.yaml", true),
            ("api.yaml", "../common.yaml", false),
            ("spec/api.yaml", "spec/pet.yaml", true),
            ("spec/api.yaml", "specs/pet.yaml", false),
            ("spec/api.yaml", "common/pet.yaml", true),
            ("spec/api.yaml", "/shared/pet.yaml", true),
            ("../spec/api.yaml", "../spec/a/pet.yaml", true),
            ("../spec/api.yaml", "../pet.yaml", false),
            ("/home/spec/api.yaml", "/home/spec/pet.yaml", true),
            ("/home/spec/api.yaml", "/home/pet.yaml", false),
            ("/api.yaml", "/pet.yaml", true),
            ("api.yaml", "https://example.com/pet.yaml", true),
        ] {
            let folders = Folders::of(entry, &others);
            assert_eq!(folders.contain(path), expected, "{path} of {entry}");
        }
    }
}
