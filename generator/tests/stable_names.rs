//! Names that stay: an operation or a schema that is added, removed or moved renames nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[allow(dead_code, reason = "other tests mutate")]
mod mutation;
mod parallel;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clientsmith::public_api::{ItemKind, public_api};
use clientsmith::{Config, Files, ReadSource, generate};
use mutation::{Tree, json, read};

/// Cases with equal inline schemas in several places, and others with much of everything.
const CASES: [&str; 13] = [
    "all-of",
    "enums",
    "inheritance",
    "methods",
    "nested-objects",
    "one-of",
    "pagination",
    "part-encodings",
    "request-bodies",
    "responses",
    "streams",
    "tag-features",
    "validation",
];

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

struct Source(PathBuf, String);

impl ReadSource for Source {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == "description.yaml" {
            return Ok(self.1.as_bytes().to_vec());
        }
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// The paths of all public items, with their parts; none of a description with errors.
type Names = BTreeMap<String, BTreeSet<String>>;

fn names(folder: &Path, description: &Tree) -> Option<Names> {
    let settings = std::fs::read_to_string(folder.join("codegen.toml")).unwrap_or_default();
    let source = Source(folder.to_owned(), json(description));
    let files = generate("description.yaml", &source, &Config::parse(&settings).unwrap()).files?;
    let api = public_api(&without_support(&files)).unwrap();
    let mut names = Names::new();
    for module in api.modules() {
        for item in module.items.iter().filter(|item| item.kind != ItemKind::Import) {
            // The methods of a client are in the files of their tags, if these are features.
            let module = if item.name == "Client" { "" } else { &module.path };
            let parts = names.entry(format!("{module}::{}", item.name)).or_default();
            parts.extend(item.members.iter().map(|member| member.name.clone()));
        }
    }
    Some(names)
}

/// The crate with empty files of support code, whose names no description decides.
fn without_support(files: &Files) -> Files {
    let mut rest = Files::default();
    for (path, text) in files.iter() {
        rest.insert(path, if path.starts_with("src/runtime/") { "" } else { text });
    }
    rest
}

/// The items, and the parts of those that have some in both, which the other crate does not have.
fn renamed(whole: &Names, other: &Names) -> Vec<String> {
    let mut renamed = Vec::new();
    for (path, parts) in whole {
        match other.get(path) {
            None => renamed.push(path.clone()),
            // Another file has the definition, and this one an alias, or it is a union without its last member.
            Some(others) if others.is_empty() || is_union(parts) != is_union(others) => {}
            Some(others) => {
                // What a new value needs depends on whether, and in which unions, it is sent.
                let lost = parts.difference(others).filter(|part| *part != "new");
                renamed.extend(lost.map(|part| format!("{path}::{part}")));
            }
        }
    }
    renamed
}

fn is_union(parts: &BTreeSet<String>) -> bool {
    parts.contains("Unknown")
}

/// Where an operation or a schema is: its path or section, and its key there.
type Place = [String; 2];

/// The operations, and the schemas that nothing refers to, so that they can be removed alone.
fn places(description: &Tree) -> Vec<Place> {
    let text = json(description);
    let mut places = Vec::new();
    for (path, item) in entries(get(description, "paths")) {
        for (method, _) in entries(Some(item)).iter().filter(|(key, _)| METHODS.contains(&&**key)) {
            places.push([path.clone(), method.clone()]);
        }
    }
    let schemas = get(description, "components").and_then(|it| get(it, "schemas"));
    for (name, _) in entries(schemas) {
        if !text.contains(&format!("/schemas/{name}\"")) {
            places.push([String::from("schemas"), name.clone()]);
        }
    }
    places
}

fn entries(tree: Option<&Tree>) -> &[(String, Tree)] {
    match tree {
        Some(Tree::Object(entries)) => entries,
        _ => &[],
    }
}

fn get<'t>(tree: &'t Tree, key: &str) -> Option<&'t Tree> {
    entries(Some(tree)).iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// The entries of the object that contains the place.
fn around<'t>(tree: &'t mut Tree, place: &Place) -> &'t mut Vec<(String, Tree)> {
    let way: &[&str] = match place[0].as_str() {
        "schemas" => &["components", "schemas"],
        path => &["paths", path],
    };
    let found = way.iter().fold(tree, |tree, key| {
        let Tree::Object(entries) = tree else { panic!("{place:?}") };
        &mut entries.iter_mut().find(|(name, _)| name == key).unwrap().1
    });
    let Tree::Object(entries) = found else { panic!("{place:?}") };
    entries
}

fn removed(description: &Tree, place: &Place) -> Tree {
    let mut changed = description.clone();
    around(&mut changed, place).retain(|(key, _)| *key != place[1]);
    changed
}

/// The description with the schema, or the operation with its whole path, as the last one.
fn moved(description: &Tree, place: &Place) -> Tree {
    let mut changed = description.clone();
    let (section, key) = match place[0].as_str() {
        "schemas" => (["components", "schemas"].as_slice(), &place[1]),
        path => (["paths"].as_slice(), &path.to_owned()),
    };
    let found = section.iter().fold(&mut changed, |tree, key| {
        let Tree::Object(entries) = tree else { panic!("{place:?}") };
        &mut entries.iter_mut().find(|(name, _)| name == key).unwrap().1
    });
    let Tree::Object(entries) = found else { panic!("{place:?}") };
    entries.sort_by_key(|(name, _)| name == key);
    changed
}

/// A case as it is.
struct Whole {
    folder: PathBuf,
    description: Tree,
    names: Names,
}

impl Whole {
    fn read(folder: PathBuf) -> Self {
        let text = std::fs::read_to_string(folder.join("description.yaml")).unwrap();
        let description = read(&text).unwrap();
        let names = names(&folder, &description).unwrap();
        Self { folder, description, names }
    }

    /// The names that change when the place is removed, and when it is moved.
    fn changes(&self, place: &Place) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        let origin = format!("{}: {place:?}", self.folder.display());
        // What is left may lack something that it needs, such as a link's operation.
        if let Some(less) = names(&self.folder, &removed(&self.description, place)) {
            found.push((format!("{origin} removed"), renamed(&less, &self.names)));
        }
        if let Some(other) = names(&self.folder, &moved(&self.description, place)) {
            let mut names = renamed(&other, &self.names);
            names.extend(renamed(&self.names, &other));
            found.push((format!("{origin} at the end"), names));
        }
        found
    }
}

#[test]
fn what_is_added_removed_or_moved_renames_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = parallel::map(&CASES, |case| Whole::read(folder.join(case)));
    let places: Vec<_> = cases
        .iter()
        .flat_map(|case| places(&case.description).into_iter().map(move |place| (case, place)))
        .collect();
    let mut found = parallel::map(&places, |(case, place)| case.changes(place)).concat();
    let tried = found.len();
    found.retain(|(_, names)| !names.is_empty());
    assert!(found.is_empty(), "{found:#?}");
    assert!(tried > 180, "{tried} changes were tried");
}
