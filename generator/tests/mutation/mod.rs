//! Mutations. In: the text of a description. Out: that text, as JSON, with one of its values changed.

use std::fmt::Write;

/// A value; unlike others, an object may have a key twice.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    /// As JSON has it.
    Scalar(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// Reads a description; none where a key of it stands twice, which the reader here refuses.
pub(crate) fn read(text: &str) -> Option<Tree> {
    match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(mut value) => {
            value.apply_merge().unwrap();
            Some(tree(&value))
        }
        Err(error) if error.to_string().contains("duplicate entry") => None,
        Err(error) => panic!("{error}"),
    }
}

fn tree(value: &serde_yaml::Value) -> Tree {
    match value {
        serde_yaml::Value::Sequence(items) => Tree::Array(items.iter().map(tree).collect()),
        serde_yaml::Value::Mapping(entries) => {
            Tree::Object(entries.iter().map(|(key, value)| (self::key(key), tree(value))).collect())
        }
        serde_yaml::Value::Tagged(tagged) => tree(&tagged.value),
        scalar => Tree::Scalar(serde_json::to_string(scalar).unwrap()),
    }
}

fn key(key: &serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text.clone(),
        other => serde_json::to_string(other).unwrap(),
    }
}

/// What a value is replaced by.
const REPLACEMENTS: [&str; 9] =
    ["null", "0", "-1e400", "true", "\"\"", "\"\\u0000 {x}/~#\"", "[]", "{}", "[{\"a\":[null]}]"];

/// A change of one value: the way to it, and what is done there.
#[derive(Clone, Copy)]
enum Change<'a> {
    Replaced(&'a str),
    InAList,
    Deleted,
    Twice,
    Renamed,
    /// The text at the end of the key.
    Key(&'a str),
    /// The text at the end of the string.
    Value(&'a str),
}

/// A tree with one change, which is only made once its text is asked for: most mutations are not tried.
pub(crate) struct Mutation<'a> {
    root: &'a Tree,
    path: Vec<usize>,
    change: Change<'a>,
}

impl Mutation<'_> {
    /// What is changed, and where.
    pub(crate) fn origin(&self) -> String {
        let path = &self.path;
        match self.change {
            Change::Replaced(value) => format!("{value} at {path:?}"),
            Change::InAList => format!("in a list at {path:?}"),
            Change::Deleted => format!("deleted at {path:?}"),
            Change::Twice => format!("twice at {path:?}"),
            Change::Renamed => format!("renamed at {path:?}"),
            Change::Key(text) => format!("{text:?} in the key at {path:?}"),
            Change::Value(text) => format!("{text:?} in the value at {path:?}"),
        }
    }

    /// The changed tree as JSON.
    pub(crate) fn text(&self) -> String {
        let mut changed = self.root.clone();
        let (last, parents) = self.path.split_last().unwrap();
        let parent = parents.iter().fold(&mut changed, |tree, step| child(tree, *step));
        match self.change {
            Change::Replaced(value) => *child(parent, *last) = Tree::Scalar(value.to_owned()),
            Change::InAList => {
                let value = child(parent, *last);
                *value = Tree::Array(vec![value.clone()]);
            }
            Change::Deleted => delete(parent, *last),
            Change::Twice => twice(parent, *last),
            Change::Renamed => rename(parent, *last),
            Change::Key(text) => extend_key(parent, *last, text),
            Change::Value(text) => extend_string(child(parent, *last), text),
        }
        json(&changed)
    }
}

/// The tree with each of its values changed in every way.
pub(crate) fn mutations(root: &Tree) -> Vec<Mutation<'_>> {
    let others = [Change::InAList, Change::Deleted, Change::Twice, Change::Renamed];
    let changes = REPLACEMENTS.map(Change::Replaced).into_iter().chain(others);
    paths(root)
        .into_iter()
        .flat_map(|path| {
            let mutation = move |change| Mutation { root, path: path.clone(), change };
            changes.clone().map(mutation)
        })
        .collect()
}

/// The tree with the text in each of its strings and keys, one after the other.
pub(crate) fn with_text<'a>(root: &'a Tree, text: &'a str) -> Vec<Mutation<'a>> {
    let mut found = Vec::new();
    for path in paths(root) {
        let (last, parents) = path.split_last().unwrap();
        let parent = parents.iter().fold(root, |tree, step| value(tree, *step));
        if let Tree::Object(_) = parent {
            found.push(Mutation { root, path: path.clone(), change: Change::Key(text) });
        }
        if matches!(value(parent, *last), Tree::Scalar(scalar) if scalar.starts_with('"')) {
            found.push(Mutation { root, path, change: Change::Value(text) });
        }
    }
    found
}

/// Every value below the root, as JSON, with the way to it.
pub(crate) fn values(root: &Tree) -> Vec<(Vec<usize>, String)> {
    let json = |path: &[usize]| json(path.iter().fold(root, |tree, step| value(tree, *step)));
    paths(root).into_iter().map(|path| (path.clone(), json(&path))).collect()
}

/// The tree as JSON with another value there.
pub(crate) fn replaced(root: &Tree, path: &[usize], value: &str) -> String {
    let mut changed = root.clone();
    *path.iter().fold(&mut changed, |tree, step| child(tree, *step)) =
        Tree::Scalar(value.to_owned());
    json(&changed)
}

/// The tree as JSON without the value there.
pub(crate) fn deleted(root: &Tree, path: &[usize]) -> String {
    let mut changed = root.clone();
    let (last, parents) = path.split_last().unwrap();
    delete(parents.iter().fold(&mut changed, |tree, step| child(tree, *step)), *last);
    json(&changed)
}

/// The keys and the indexes on the way to a value.
pub(crate) fn keys(root: &Tree, path: &[usize]) -> Vec<String> {
    let mut at = root;
    let mut keys = Vec::new();
    for step in path {
        keys.push(match at {
            Tree::Object(entries) => entries[*step].0.clone(),
            _ => step.to_string(),
        });
        at = value(at, *step);
    }
    keys
}

/// The way to every value below the root: the index of each step.
fn paths(root: &Tree) -> Vec<Vec<usize>> {
    let mut paths = Vec::new();
    collect(root, &mut Vec::new(), &mut paths);
    paths
}

fn collect(tree: &Tree, here: &mut Vec<usize>, paths: &mut Vec<Vec<usize>>) {
    let children: Vec<&Tree> = match tree {
        Tree::Scalar(_) => return,
        Tree::Array(items) => items.iter().collect(),
        Tree::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
    };
    for (index, child) in children.into_iter().enumerate() {
        here.push(index);
        paths.push(here.clone());
        collect(child, here, paths);
        here.pop();
    }
}

fn value(tree: &Tree, index: usize) -> &Tree {
    match tree {
        Tree::Scalar(_) => unreachable!("a scalar has no children"),
        Tree::Array(items) => &items[index],
        Tree::Object(entries) => &entries[index].1,
    }
}

fn child(tree: &mut Tree, index: usize) -> &mut Tree {
    match tree {
        Tree::Scalar(_) => unreachable!("a scalar has no children"),
        Tree::Array(items) => &mut items[index],
        Tree::Object(entries) => &mut entries[index].1,
    }
}

fn delete(parent: &mut Tree, index: usize) {
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => drop(items.remove(index)),
        Tree::Object(entries) => drop(entries.remove(index)),
    }
}

/// The value once more at the end, under the same key.
fn twice(parent: &mut Tree, index: usize) {
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => items.push(items[index].clone()),
        Tree::Object(entries) => entries.push(entries[index].clone()),
    }
}

/// The value under another key; in a list, in the first place.
fn rename(parent: &mut Tree, index: usize) {
    match parent {
        Tree::Scalar(_) => {}
        Tree::Array(items) => items.swap(0, index),
        Tree::Object(entries) => entries[index].0 = String::from("$ré/n~ {a} `*/"),
    }
}

fn extend_key(parent: &mut Tree, index: usize, text: &str) {
    if let Tree::Object(entries) = parent {
        entries[index].0.push_str(text);
    }
}

fn extend_string(value: &mut Tree, text: &str) {
    if let Tree::Scalar(scalar) = value {
        let string: String = serde_json::from_str(scalar).unwrap();
        *scalar = serde_json::to_string(&(string + text)).unwrap();
    }
}

/// The tree as JSON.
pub(crate) fn json(tree: &Tree) -> String {
    let mut text = String::new();
    write(tree, &mut text);
    text
}

fn write(tree: &Tree, text: &mut String) {
    match tree {
        Tree::Scalar(scalar) => text.push_str(scalar),
        Tree::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        Tree::Object(entries) => {
            text.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                write!(text, "{comma}{}:", serde_json::Value::from(key.as_str())).unwrap();
                write(value, text);
            }
            text.push('}');
        }
    }
}
