//! A folder in, the descriptions in it out: found by content, each with a name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use granit_parser::{Event, Parser};

/// A description that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Description {
    /// Its name among the ones that were found together: of its file, or of the folder that it has for itself.
    pub(crate) name: String,
    /// The entry file.
    pub(crate) path: PathBuf,
    /// The size of the entry and of all files that its references lead to.
    pub(crate) bytes: u64,
}

/// The descriptions below `root`, by name; `root` may also be a single description.
///
/// A description is a YAML or JSON file with `openapi` or `swagger` at its root. One that another one refers to is a
/// part of that other one.
///
/// # Errors.
///
/// `root` cannot be read, or there is no description.
pub(crate) fn find(root: &Path) -> Result<Vec<Description>, String> {
    let failed = |error: io::Error| format!("cannot read `{}`: {error}", root.display());
    let candidates: Vec<PathBuf> = if root.is_file() {
        vec![root.to_owned()]
    } else {
        let mut files = Vec::new();
        walk(root, &mut files).map_err(failed)?;
        files.retain(|file| fs::read_to_string(file).is_ok_and(|text| is_description(&text)));
        files
    };
    let mut descriptions = entries(candidates);
    if descriptions.is_empty() {
        return Err(format!("there is no description in `{}`", root.display()));
    }
    name(root, &mut descriptions);
    descriptions.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(descriptions)
}

/// The files below `folder` that may hold a description, in the order of their paths.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let extension = path.extension().and_then(|extension| extension.to_str());
        if hidden {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else if matches!(extension, Some("yaml" | "yml" | "json")) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether the root of the text is a mapping with a key that only a description has.
fn is_description(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut at_key = false;
    for event in Parser::new_from_str(text.trim_start_matches('\u{feff}')) {
        let Ok((event, _)) = event else { return false };
        match event {
            Event::SequenceStart(..) if depth == 0 => return false,
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                at_key |= depth == 0;
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                at_key ^= depth == 1;
            }
            Event::Scalar(text, ..) if depth == 1 => {
                if at_key && matches!(&*text, "openapi" | "swagger") {
                    return true;
                }
                at_key = !at_key;
            }
            Event::Alias(_) if depth == 1 => at_key = !at_key,
            Event::DocumentEnd => return false,
            _ => {}
        }
    }
    false
}

/// The candidates that no other one refers to, without their names.
fn entries(candidates: Vec<PathBuf>) -> Vec<Description> {
    let mut parts = BTreeSet::new();
    let mut entries = Vec::new();
    for path in candidates {
        let (files, bytes) = reach(&path);
        // Of descriptions that refer to each other the first one is the entry.
        if parts.contains(&path) {
            continue;
        }
        parts.extend(files);
        entries.push(Description { name: String::new(), path, bytes });
    }
    entries.retain(|entry| !parts.contains(&entry.path));
    entries
}

/// The other files that the references of a description lead to, and the size of all together.
pub(crate) fn reach(entry: &Path) -> (BTreeSet<PathBuf>, u64) {
    let mut found = BTreeSet::new();
    let mut queue = vec![entry.to_owned()];
    let mut bytes = 0;
    while let Some(path) = queue.pop() {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        bytes += u64::try_from(text.len()).unwrap_or(u64::MAX);
        let folder = path.parent().unwrap_or(Path::new(""));
        for reference in references(&text) {
            let target = clean(&folder.join(reference));
            if target != entry && found.insert(target.clone()) {
                queue.push(target);
            }
        }
    }
    (found, bytes)
}

/// The files that the `$ref`s of a text name.
///
/// It reads no YAML: what looks like a reference inside of a text names no file that exists.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("$ref").skip(1).filter_map(|rest| {
        let value = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(['#', '"', '\'', ',', '}']).unwrap_or(value.len());
        let file = value.get(..end)?.split_whitespace().next()?;
        (!file.contains("://")).then_some(file)
    })
}

/// The path without `.` and `..` inside.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match (part, clean.components().next_back()) {
            (Component::CurDir, Some(_)) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    clean
}

/// Names the descriptions after their files. The largest one of a folder below `root` has the folder's name.
fn name(root: &Path, descriptions: &mut [Description]) {
    descriptions.sort_by_key(|it| (std::cmp::Reverse(it.bytes), it.path.clone()));
    let mut taken = BTreeMap::<String, usize>::new();
    for description in descriptions {
        let inside = description.path.strip_prefix(root).unwrap_or(&description.path);
        let parts: Vec<String> = inside
            .with_extension("")
            .components()
            .filter_map(|part| match part {
                Component::Normal(part) => Some(plain(&part.to_string_lossy())),
                _ => None,
            })
            .collect();
        let name = match parts.as_slice() {
            [] => plain(
                &description
                    .path
                    .with_extension("")
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy(),
            ),
            [folder, _, ..] if !taken.contains_key(folder) => folder.clone(),
            parts => parts.join("-"),
        };
        let count = taken.entry(name.clone()).or_default();
        *count += 1;
        description.name = if *count == 1 { name } else { format!("{name}-{count}") };
    }
}

/// The name with nothing in it that a file name or a command line might take for something else.
fn plain(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
        .collect();
    name.trim_start_matches(['.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{find, is_description, references};
    use std::fs;

    #[test]
    fn a_description_is_told_by_the_keys_of_its_root() {
        for text in [
            "openapi: 3.0.3\ninfo: {}",
            "\u{feff}{\"info\": {\"title\": \"x\"}, \"swagger\": \"2.0\"}",
            "info:\n  title: x\n? [a]\n: b\n'openapi': 3.1.0",
        ] {
            assert!(is_description(text), "{text}");
        }
        for text in [
            "title: openapi",
            "info:\n  openapi: 3.0.3",
            "[openapi]",
            "openapi",
            "",
            "- openapi: 1",
        ] {
            assert!(!is_description(text), "{text}");
        }
    }

    #[test]
    fn references_to_other_files_are_found_in_yaml_and_json() {
        let text = "a: {$ref: 'x.yaml#/a'}\nb:\n  $ref: y/z.yaml\nc: {$ref: '#/c'}\n\
                    {\"$ref\" : \"../w.json#/d\"} $ref: https://example.com/v.yaml \"$ref\":\"u.json\"}";
        assert_eq!(
            references(text).collect::<Vec<_>>(),
            ["x.yaml", "y/z.yaml", "../w.json", "u.json"]
        );
    }

    #[test]
    fn parts_of_a_description_are_not_descriptions() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("a pet.shop.yaml", "openapi: 3.0.3");
        write("notes.yaml", "title: x");
        write("openapi.md", "openapi: 3.0.3");
        write("big/main.yaml", "openapi: 3.0.3\nx: {$ref: 'parts/one.yaml#/x'}");
        write("big/parts/one.yaml", "openapi: 3.0.3\nx: {$ref: ../../big/parts/two.yaml}");
        write("big/parts/two.yaml", "swagger: '2.0'");
        write("big/other.json", "{\"swagger\": \"2.0\"}");
        write("ring/a.yaml", "openapi: 3.0.3\nx: {$ref: b.yaml}");
        write("ring/b.yaml", "openapi: 3.0.3\nx: {$ref: a.yaml}");
        write(".hidden/a.yaml", "openapi: 3.0.3");
        let found = find(root.path()).unwrap();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| {
                (it.name.as_str(), it.path.strip_prefix(root.path()).unwrap().to_str().unwrap())
            })
            .collect();
        let wanted = [
            ("a-pet.shop", "a pet.shop.yaml"),
            ("big", "big/main.yaml"),
            ("big-other", "big/other.json"),
            ("ring", "ring/a.yaml"),
        ];
        assert_eq!(found, wanted);

        let single = find(&root.path().join("big/other.json")).unwrap();
        assert_eq!(single.len(), 1);
        assert_eq!((single[0].name.as_str(), single[0].bytes), ("other", 18));
        assert!(find(&root.path().join("nowhere")).unwrap_err().contains("nowhere"));
    }
}
