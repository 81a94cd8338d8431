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

/// The tree with each of its values changed in every way, with what was changed.
pub(crate) fn mutations(root: &Tree) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    collect(root, &mut Vec::new(), &mut paths);
    let mut mutations = Vec::new();
    for path in &paths {
        let mut add = |change: &str, change_parent: &dyn Fn(&mut Tree, usize)| {
            let mut changed = root.clone();
            let (last, parents) = path.split_last().unwrap();
            let parent = parents.iter().fold(&mut changed, |tree, step| child(tree, *step));
            change_parent(parent, *last);
            mutations.push((format!("{change} at {path:?}"), json(&changed)));
        };
        for replacement in REPLACEMENTS {
            add(replacement, &|parent, index| {
                *child(parent, index) = Tree::Scalar(replacement.to_owned());
            });
        }
        add("in a list", &|parent, index| {
            let inner = child(parent, index).clone();
            *child(parent, index) = Tree::Array(vec![inner]);
        });
        add("deleted", &delete);
        add("twice", &twice);
        add("renamed", &rename);
    }
    mutations
}

/// The tree with the text in each of its strings and keys, one after the other, with where it is.
pub(crate) fn with_text(root: &Tree, text: &str) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    collect(root, &mut Vec::new(), &mut paths);
    let mut found = Vec::new();
    for path in &paths {
        let Some((last, parents)) = path.split_last() else { continue };
        let mut changed = root.clone();
        let parent = parents.iter().fold(&mut changed, |tree, step| child(tree, *step));
        if let Tree::Object(entries) = parent {
            let key = entries[*last].0.clone();
            entries[*last].0.push_str(text);
            found.push((format!("the key {key} at {path:?}"), json(&changed)));
        }
        let mut changed = root.clone();
        let value = path.iter().fold(&mut changed, |tree, step| child(tree, *step));
        if let Tree::Scalar(scalar) = value
            && let Ok(string) = serde_json::from_str::<String>(scalar)
        {
            *scalar = serde_json::to_string(&(string + text)).unwrap();
            found.push((format!("the value at {path:?}"), json(&changed)));
        }
    }
    found
}

/// Every value below the root, as JSON, with the way to it.
pub(crate) fn values(root: &Tree) -> Vec<(Vec<usize>, String)> {
    let mut paths = Vec::new();
    collect(root, &mut Vec::new(), &mut paths);
    let mut root = root.clone();
    let mut value = |path: &[usize]| {
        let mut at = &mut root;
        for step in path {
            at = child(at, *step);
        }
        json(at)
    };
    paths.into_iter().map(|path| (path.clone(), value(&path))).collect()
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
    let mut root = root.clone();
    let mut at = &mut root;
    let mut keys = Vec::new();
    for step in path {
        keys.push(match at {
            Tree::Object(entries) => entries[*step].0.clone(),
            _ => step.to_string(),
        });
        at = child(at, *step);
    }
    keys
}

/// The way to every value below the root: the index of each step.
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
